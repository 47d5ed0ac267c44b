"""What terms are worth: what the world never says again is worth nothing."""

from ctxbuild.analysis.priming.worth import worths
from ctxbuild.model import Paper


def paper(number: int, said: str) -> Paper:
    return Paper(f"2601.{number:05}", "Rubber ducks", f"We study the language model of {said}.")


def test_what_one_paper_alone_says_is_worth_nothing_and_what_three_say_something():
    rare = [paper(1, "quonkish flumbles")]
    often = [paper(number, "zibberish plonkers") for number in range(2, 5)]
    worth = worths([*rare, *often])
    assert not [term for term in worth if "quonkish" in term]
    assert [term for term in worth if "zibberish" in term]


def test_more_papers_make_a_term_worth_more():
    few = worths([paper(number, "neural networks") for number in range(3)])
    many = worths([paper(number, "neural networks") for number in range(9)])
    shared = few.keys() & many.keys()
    assert shared
    assert all(few[term] < many[term] for term in shared)
