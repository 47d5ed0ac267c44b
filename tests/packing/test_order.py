"""In what order a bundle shows files."""

from __future__ import annotations

import pytest
from repositories import repository

from ctxbuild import pack, read, render
from ctxbuild.jobs.unpack import unpack
from ctxbuild.model import ORDERS, Detail, UsageError
from ctxbuild.tokens import counter


def function(name: str, lines: int = 12) -> str:
    body = "".join(f"    value = value * {n} + {n}\n" for n in range(lines))
    return f"def {name}(value):\n{body}    return value\n\n\n"


FILES = {
    "README.md": "# Shop\n\nSells things.\n",
    "shop/alpha.py": "from shop.zeta import base\n\n\n" + function("start") * 5,
    "shop/middle.py": "from shop import alpha\n\n\n" + function("combine") * 5,
    "shop/zeta.py": function("base") * 5,
    "tests/test_alpha.py": "from shop.alpha import start\n\n\n" + function("test_start") * 5,
}


@pytest.fixture
def corpus(tmp_path):
    return read(str(repository(tmp_path / "shop", FILES)), cache=False)


def order_of(plan) -> list[str]:
    shown = [index for index in plan.order if plan.items[index].detail > Detail.NAME]
    return [plan.corpus.documents[index].id for index in shown]


def test_a_selection_is_in_dependency_order(corpus):
    paths = order_of(pack(corpus, budget=1600, cache=False))
    wanted = ["README.md", "shop/zeta.py", "shop/alpha.py", "shop/middle.py"]
    assert [path for path in wanted if path in paths] == paths[: len(wanted)]
    assert len(paths) >= 4


def test_everything_is_in_path_order(corpus):
    paths = order_of(pack(corpus, budget=None, cache=False))
    assert paths == list(FILES)


def test_everything_in_dependency_order_if_asked(corpus):
    paths = order_of(pack(corpus, budget=None, order="dependency", cache=False))
    assert (
        paths.index("shop/zeta.py") < paths.index("shop/alpha.py") < paths.index("shop/middle.py")
    )
    assert paths[-1] == "tests/test_alpha.py"


@pytest.mark.parametrize("budget", [1200, 1600, None])
def test_the_most_relevant_first_or_last(corpus, budget):
    asked = {"budget": budget, "query": "what does combine return", "cache": False}
    first = order_of(pack(corpus, order="relevant-first", **asked))
    last = order_of(pack(corpus, order="relevant-last", **asked))
    assert first[0] == "shop/middle.py" == last[-1]
    assert first == last[::-1]


@pytest.mark.parametrize("order", ORDERS)
@pytest.mark.parametrize("budget", [300, 450, 700, 1000, 1600, 2300, 4000, None])
@pytest.mark.parametrize("format_", ["md", "xml", "json"])
def test_any_order_is_counted_exactly(corpus, order, budget, format_):
    budget = budget * 2 if budget and format_ == "json" else budget
    plan = pack(corpus, budget=budget, order=order, format=format_, cache=False)
    assert counter("o200k_base").count(render(plan)) == plan.tokens <= (budget or plan.tokens)


@pytest.mark.parametrize("order", ORDERS)
def test_any_order_is_unpacked(corpus, order, tmp_path):
    bundle = tmp_path / "bundle.md"
    bundle.write_text(render(pack(corpus, budget=None, order=order, cache=False)))
    unpack(bundle, tmp_path / "out")
    for path, text in FILES.items():
        assert (tmp_path / "out" / path).read_text() == text


def test_an_unknown_order_is_named(corpus):
    with pytest.raises(UsageError, match="no order 'best'; there are nav, path, "):
        pack(corpus, order="best", cache=False)
