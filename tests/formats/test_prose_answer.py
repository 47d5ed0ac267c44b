"""Answers of models, as they come."""

from __future__ import annotations

import pytest
from chat_server import sentences
from hypothesis import given
from hypothesis import strategies as st

from ctxbuild.formats.prose_answer import Written, sentences_of

GOOD = sentences(("One.", ["c1"]), ("Two.", ["c2", "c3"]))
READ = (Written("One.", ("c1",)), Written("Two.", ("c2", "c3")))


@pytest.mark.parametrize(
    "answer",
    [
        GOOD,
        f"```json\n{GOOD}\n```",
        f"<think>Is it {{}} or {{x}}?</think>Here you are:\n{GOOD}\nAnything else?",
        GOOD.replace("One.", " One.\\n "),
        '{"text": "One.", "cites": "c1"}\n{"text": "Two.", "cites": ["c2", " c3", 4]}',
        GOOD[:-2] + ', {"text": "Thr',
        GOOD.replace("[{", '[null, 7, {"text": 3}, {', 1),
    ],
)
def test_sentences_are_found_wherever_they_stand(answer):
    assert sentences_of(answer) == READ


@pytest.mark.parametrize(
    "answer",
    [
        "",
        "I am sorry.",
        "{" * 10_000,
        '{"a":' * 10_000,
        "<html><body>502</body></html>",
        "{}",
        "[]",
    ],
)
def test_what_has_none_is_unreadable(answer):
    assert sentences_of(answer) is None


def test_no_sentence_is_an_answer():
    assert sentences_of('{"sentences": []}') == ()


def test_no_more_than_fifty_are_looked_at():
    assert len(sentences_of(sentences(*[(f"{n}.", ["c1"]) for n in range(99)])) or ()) == 50


@given(st.text(alphabet='{}[]":,textscntences1 \\', max_size=200))
def test_any_text_can_be_read(answer):
    sentences_of(answer)
