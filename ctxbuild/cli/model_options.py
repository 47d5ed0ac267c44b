"""Options of commands that may ask a language model, and who is asked."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, nullcontext
from typing import TYPE_CHECKING, Any, TypeVar

import click

from ctxbuild.cli.options import NO_BUDGET, BudgetType

if TYPE_CHECKING:
    from ctxbuild.jobs.wiki_prose import ProseOptions

Command = TypeVar("Command", bound=Callable[..., Any])

_OPTIONS = (
    click.option(
        "--llm",
        metavar="MODEL",
        help="Let a model write prose between the facts: sends quoted source to an endpoint that"
        " speaks OpenAI's chat completions, with the key in OPENAI_API_KEY. What cannot be"
        " verified is dropped.",
    ),
    click.option(
        "--llm-url",
        metavar="URL",
        help="Base address of that endpoint, as in http://localhost:11434/v1; OPENAI_BASE_URL"
        " otherwise.",
    ),
    click.option(
        "--llm-pages",
        type=click.IntRange(1),
        default=100,
        show_default=True,
        help="Most pages that the model is asked for in a run.",
    ),
    click.option(
        "--llm-tokens",
        type=BudgetType(),
        default=1_000_000,
        help="Most tokens of all questions and answers of a run (1m).",
    ),
    click.option(
        "--llm-seconds",
        type=click.IntRange(1),
        default=1_800,
        show_default=True,
        help="After which nothing more is asked.",
    ),
)


def model_options(command: Command) -> Command:
    """Give a command the options for a model."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


def model_of(
    flags: Mapping[str, Any],
) -> tuple[ProseOptions | None, AbstractContextManager[object]]:
    """Return who writes and what to close afterwards; nobody unless a model was named.

    Raises:
        UsageError: it is not said where the model is, or the call would send secrets.

    """
    from ctxbuild.model import UsageError

    url = flags["llm_url"] or os.environ.get("OPENAI_BASE_URL", "")
    if flags["llm"] is None:
        if flags["llm_url"]:
            raise UsageError("--llm-url: no model is named; add --llm MODEL")
        return None, nullcontext()
    if not url:
        raise UsageError("--llm: where is the model? Give --llm-url or set OPENAI_BASE_URL")
    if flags["no_redact"]:
        raise UsageError("--no-redact: secrets would be sent to the model; leave it or --llm out")
    from ctxbuild.integrations.chat_model import ChatModel
    from ctxbuild.jobs.wiki_prose import ProseOptions

    model = ChatModel(url, flags["llm"], os.environ.get("OPENAI_API_KEY", "").strip())
    tokens = 1 << 40 if flags["llm_tokens"] == NO_BUDGET else flags["llm_tokens"]
    pages, seconds = flags["llm_pages"], flags["llm_seconds"]
    return ProseOptions(flags["llm"], model.ask, pages, tokens, seconds), model
