"""Which encoding counts for a model, and how much of a bundle it can take.

Windows are facts of the vendors' model pages and of the capability list that
the package ``litellm`` 1.109 carries, read on 2026-11-21. Where the two differ,
or where a name stands for several models, the smaller figure is in the table.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ctxbuild.model import UsageError
from ctxbuild.tokens.encodings import encoding_named


@dataclass(frozen=True, slots=True)
class Model:
    """What a bundle for a model must know about it.

    ``window`` is the most tokens of input that the model takes. With most
    vendors that is the context window, which the answer shares; OpenAI keeps
    part of the window of GPT-5 and later for the answer alone.
    """

    name: str
    """The name as it was asked for."""
    family: str
    encoding: str
    """Name of a row in ``tokens/encodings.py``."""
    window: int
    """Tokens of the model's own tokenizer."""
    exact: bool
    """Whether ``encoding`` counts as the model does; otherwise it estimates from above."""

    @property
    def budget(self) -> int:
        """The default budget of a bundle, in tokens of ``encoding``.

        A quarter of the window is left for instructions, question, thinking and
        answer, at most 150,000 tokens: the longest answers of today's models
        are 128,000 tokens, and the rest is room for a long question.
        """
        return self.window - min(self.window // 4, 150_000)


_K, _M = 1_000, 1_000_000
_GEMINI = 1_048_576

# family, encoding, window, prefixes. A name belongs to its longest prefix, so a later
# version comes under the rule of its line until a row of its own says otherwise.
_ROWS: tuple[tuple[str, str, int, str], ...] = (
    # Context window page of the vendor: 1M from Opus 4.6, Sonnet 4.6 and Haiku 5.5 on,
    # 200k before. Token counting page: Opus 4.7 and later, Sonnet 5, Fable and Mythos
    # have the newer tokenizer, with about 30 % more tokens.
    ("Claude", "claude", 1 * _M, "claude claude-opus claude-sonnet claude-haiku"),
    ("Claude", "claude", 1 * _M, "claude-fable claude-mythos claude-opus-4-7 claude-opus-4-8"),
    ("Claude", "claude-3", 1 * _M, "claude-opus-4-6 claude-sonnet-4-6"),
    ("Claude", "claude-3", 200 * _K, "claude-3 claude-opus-4 claude-sonnet-4 claude-haiku-4"),
    # Names with the version first; some of these models have the older tokenizer.
    ("Claude", "claude", 200 * _K, "claude-4"),
    # Two older generations; windows from a library's list of the vendor's models.
    ("Claude", "claude", 100 * _K, "claude-2 claude-instant"),
    # Encodings: table of tiktoken 0.14 (all of gpt-5) and notes of ttok 1.0 (gpt-6).
    # Windows: the vendor's comparison page, 1,050,000 less 128,000 kept for the answer.
    ("GPT", "o200k_base", 922 * _K, "gpt gpt-6 gpt-6-1 gpt-5-6 gpt-5-5 gpt-5-4"),
    # 400,000 less 128,000 kept for the answer; gpt-5-pro keeps 272,000.
    ("GPT", "o200k_base", 272 * _K, "gpt-5 gpt-5-4-mini gpt-5-4-nano gpt-5-6-cyber"),
    ("GPT", "o200k_base", 128 * _K, "gpt-5-chat gpt-5-1-chat gpt-5-2-chat gpt-5-3-chat gpt-5-pro"),
    ("GPT", "o200k_base", 1_047_576, "gpt-4-1"),
    ("GPT", "o200k_base", 128 * _K, "gpt-4o chatgpt-4o"),
    ("GPT", "cl100k_base", 128 * _K, "gpt-4-turbo gpt-4-1106 gpt-4-0125 gpt-4-vision"),
    ("GPT", "cl100k_base", 32_768, "gpt-4-32k"),
    ("GPT", "cl100k_base", 8_192, "gpt-4"),
    ("GPT", "cl100k_base", 16_385, "gpt-3-5-turbo gpt-35-turbo"),
    ("GPT", "cl100k_base", 4_096, "gpt-3-5-turbo-0613 gpt-3-5-turbo-0301 gpt-3-5-turbo-instruct"),
    ("GPT", "o200k_base", 200 * _K, "o1 o3 o4-mini"),
    ("GPT", "o200k_base", 128 * _K, "o1-mini o1-preview"),
    # o200k_harmony is o200k_base with other special tokens, which count as text here.
    ("GPT", "o200k_base", 131_072, "gpt-oss"),
    # Model pages of the vendor.
    ("Gemini", "gemini", _GEMINI, "gemini gemini-2 gemini-3 gemini-4 gemini-flash gemini-pro"),
    ("Gemini", "gemini", 128 * _K, "gemini-omni gemini-robotics gemini-2-5-computer-use"),
    # Model cards; hosts often offer less.
    ("Llama", "llama", 8_192, "llama3"),
    ("Llama", "llama", 128 * _K, "llama llama3-1 llama3-2 llama3-3"),
    ("Llama", "llama", 1 * _M, "llama4 llama4-maverick"),
    ("Llama", "llama", 10 * _M, "llama4-scout"),
    # Cloud models as the vendor offers them, open ones as trained.
    ("Qwen", "qwen", 129_024, "qwen qwen3 qwen-plus qwen-turbo"),
    ("Qwen", "qwen", 32 * _K, "qwen2-5"),
    ("Qwen", "qwen", 30_720, "qwen-max"),
    ("Qwen", "qwen", 997_952, "qwen-flash qwen3-coder-plus qwen3-coder-flash"),
    ("Qwen", "qwen", 258_048, "qwen3-max"),
    ("Qwen", "qwen", 262_144, "qwen3-coder qwen3-next qwen3-5 qwen3-6 qwen3-8"),
    ("Qwen", "qwen", 991_808, "qwen3-5-plus qwen3-6-plus qwen3-7 qwen3-8-max qwen3-8-flash"),
    ("DeepSeek", "deepseek", 64 * _K, "deepseek-r1 deepseek-v3"),
    ("DeepSeek", "deepseek", 128 * _K, "deepseek deepseek-chat deepseek-reasoner"),
    ("DeepSeek", "deepseek", 128 * _K, "deepseek-v3-1 deepseek-v3-2"),
    ("DeepSeek", "deepseek", 1 * _M, "deepseek-v4 deepseek-v4-1 deepseek-flash"),
    ("Mistral", "mistral", 128 * _K, "mistral mistral-large mistral-medium codestral open-mistral"),
    ("Mistral", "mistral", 32 * _K, "mistral-small"),
    ("Mistral", "mistral", 262_144, "mistral-large-3 mistral-large-2512 mistral-medium-3-5"),
    ("Mistral", "mistral", 1_048_576, "mistral-large-4"),
    ("Mistral", "mistral", 256 * _K, "devstral mistral-large-latest mistral-medium-latest"),
    ("Mistral", "mistral", 256 * _K, "mistral-small-latest mistral-small-2603"),
    # Nobody's measurement of these vocabularies was found: the widest factor there is.
    ("Kimi", "claude", 128 * _K, "kimi kimi-k2"),
    ("Kimi", "claude", 256 * _K, "kimi-k2-thinking kimi-k2-5 kimi-k2-6"),
    ("Kimi", "claude", 224 * _K, "kimi-k2-7"),
    ("Kimi", "claude", 1_048_576, "kimi-k3 kimi-k3-1"),
    ("GLM", "claude", 128 * _K, "glm glm-4-5"),
    ("GLM", "claude", 200 * _K, "glm-4-6 glm-4-7 glm-5 glm-5-1"),
    ("GLM", "claude", 1 * _M, "glm-5-2 glm-5-3"),
)

_BY_PREFIX = {
    prefix: (family, encoding, window)
    for family, encoding, window, prefixes in _ROWS
    for prefix in prefixes.split()
}
"""Prefix of a name in its plain form → family, encoding, window."""

# ``us.anthropic.``, ``meta.``: how clouds write the vendor before a name.
_VENDORS = re.compile(r"(?:[a-z]+(?:-[a-z]+)*\.)+(?=[a-z])")
_SEPARATORS = re.compile(r"[._:@\s]+")
# ``meta-llama-3``, ``llama-3``, ``qwen-3``: one spelling for all.
_NUMBERED = re.compile(r"(?:meta-)?(llama|qwen)-?(?=\d)")
# The bare name of a family stands for its current models; what follows it must be known.
_BARE = {"claude", "gpt", "gemini", "llama", "qwen", "deepseek", "mistral", "kimi", "glm"}
_LONGEST_NAME = 200


def model_named(name: str) -> Model:
    """Return the model of a name, as any vendor or host writes it.

    Capitals, vendors before the name (``openai/``, ``us.anthropic.``) and what
    follows a version (dates, sizes, ``-latest``, ``:free``) do not matter.

    Raises:
        UsageError: no such model; the message names the nearest ones.
    """
    plain = _plain(name)
    prefix = next((start for start in _starts(plain) if start in _BY_PREFIX), None)
    if prefix is None or (prefix in _BARE and prefix != plain):
        raise UsageError(_unknown(name, plain))
    family, encoding, window = _BY_PREFIX[prefix]
    return Model(name, family, encoding, window, encoding_named(encoding).exact)


def _plain(name: str) -> str:
    """Return a name in lower case, without vendor, with ``-`` for every separator."""
    last = name[:_LONGEST_NAME].strip().lower().removeprefix("ft:").rpartition("/")[2]
    vendor = _VENDORS.match(last)
    bare = last[vendor.end() :] if vendor else last
    return _NUMBERED.sub(r"\1", _SEPARATORS.sub("-", bare), count=1)


def _starts(plain: str) -> Iterator[str]:
    """Yield the name, then shorter and shorter parts of it that end where a word ends."""
    for end in range(len(plain), 0, -1):
        if end == len(plain) or not plain[end].isalnum():
            yield plain[:end]


def _unknown(name: str, plain: str) -> str:
    from difflib import get_close_matches

    near = get_close_matches(plain, sorted(_BY_PREFIX), n=3, cutoff=0.6)
    shown = ascii(name[:60])
    hint = f"nearest are {', '.join(near)}" if near else f"families are {', '.join(sorted(_BARE))}"
    return f"unknown model {shown}, {hint}; for another model give --encoding and --budget instead"
