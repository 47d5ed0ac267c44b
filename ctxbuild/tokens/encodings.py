"""The table of encodings: which engine counts them, exactly or as an estimate."""

from __future__ import annotations

from dataclasses import dataclass

from ctxbuild.model import UsageError


@dataclass(frozen=True, slots=True)
class Encoding:
    """One row: an encoding that a budget can be given in.

    An exact encoding is counted by ``engine``. An estimate multiplies the
    count of ``base`` by ``factor`` and rounds up; the factors lie above the
    highest ratio that was measured for the family, so that a budget kept by
    the estimate is kept by the model's own tokenizer too.
    """

    name: str
    engine: str
    base: str
    factor: float = 1.0
    note: str = ""

    @property
    def exact(self) -> bool:
        """Whether counts equal the tokenizer's own."""
        return self.factor == 1.0


def _estimate(name: str, factor: float, note: str) -> Encoding:
    return Encoding(name, "toktok", "o200k_base", factor, note)


_ROWS = (
    Encoding("o200k_base", "toktok", "o200k_base"),
    Encoding("cl100k_base", "toktok", "cl100k_base"),
    Encoding("p50k_base", "tiktoken", "p50k_base"),
    Encoding("r50k_base", "tiktoken", "r50k_base"),
    Encoding("gpt2", "tiktoken", "gpt2"),
    # Highest ratio to o200k over eight kinds of text: 1.702 (Python code).
    _estimate("claude", 1.75, "estimate for Claude Opus 4.7, Sonnet 5 and later"),
    # Highest ratio: 1.370 (Chinese).
    _estimate("claude-3", 1.40, "estimate for the Claude 3 family"),
    # Gemma 3's public vocabulary, which Google's SDK uses for Gemini: 1.414 (JSON
    # and YAML); up to 1.70 on tables of numbers, whose digits it writes one by one.
    _estimate("gemini", 1.45, "estimate for Gemini"),
    # Highest ratio: 1.008 (Chinese); the margin covers scripts not measured.
    _estimate("llama", 1.05, "estimate for Llama 3 and later"),
    # Highest ratio: 1.302 (JSON and YAML); up to 1.70 on tables of numbers.
    _estimate("qwen", 1.35, "estimate for Qwen 3 and later"),
    # Highest ratio: 1.113.
    _estimate("deepseek", 1.15, "estimate for DeepSeek V3 and later"),
    # Highest ratio: 1.330; up to 1.70 on tables of numbers.
    _estimate("mistral", 1.40, "estimate for Mistral"),
)

ENCODINGS: dict[str, Encoding] = {row.name: row for row in _ROWS}


def encoding_named(name: str) -> Encoding:
    """Return the table's row.

    Raises:
        UsageError: no such encoding; the message lists those there are.
    """
    row = ENCODINGS.get(name)
    if row is None:
        raise UsageError(f"unknown encoding {name!r}; choose one of {', '.join(ENCODINGS)}")
    return row
