"""The client of chat completions against servers that answer well, badly, or not at all."""

from __future__ import annotations

import json

import pytest
from chat_server import PATH, completion, server
from loopback import Hands, answer, last_words, redirect, reset

from ctxbuild.integrations.chat_model import ChatModel
from ctxbuild.model import CtxbuildError, UsageError

KEY = "sk-0123456789abcdef"
SHORT = 0.3


def stall(connection, asked):
    connection.sendall(b"HTTP/1.1 200 Words\r\nContent-Length: 100\r\n\r\n{")


def asked(behaviour, key=KEY, hands=None):
    """Return what comes back for one question, or the failure as it is said, and the server."""
    site = server(behaviour)
    with ChatModel(site.url("/v1/"), "m", key, clock=(hands or Hands()).clock()) as model:
        try:
            found = model.ask("rules", "question")
        except CtxbuildError as error:
            found = error
    site.close()
    return found, site


def reason(found):
    """Return what a failure says of the server, after its address and without the key."""
    assert isinstance(found, CtxbuildError)
    place, _, said = str(found).partition(f"{PATH}: ")
    assert place.startswith("http://127.0.0.1:")
    assert KEY not in said
    assert len(said.splitlines()) == 1
    return said


def test_asks_as_the_protocol_wants():
    found, site = asked(completion("Hello."))
    assert found == "Hello."
    (request,) = site.requests
    assert request.path == PATH
    assert request.headers["Authorization"] == f"Bearer {KEY}"
    assert request.headers["Content-Type"] == "application/json"
    sent = json.loads(request.body)
    assert sent["model"] == "m"
    assert sent["temperature"] == 0
    assert sent["messages"] == [
        {"role": "system", "content": "rules"},
        {"role": "user", "content": "question"},
    ]
    assert KEY.encode() not in request.body


def test_without_a_key_none_is_sent():
    _, site = asked(completion("Hello."), key="")
    assert "Authorization" not in site.requests[0].headers


def test_an_answer_in_parts_is_put_together():
    parts = [{"type": "text", "text": "Hel"}, {"type": "image"}, {"type": "text", "text": "lo."}]
    assert asked(completion(parts))[0] == "Hello."


def test_a_model_that_takes_no_settings_is_asked_without():
    found, site = asked([answer(b"no temperature", 400), completion("Hello.")])
    assert found == "Hello."
    assert "temperature" not in json.loads(site.requests[1].body)


def test_a_busy_server_is_asked_again_when_it_says():
    hands = Hands()
    busy = answer(b"slower", 429, retry_after="7")
    found, site = asked([busy, busy, completion("Hello.")], hands=hands)
    assert found == "Hello."
    assert len(site.requests) == 3
    assert [round(each) for each in hands.slept] == [7, 7]


@pytest.mark.parametrize("after", ["3600", "1"])
def test_a_server_that_stays_busy_is_left_alone(after):
    hands = Hands()
    found, _ = asked(answer(b"slower", 429, retry_after=after), hands=hands)
    assert "allows no more requests" in reason(found)
    assert sum(hands.slept) < 100


@pytest.mark.parametrize("status", [400, 401, 403, 404, 418, 500, 503])
def test_a_refusal_is_one_line_without_the_server_s_words(status):
    found, _ = asked(answer(f"bad key {KEY}".encode(), status))
    assert reason(found).startswith(f"status {status}: ")


RUBBISH = {
    "html": answer(b"<html><body>Welcome</body></html>", content_type="text/html"),
    "cut JSON": answer(b'{"choices": [{"message": '),
    "no choice": answer(b'{"choices": []}'),
    "no text": answer(b'{"choices": [{"message": {"content": null}}]}'),
    "deep": answer(b"[" * 100_000),
    "bytes": answer(b"\xff\xfe"),
    "nothing": answer(b""),
    "10 MB": answer(b" " * (10 << 20)),
    "the key": completion(f"The key is {KEY}."),
    "elsewhere": redirect("https://example.org/v1/chat/completions", 307),
    "early": last_words(b"HTTP/1.1 200 Words\r\nContent-Length: 100\r\n\r\n{"),
    "another protocol": last_words(b"no http at all\r\n\r\n"),
    "reset": reset,
}


@pytest.mark.parametrize("kind", RUBBISH)
def test_rubbish_is_a_failure(kind):
    assert reason(asked(RUBBISH[kind])[0])


def test_a_server_that_stalls_is_given_up():
    site = server(stall)
    model = ChatModel(site.url("/v1"), "m", seconds=SHORT)
    with model, pytest.raises(CtxbuildError, match="in time"):
        model.ask("rules", "question")
    site.close()


def test_nobody_there_is_a_failure():
    model = ChatModel("http://127.0.0.1:9/v1", "m")
    with model, pytest.raises(CtxbuildError, match="nothing answers"):
        model.ask("rules", "question")


@pytest.mark.parametrize(
    ("url", "model", "key", "said"),
    [
        ("ftp://example.org", "m", "", "--llm-url"),
        ("https://me:secret@example.org/v1", "m", "", "user name"),
        ("http://gpu.example.org/v1", "m", KEY, "unencrypted"),
        ("https://example.org/v1", "m", "two words", "OPENAI_API_KEY"),
        ("https://example.org/v1", "m", "a\nb", "OPENAI_API_KEY"),
        ("https://example.org/v1", " ", "", "--llm"),
        ("https://example.org/v1", "m\n", "", "--llm"),
    ],
)
def test_what_cannot_be_used_is_said_at_once(url, model, key, said):
    with pytest.raises(UsageError, match=said) as caught:
        ChatModel(url, model, key)
    assert not key or key not in str(caught.value)
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize("host", ["localhost:1", "127.0.0.1:1", "[::1]:1"])
def test_a_key_may_go_to_this_machine_in_the_clear(host):
    ChatModel(f"http://{host}/v1", "m", KEY)


def test_the_rest_of_an_address_stays_where_it_was():
    site = server(completion("Hello."))
    site.routes = {f"{PATH}?api-version=1": completion("Hello.")}
    with ChatModel(site.url("/v1?api-version=1"), "m") as model:
        assert model.ask("rules", "question") == "Hello."
    site.close()
