"""Pages of a repository that are written elsewhere lead to one another, and to nothing else."""

import json
from pathlib import Path

import pytest

from ctxbuild.cli.main import _status

PAGES = {
    "README.md": "# Kiln\n\nBurns clay. See [licence](LICENSE), [use](docs/use/index.md).\n",
    "LICENSE": "free\n",
    "docs/_index.md": "# All\n\nEverything about kilns and what they are fed with.\n",
    "docs/start.md": "# Start\n\nLight it. [All](_index.md#top)\n\n## Cold air\n\nShut.\n",
    "docs/use/index.md": "# Use\n\nHow kilns are used by people who burn pots.\n",
    "docs/02-glaze.md": "# Glaze\n\nGlazes are molten glass that covers burnt clay.\n",
    "docs/de/start.md": "# Anfang\n\nMit trockenem Holz wird der Ofen angefacht.\n",
}


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def _written(root: Path, line: str, *flags: str) -> str:
    """Return how a line of one page reads where the pages are written elsewhere."""
    for name, text in {**PAGES, "docs/use/fire.md": f"# Fire\n\nFire is hot. {line}\n"}.items():
        path = root / "kiln" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    out = root / "out"
    result = ["--result", str(root / "result.json")]
    assert _status(["llms", "-q", str(root / "kiln"), "-o", str(out), *result, *flags]) == 0
    assert json.loads((root / "result.json").read_text())["broken_links"] == 0
    against = ["--ignore", "TEXT", "--against", str(root / "kiln"), *flags]
    assert _status(["check", "--fail-on", "note", str(out / "llms.txt"), *against]) == 0
    return (out / "docs/use/fire.md").read_text().split("Fire is hot. ")[1].rstrip("\n")


@pytest.mark.parametrize(
    ("link", "as_written"),
    [
        ("[s](../start.md)", "[s](../start.md)"),
        ("[s](../start.md#cold-air)", "[s](../start.md#cold-air)"),
        ("[s](../start.md#Cold_Air)", "[s](../start.md#cold-air)"),
        ("[s](../start.md#user-content-cold-air)", "[s](../start.md#cold-air)"),
        ("[s](../start.md#gone)", "[s](../start.md)"),
        ("[s](../start)", "[s](../start.md)"),
        ("[s](../start.html#cold-air)", "[s](../start.md#cold-air)"),
        ("[s](/start/)", "[s](../start.md)"),
        ("[s](/docs/start)", "[s](../start.md)"),
        ("[s](/kiln/docs/start)", "[s](../start.md)"),
        ("[s](/start/de)", "s"),
        ("[s](/de/start)", "[s](../de/start.md)"),
        ("[g](/glaze)", "[g](../02-glaze.md)"),
        ("[g](../../glaze/)", "[g](../02-glaze.md)"),
        ("[u](./)", "[u](index.md)"),
        ("[a](/)", "[a](../_index.md)"),
        ("[f](#fire) [f](#ash)", "[f](#fire) f"),
        ("[l](../../LICENSE) *[l][r]*\n\n[r]: ../../kiln.py", "l *l*\n\n[r]: ../../kiln.py"),
        ('[s]({{< relref "start.md#cold-air" >}})', "[s](../start.md#cold-air)"),
        ("[g]({{% ref glaze %}}) `[g]({{% ref x %}})`", "[g](../02-glaze.md) `[g]({{% ref x %}})`"),
        ('[l]({{< ref "/gone" >}}) {{< ref "start.md" >}}', 'l {{< ref "start.md" >}}'),
        ('<a class="b" href="../../LICENSE">l</a>', '<a class="b">l</a>'),
        (
            "[w](https://example.org/x) <me@example.org>",
            "[w](https://example.org/x) <me@example.org>",
        ),
        ("`[l](LICENSE)` [out](../../../../etc/passwd)", "`[l](LICENSE)` out"),
    ],
)
def test_a_link_leads_to_a_page_that_is_written_or_becomes_text(
    tmp_path: Path, link: str, as_written: str
) -> None:
    assert _written(tmp_path, link) == as_written


@pytest.mark.parametrize("base", [".", "https://docs.kiln.example/"])
def test_pages_are_written_wherever_they_will_be(tmp_path: Path, base: str) -> None:
    assert _written(tmp_path, "[l](../../LICENSE)", "--base-url", base) == "l"


@pytest.mark.parametrize(
    ("base", "address"),
    [(".", "docs/start.md"), ("https://k.example/", "https://k.example/docs/start.md")],
)
def test_links_of_the_full_text_begin_where_that_is(
    tmp_path: Path, base: str, address: str
) -> None:
    _written(tmp_path, "[s](../start.md#cold-air) [f](#fire)", "--base-url", base)

    full = (tmp_path / "out/llms-full.txt").read_text()
    assert f"Fire is hot. [s]({address}#cold-air) [f](#fire)" in full


def test_what_became_text_is_said(tmp_path: Path) -> None:
    _written(tmp_path, "[l](../../LICENSE)")

    said = "2 links to what is not written became plain text, first by name: ../../LICENSE"
    assert said in json.loads((tmp_path / "result.json").read_text())["warnings"]


def test_where_addresses_are_those_of_the_raw_files_none_is_written_again(tmp_path: Path) -> None:
    root = tmp_path / "kiln"
    (root / "docs").mkdir(parents=True)
    for name in ("README.md", "docs/a.md", "docs/b.md", "docs/c.md"):
        (root / name).write_text(f"# {name}\n\nBurns clay. See [licence](LICENSE).\n")
    raw = "https://git.example/kiln/kiln/-/raw/main/"

    assert _status(["llms", "-q", str(root), "-o", str(tmp_path / "out"), "--base-url", raw]) == 0
    assert not list((tmp_path / "out").rglob("*.md"))
    assert f"]({raw}docs/a.md)" in (tmp_path / "out" / "llms.txt").read_text()
