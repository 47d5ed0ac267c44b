"""A thin client of the chat completions that OpenAI defined and many servers speak.

The address that the user names is consent for its host alone. The key goes there in a
header, never along a redirect, never unencrypted over a network, and no message of
ours quotes what a server answers, as servers quote keys.
"""

from __future__ import annotations

import json
from typing import Any

from ctxbuild.model import CtxbuildError, UsageError
from ctxbuild.net.addresses import refusal
from ctxbuild.net.client import Client, Options, Response
from ctxbuild.net.clock import Clock
from ctxbuild.net.errors import NetError
from ctxbuild.net.urls import Target, parse_url

_SECONDS = 120.0
"""Of one answer; large models write a page of prose in ten to sixty."""
_LONGEST_PAUSE = 60.0
_MOST_BYTES = 1 << 20
_MOST_TOKENS = 1_500
_LONGEST_MODEL = 200
_SHORTEST_SECRET = 12
"""Shorter keys are words such as ``none``, for servers that want any."""
_OK, _BAD_REQUEST = 200, 400
_REASONS = {
    401: "refuses the key; set OPENAI_API_KEY",
    403: "refuses the key; set OPENAI_API_KEY",
    404: "knows no such model or address; check --llm and --llm-url",
    429: "allows no more requests for now; try again later",
}


class ChatModel:
    """Asks one model, one question at a time. Close it after use."""

    def __init__(
        self,
        url: str,
        model: str,
        key: str = "",
        *,
        seconds: float = _SECONDS,
        clock: Clock | None = None,
    ) -> None:
        """Prepare; nothing is connected yet.

        Args:
            url: the base address, such as ``https://host/v1``.
            model: as the server calls it.
            key: sent as a bearer token; empty where none is wanted.
            seconds: limit on one answer.
            clock: what limits and pauses go by.

        Raises:
            UsageError: the address or the key cannot be used.

        """
        self._target = _endpoint(url)
        if not model.strip() or not model.isprintable() or len(model) > _LONGEST_MODEL:
            raise UsageError(
                f"--llm {model[:40]!a}: is no name of a model; give it as the server does"
            )
        if key and not (key.isascii() and key.isprintable() and " " not in key):
            raise UsageError("OPENAI_API_KEY: holds what no key does; set it again, without blanks")
        if key and self._target.scheme == "http" and not _is_here(self._target.host):
            raise UsageError(
                f"{self._target.shown}: the key would be sent unencrypted;"
                " use https, or unset OPENAI_API_KEY"
            )
        self.model = model
        self._key = key
        self._bare = False
        self._client = Client(
            Options(
                named=(self._target.url,),
                seconds=seconds,
                most_bytes=_MOST_BYTES,
                pace=0.0,
                longest_pause=_LONGEST_PAUSE,
                clock=clock or Clock(),
            )
        )

    def __enter__(self) -> ChatModel:
        return self

    def __exit__(self, *_: object) -> None:
        self._client.close()

    def ask(self, rules: str, question: str) -> str:
        """Return the answer to a question.

        Raises:
            CtxbuildError: there is none, or it cannot be used.

        """
        response = self._sent(rules, question)
        if response.status == _BAD_REQUEST and not self._bare:
            self._bare = True  # some models refuse a temperature, or call the limit otherwise
            response = self._sent(rules, question)
        if response.status != _OK:
            reason = _REASONS.get(response.status, "try again later, or another endpoint")
            raise self._failure(f"status {response.status}: {reason}")
        answer = _content(response.body)
        if not answer:
            raise self._failure("answers without a message; does it speak chat completions?")
        if len(self._key) >= _SHORTEST_SECRET and self._key in answer:
            raise self._failure("answers with the key in it; this was thrown away")
        return answer

    def _sent(self, rules: str, question: str) -> Response:
        body: dict[str, Any] = {
            "model": self.model,
            "messages": [
                {"role": "system", "content": rules},
                {"role": "user", "content": question},
            ],
            "stream": False,
        }
        if not self._bare:
            body |= {"temperature": 0, "max_tokens": _MOST_TOKENS}
        headers = {"Authorization": f"Bearer {self._key}"} if self._key else {}
        data = json.dumps(body).encode()
        return self._client.post(self._target.url, data, "application/json", headers=headers)

    def _failure(self, reason: str) -> CtxbuildError:
        return CtxbuildError(f"{self._target.shown}: {reason}")


def _endpoint(url: str) -> Target:
    base, mark, query = url.strip().partition("?")
    try:
        return parse_url(f"{base.rstrip('/')}/chat/completions{mark}{query}")
    except NetError as error:
        raise UsageError(f"--llm-url: {error}") from None


def _is_here(host: str) -> bool:
    """Whether a host is this machine."""
    return host == "localhost" or refusal(host) == "this machine"


def _content(body: bytes) -> str:
    """Return the message of an answer; empty where there is none."""
    try:
        message = json.loads(body)["choices"][0]["message"]["content"]
    except (ValueError, LookupError, TypeError, RecursionError):
        return ""
    if isinstance(message, list):  # parts, as some servers answer
        texts = (part.get("text") for part in message if isinstance(part, dict))
        message = "".join(text for text in texts if isinstance(text, str))
    return message if isinstance(message, str) else ""
