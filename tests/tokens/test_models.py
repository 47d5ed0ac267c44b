"""Models by any name: their encoding, their window, and the budget that follows."""

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ctxbuild.jobs.models import DEFAULT_BUDGET, NO_LIMIT, settled
from ctxbuild.model import UsageError
from ctxbuild.tokens import ENCODINGS
from ctxbuild.tokens.models import _BY_PREFIX, model_named


@pytest.mark.parametrize(
    ("name", "family", "encoding", "window"),
    [
        ("claude-opus-4-20250514", "Claude", "claude-3", 200_000),
        ("claude-opus-4-5-20251101", "Claude", "claude-3", 200_000),
        ("claude-opus-4-6", "Claude", "claude-3", 1_000_000),
        ("claude-opus-4.7", "Claude", "claude", 1_000_000),
        ("claude-3-5-sonnet-latest", "Claude", "claude-3", 200_000),
        ("claude-sonnet-5-5", "Claude", "claude", 1_000_000),
        ("us.anthropic.claude-haiku-4-5-20251001-v1:0", "Claude", "claude-3", 200_000),
        ("openrouter/anthropic/claude-sonnet-4.6", "Claude", "claude-3", 1_000_000),
        ("claude-haiku-4-5@20251001", "Claude", "claude-3", 200_000),
        ("openai/gpt-5-mini-2025-08-07", "GPT", "o200k_base", 272_000),
        ("gpt-5.2-codex", "GPT", "o200k_base", 272_000),
        ("gpt-5.1-chat-latest", "GPT", "o200k_base", 128_000),
        ("GPT-5.5-pro", "GPT", "o200k_base", 922_000),
        ("gpt-6.1-sol", "GPT", "o200k_base", 922_000),
        ("gpt-4o-mini", "GPT", "o200k_base", 128_000),
        ("ft:gpt-4o-2024-08-06:me::id", "GPT", "o200k_base", 128_000),
        ("gpt-4.1-nano", "GPT", "o200k_base", 1_047_576),
        ("gpt-4-1106-preview", "GPT", "cl100k_base", 128_000),
        ("gpt-4-0613", "GPT", "cl100k_base", 8_192),
        ("gpt-3.5-turbo", "GPT", "cl100k_base", 16_385),
        ("o4-mini-2025-04-16", "GPT", "o200k_base", 200_000),
        ("gpt-oss:20b", "GPT", "o200k_base", 131_072),
        ("models/gemini-2.5-pro", "Gemini", "gemini", 1_048_576),
        ("gemini-3-pro-preview", "Gemini", "gemini", 1_048_576),
        ("meta-llama/Llama-3.3-70B-Instruct", "Llama", "llama", 128_000),
        ("meta-llama/Meta-Llama-3-8B", "Llama", "llama", 8_192),
        ("meta.llama3-1-70b-instruct-v1:0", "Llama", "llama", 128_000),
        ("llama4:scout", "Llama", "llama", 10_000_000),
        ("Qwen/Qwen3-8B", "Qwen", "qwen", 129_024),
        ("qwen-3-coder:480b", "Qwen", "qwen", 262_144),
        ("qwen3.5-plus", "Qwen", "qwen", 991_808),
        ("deepseek-ai/DeepSeek-V4-Pro", "DeepSeek", "deepseek", 1_000_000),
        ("moonshotai/kimi-k2.6", "Kimi", "claude", 256_000),
        ("zai.glm-4.7", "GLM", "claude", 200_000),
    ],
)
def test_names_as_vendors_and_hosts_write_them(name, family, encoding, window):
    model = model_named(name)
    assert (model.family, model.encoding, model.window) == (family, encoding, window)


@pytest.mark.parametrize("prefix", _BY_PREFIX)
def test_every_row_is_reachable_and_counts_by_an_encoding_there_is(prefix):
    model = model_named(prefix)
    assert (model.family, model.encoding, model.window) == _BY_PREFIX[prefix]
    assert model.exact == ENCODINGS[model.encoding].exact == (model.family == "GPT")


@pytest.mark.parametrize("prefix", _BY_PREFIX)
def test_the_default_budget_leaves_a_quarter_or_more_than_the_longest_answer(prefix):
    model = model_named(prefix)
    assert 0 < model.budget < model.window
    assert model.window - model.budget >= min(model.window // 4, 128_000)


@pytest.mark.parametrize(
    ("name", "near"),
    [
        ("claud-opus-4", "claude-opus-4"),
        ("gpt-7", "gpt-6"),
        ("gemini-9-ultra", "gemini"),
        ("claude-9", "claude-4"),
    ],
)
def test_an_unknown_name_is_told_its_neighbours_and_what_to_do(name, near):
    with pytest.raises(UsageError) as failure:
        model_named(name)
    text = str(failure.value)
    assert near in text
    assert "--encoding and --budget" in text


@given(st.text(max_size=300))
def test_any_text_is_a_model_or_one_line_of_complaint(name):
    with contextlib.suppress(UsageError):
        assert model_named(name).window > 0


@pytest.mark.parametrize("name", ["", "a\nb", "\ud800", "x" * 10_000, "gpt-5\x1b[31m/evil"])
def test_a_complaint_is_one_short_printable_line(name):
    with pytest.raises(UsageError) as failure:
        model_named(name)
    assert str(failure.value).isprintable()
    assert len(str(failure.value)) < 400


def test_without_a_model_the_defaults_hold():
    assert settled(None, None, None) == ("o200k_base", DEFAULT_BUDGET)
    assert settled(None, "cl100k_base", 5_000_000) == ("cl100k_base", 5_000_000)
    assert settled(None, None, NO_LIMIT) == ("o200k_base", None)


def test_a_model_sets_what_was_not_given():
    assert settled("gpt-5-mini", None, None) == ("o200k_base", 204_000)
    assert settled("claude-opus-5", None, None) == ("claude", 850_000)
    assert settled("claude-opus-5", None, 9_000) == ("claude", 9_000)
    assert settled("claude-opus-5", None, NO_LIMIT) == ("claude", None)


def test_an_encoding_that_counts_less_gets_a_smaller_default():
    encoding, budget = settled("claude-haiku-4-5", "o200k_base", None)
    assert encoding == "o200k_base"
    assert budget * ENCODINGS["claude-3"].factor <= model_named("claude-haiku-4-5").budget


@pytest.mark.parametrize(("encoding", "most"), [(None, 200_000), ("o200k_base", 142_857)])
def test_a_budget_above_the_window_is_a_mistake_in_the_call(encoding, most):
    assert settled("claude-haiku-4-5", encoding, most)[1] == most
    with pytest.raises(UsageError, match=f"takes {most} tokens") as failure:
        settled("claude-haiku-4-5", encoding, most + 1)
    assert failure.value.exit_code == 2


@pytest.mark.parametrize("arguments", [("no-such", None, None), ("gpt-5", "no-such", None)])
def test_unknown_models_and_encodings_are_refused(arguments):
    with pytest.raises(UsageError):
        settled(*arguments)
