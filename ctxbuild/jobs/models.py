"""What ``--model``, ``--encoding`` and ``--budget`` come to together."""

from __future__ import annotations

from ctxbuild.model import UsageError
from ctxbuild.tokens.encodings import encoding_named
from ctxbuild.tokens.models import Model, model_named

DEFAULT_ENCODING = "o200k_base"
DEFAULT_BUDGET = 128_000
NO_LIMIT = -1
"""A budget that was given, as ``none``: the output may be of any length."""


def settled(model: str | None, encoding: str | None, budget: int | None) -> tuple[str, int | None]:
    """Return the encoding and the budget in its tokens; no budget is no limit.

    What is given wins. What is not follows from the model, else from the
    defaults.

    Args:
        model: name of a model, as vendors write it.
        encoding: name of an encoding.
        budget: tokens; :data:`NO_LIMIT` for no limit, ``None`` for not given.

    Raises:
        UsageError: model or encoding is unknown, or the budget is more than the
            model takes.

    """
    if model is None:
        return (
            encoding_named(encoding or DEFAULT_ENCODING).name,
            _limit(DEFAULT_BUDGET if budget is None else budget),
        )
    known = model_named(model)
    counted = encoding_named(encoding or known.encoding).name
    if budget is None:
        return counted, _in_tokens_of(counted, known, known.budget)
    most = _in_tokens_of(counted, known, known.window)
    if budget > most:
        raise UsageError(
            f"--budget {budget}: {known.name} takes {most} tokens of {counted};"
            f" leave it out for {_in_tokens_of(counted, known, known.budget)}"
        )
    return counted, _limit(budget)


def _limit(budget: int) -> int | None:
    return None if budget == NO_LIMIT else budget


def _in_tokens_of(encoding: str, model: Model, tokens: int) -> int:
    """Return how many tokens of an encoding surely fit into ``tokens`` of the model."""
    if encoding == model.encoding:
        return tokens
    return int(tokens * encoding_named(encoding).factor / encoding_named(model.encoding).factor)
