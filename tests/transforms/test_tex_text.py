"""Markup in TeX becomes Unicode; formulas stay, and money is no formula."""

import itertools

import pytest
from growth import large, linear
from hypothesis import given
from hypothesis import strategies as st

from ctxbuild.transforms.tex_text import formulas, plain


@pytest.mark.parametrize(
    ("tex", "text"),
    [
        (r"\emph{very \textbf{bold}} {\it ducks}", "very bold ducks"),
        (r"5\% of A\&B, \$5 \#1 a\_b", "5% of A&B, $5 #1 a_b"),
        (r"Navier--Stokes -- or so---yes, --flag", "Navier–Stokes – or so—yes, --flag"),
        (r"``big'' `small' ''wrong'' it's Jones' dog", "“big” ‘small’ “wrong” it's Jones' dog"),
        (r"Type~II, ~5 kpc, $x$~pc, a.org/~ada", "Type II, ~5 kpc, $x$ pc, a.org/~ada"),
        (r"as in~\cite{a,b} and \citep[p.~3]{c}.", "as in […] and […]."),
        (r"\url{https://a.org} \href{https://b.org}{here}", "https://a.org here (https://b.org)"),
        (r"Schr$\ddot{o}$dinger and Schr\"{o}dinger", "Schrödinger and Schrödinger"),
        (r"costs $5 million and $6 million", "costs $5 million and $6 million"),
        (r"$\emph{a}$, $ O(n) $, \(\alpha\) \'e $--$", r"$\emph{a}$, $ O(n) $, \(\alpha\) é $--$"),
        (r"\begin{align*} a\, b \end{align*}\,c", r"\begin{align*} a\, b \end{align*} c"),
        (r"a {GPU} and 10\,km of \LaTeX{} \unknown{x}", r"a GPU and 10 km of LaTeX \unknown{x}"),
    ],
)  # fmt: skip
def test_text_becomes_unicode_and_formulas_stay(tex, text):
    assert plain(tex) == text


@given(st.text("\\\"'`^~{}$ab -emphcite[]()", max_size=80))
def test_any_text_can_be_read_and_formulas_lie_apart(text):
    assert isinstance(plain(text), str)
    spans = formulas(text)
    assert all(first[1] <= second[0] for first, second in itertools.pairwise(spans))


PIECES = ["$", "\\", "{\\bf ", "``", "\\begin{align}\n", "~", "--", "\\cite{", "`a", "\\(", "{"]


@linear
@pytest.mark.parametrize("piece", PIECES)
def test_time_grows_no_faster_than_the_text(piece):
    assert isinstance(plain(large(piece)), str)
