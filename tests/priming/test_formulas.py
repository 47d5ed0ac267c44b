"""Formulas become Unicode, keep their letters, and leave no TeX."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ctxbuild.claims import is_verbatim
from ctxbuild.transforms.formulas import RESIDUE, plain


@pytest.mark.parametrize(
    ("tex", "shown"),
    [
        (r"an $\alpha$-stable duck", "an α-stable duck"),
        (r"in $H^{s}(\mathbb{R}^n)$", "in H^s(R^n)"),
        (r"of $x_{i+1}$ and \emph{ducks}", "of x_(i+1) and ducks"),
        (r"50\% of ducks~float", "50% of ducks float"),
        (r"a $\weirdcommand{x}$ duck", "a … duck"),
        (r"$\\mathcal{N}=2^\\ast$ ducks", "N=2^∗ ducks"),
        (r"$a \\ b$ ducks", "a b ducks"),
        ("no formula", "no formula"),
        ("it costs $5", "it costs $5"),
    ],
)
def test_a_formula_is_shown(tex, shown):
    assert plain(tex) == shown


@given(st.text(alphabet="ab \\$_^{}~%1", max_size=60))
def test_nothing_of_tex_is_left(text):
    assert not RESIDUE.search(plain(text)) or "$" in text


@pytest.mark.parametrize(
    ("said", "is_so"),
    [
        ("Rubber ducks float", True),
        ("rubber … float", True),
        ("float … rubber", False),
        ("rubber ducks sink", False),
        ("…", False),
    ],
)
def test_a_quotation_is_verbatim_or_not(said, is_so):
    assert is_verbatim(said, "In baths, rubber ducks float.") is is_so
