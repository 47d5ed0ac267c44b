"""A server on loopback that speaks chat completions, as told: well, badly, or not at all."""

from __future__ import annotations

import json
import socket
from collections.abc import Callable, Mapping
from typing import Any

from loopback import Answer, Asked, Loopback, answer

from ctxbuild.jobs.wiki_prose import RULES

PATH = "/v1/chat/completions"
Sentences = list[dict[str, Any]]
Writes = Callable[[dict[str, Any]], Sentences]
"""What a page's question is, decoded → the sentences that the model writes."""


def completion(content: object, **more: str) -> bytes:
    """Return a whole answer with a message."""
    message = {"role": "assistant", "content": content}
    body = {"object": "chat.completion", "choices": [{"index": 0, "message": message}]}
    return answer(json.dumps(body).encode(), content_type="application/json", **more)


def sentences(*each: tuple[str, list[str]]) -> str:
    """Return what a model says, as it was asked to."""
    return json.dumps({"sentences": [{"text": text, "cites": cites} for text, cites in each]})


def question(body: bytes) -> dict[str, Any]:
    """Return the page's question in a request."""
    asked = json.loads(body)
    assert [message["role"] for message in asked["messages"]] == ["system", "user"]
    assert asked["messages"][0]["content"] == RULES
    found: dict[str, Any] = json.loads(asked["messages"][1]["content"])
    return found


def server(behaviour: Answer) -> Loopback:
    """Return a server that answers every question as told."""
    return Loopback({PATH: behaviour})


def writer(writes: Writes) -> Loopback:
    """Return a server that writes what a function makes of a question."""

    def write(connection: socket.socket, asked: Asked) -> None:
        connection.sendall(completion(json.dumps({"sentences": writes(question(asked.body))})))

    return server(write)


def piece(asked: Mapping[str, Any], name: str) -> dict[str, Any]:
    """Return the first piece of evidence that holds some words."""
    found: dict[str, Any] = next(e for e in asked["evidence"] if name in json.dumps(e))
    return found
