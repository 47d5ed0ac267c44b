"""Short forms and what texts say they stand for."""

import pytest
from growth import LINES, large, linear

from ctxbuild.analysis.terms import acronyms, pairs
from ctxbuild.model import Paper


@pytest.mark.parametrize(
    ("text", "short", "long"),
    [
        ("We train a rubber duck network (RDN) on baths.", "RDN", "rubber duck network"),
        ("Baths need RDN (rubber duck network) units.", "RDN", "rubber duck network"),
        ("Rubber duck networks (RDNs) float.", "RDNs", "Rubber duck networks"),
        ("the survey of ducks in the tub (SDT)", "SDT", "survey of ducks in the tub"),
        ("floating duck-based optimisation (FDO)", "FDO", "floating duck-based optimisation"),
        ("the analysis of duckings (ANDU)", "ANDU", "analysis of duckings"),
        ("the ultraviolet (UV) duck", "UV", "ultraviolet"),
        ("a three-duck correlation function (3DCF)", "3DCF", "three-duck correlation function"),
        ("the duck shape index (DSI; see below)", "DSI", "duck shape index"),
        ("the duck shape index (DSI, for short)", "DSI", "duck shape index"),
        ("the duck shape index (hereafter DSI)", "DSI", "duck shape index"),
        ("DuckNet (Duck-based Nautical Network for tubs)", "DuckNet",
         "Duck-based Nautical Network for tubs"),
        ("We find ducks; rubber toys (RT) sink.", "RT", "rubber toys"),
    ],
)  # fmt: skip
def test_a_pair_is_found_in_both_directions(text, short, long):
    assert [(pair.short, pair.long) for pair in pairs(text)] == [(short, long)]


@pytest.mark.parametrize(
    "text",
    [
        "as shown in the next part (II)",
        "the red duck (see Figure 2)",
        "the duck (Left) and the tub (Right)",
        "ducks float (p < 0.01)",
        "the rubber duck (Smith 2020)",
        "a small tub (XYZ)",
        "the function $f(RD)$ is odd",
        "ducks (e.g., RD and TU)",
        "()",
        "(RD)",
        "RD (",
    ],
)
def test_other_brackets_explain_nothing(text):
    assert pairs(text) == []


def test_long_forms_hold_no_markup():
    assert pairs(r"the rubber \textbf{d}uck (RD) and $r$ duck (RD)") == []


def paper(number, text, category):
    return Paper(f"2601.{number:05}", "On ducks", text, categories=(category,), version=1)


def test_meanings_are_kept_apart_by_category_and_flagged():
    found = acronyms(
        [
            paper(1, "the rubber duck (RD) floats", "physics.flu-dyn"),
            paper(2, "Rubber Ducks (RD) again; a rubber-duck (RD)", "physics.flu-dyn"),
            paper(3, "the rapid decline (RD) of tubs", "econ.GN"),
        ]
    )
    assert [(each.short, each.long, each.category, each.papers) for each in found] == [
        ("RD", "rubber duck", "physics.flu-dyn", ("2601.00001v1", "2601.00002v1")),
        ("RD", "rapid decline", "econ.GN", ("2601.00003v1",)),
    ]
    by_category = {each.category: each for each in found}
    assert ("rapid decline", "econ.GN") in by_category["physics.flu-dyn"].elsewhere
    assert by_category["econ.GN"].elsewhere == (("rubber duck", "physics.flu-dyn"),)


@linear
@pytest.mark.parametrize("piece", ["(", "(A", "a (AB", "A" * 100, "word (W"])
def test_time_grows_no_faster_than_the_text(piece):
    pairs(large(piece))


@linear
@pytest.mark.parametrize("acronym", ["(AB) ", "((AB))"])
def test_time_grows_no_faster_than_the_number_of_acronyms(acronym):
    assert pairs(acronym * LINES) == []
