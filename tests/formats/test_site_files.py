"""The files of a site, read as files; a browser opens them in ``tests/jobs/test_site_browser``."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest
from sample_wiki import HOSTILE, page, sample

from ctxbuild.formats.site.files import single_file, site_files
from ctxbuild.markers import OWN_OUTPUT_MARKERS
from ctxbuild.model.wikis import Diagram, Wiki

VOID = {"meta", "link", "br", "wbr", "img", "input", "hr"}


class Reader(HTMLParser):
    """Collects elements, and finds those that are not closed where they should be."""

    def __init__(self, text):
        super().__init__(convert_charrefs=True)
        self.elements, self.open, self.text = [], [], ""
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.text += data

    def of(self, tag):
        return [attrs for name, attrs in self.elements if name == tag]


@pytest.fixture(scope="module")
def made():
    return {name: data.decode() for name, data in site_files(sample())}


def value(script):
    return json.loads(re.search(r"\] = (.*);\n\Z", script, re.S)[1])


def test_every_page_has_its_files(made):
    slugs = [page.slug for page in sample().pages]
    assert {f"{slug}{end}" for slug in slugs for end in (".html", ".md")} < set(made)
    assert {"index.html", "style.css", "script.js", "search-index.js", "llms.txt"} < set(made)
    assert {f"data/{slug}.js" for slug in slugs} < set(made)


def test_html_is_well_formed_and_holds_nothing_of_its_source(made):
    texts = [text for name, text in made.items() if name.endswith(".html")]
    for text in [*texts, single_file(sample()).decode()]:
        # What scripts hold is no element; they cannot end early.
        read = Reader(text)
        assert not read.open
        assert not read.of("img") + read.of("iframe")
        assert not [a for _, attrs in read.elements for a in attrs if a.startswith("on")]
        assert "style" not in {a for _, attrs in read.elements for a in attrs}
        ids = [attrs["id"] for _, attrs in read.elements if "id" in attrs]
        assert len(ids) == len(set(ids))


def test_every_link_leads_to_a_file_and_a_place_of_the_site(made):
    read = {name: Reader(text) for name, text in made.items() if name.endswith(".html")}
    ids = {n: {a["id"] for _, a in r.elements if "id" in a} for n, r in read.items()}
    for name, reader in read.items():
        for attrs in (*reader.of("a"), *reader.of("link"), *reader.of("script")):
            target = attrs.get("href") or attrs["src"]
            if target.startswith("https://example.org/"):
                continue
            file, _, anchor = target.partition("#")
            assert (file or name) in made, target
            assert not anchor or anchor in ids[file or name], target


def test_links_of_one_file_lead_within_it():
    read = Reader(single_file(sample()).decode())
    ids = {attrs["id"] for _, attrs in read.elements if "id" in attrs}
    targets = {a["href"] for a in read.of("a")}
    inner = {t[1:] for t in targets if not t.startswith("https://")}
    assert {"architecture", "architecture:cycles", "4-orders"} < inner <= ids
    assert not read.of("link")


def test_places_show_their_lines(made):
    data = value(made["data/overview.js"])
    paths = [row[:2] for row in data["cited"]]
    assert paths == [["shop/orders.py", 3], ["shop/prices.py", 7]]
    assert data["cited"][0][2].startswith('class Order:\n    """</script>"""')
    read = Reader(made["overview.html"])
    assert [b["data-cite"] for b in read.of("button") if "data-cite" in b] == ["0", "0", "1"]
    assert [(a["href"], a["data-cite"]) for a in read.of("a") if "data-cite" in a] == [
        ("https://example.org/blob/abc/shop/prices.py#L7", "1")
    ]


def test_long_places_say_what_they_leave_out(made):
    (row,) = value(made["data/names.js"])["cited"]
    assert row[2].count("\n") + 1 + row[3] == 300


def test_scripts_cannot_end_early(made):
    for name, text in made.items():
        if name.startswith("data/") or name == "search-index.js":
            assert "<" not in text


def test_raw_html_is_text_but_for_what_pages_fold(made):
    overview, names = Reader(made["overview.html"]), Reader(made["names.html"])
    assert len(overview.of("details")) == 3
    assert "<b>Not bold</b>" in overview.text
    assert not overview.of("b")
    assert not names.of("details")
    assert "<script>document.title=2</script>" in names.text
    assert len(names.of("script")) == 2
    assert "javascript:" not in str(names.of("a"))


def test_diagrams_are_drawn_in_their_order(made):
    text = made["overview.html"]
    assert text.count("<svg") == 2
    assert text.index("needs each other (flow)".replace("needs", "need")) < text.index("(class)")
    assert '<a href="4-orders.html"><g class="node linked">' in text
    assert "<svg" not in made["names.html"]


def test_the_last_line_of_a_page_is_the_sites_own(made):
    assert "nothing.md" not in made["overview.html"]
    assert "nothing.md" in made["overview.md"]


def test_pages_say_from_what_they_were_made(made):
    text = made["overview.html"]
    assert "0123abc4567890" in text
    assert '<meta name="robots" content="noindex">' in text
    assert "llms.txt" in text
    assert "- [Overview of shop](overview.md): A shop by the ounce." in made["llms.txt"]


def test_search_finds_sections_and_entries_once(made):
    rows = value(made["search-index.js"])["rows"]
    named = [(kind, name) for _, _, kind, name, _ in rows]
    assert named.count(("page", "Architecture")) == 1
    assert ("function", "parse_http_header") in named
    assert not [row for row in rows if row[2] == "heading" or row[3] == "lost"]
    anchors = [row[1] for row in rows if row[3] == "Cycles"]
    assert anchors == ["cycles", "cycles-1"]


def test_tokens_are_those_of_what_is_copied():
    files = dict(site_files(sample(), lambda text: len(text)))
    data = value(files["data/overview.js"].decode())
    assert f"{len(data['chat'] + data['markdown']):,} tokens" in files["overview.html"].decode()
    assert "700 tokens" in dict(site_files(sample()))["overview.html"].decode()


def test_files_are_known_as_ours(made):
    for name, text in made.items():
        if name != "llms.txt":
            assert text.encode().startswith(OWN_OUTPUT_MARKERS), name
    assert single_file(sample()).startswith(OWN_OUTPUT_MARKERS)


def test_large_wikis_show_the_branch_of_a_page():
    tops = [page(f"t{n}", str(n), f"Top {n}", "", "# T\n") for n in range(100)]
    below = [page(f"b{n}", f"3.{n}", f"Below {n}", "", "# B\n", parent="t3") for n in range(60)]
    files = dict(site_files(Wiki("w", "", (*tops, *below))))
    assert b">Below 7<" not in files["t4.html"]
    assert b">Below 7<" not in files["index.html"]
    assert b"Below 7</a>" in files["t3.html"]
    assert b"Below 7</a>" in files["b9.html"]


@pytest.mark.parametrize(
    "body", ["", "no heading", "<details>\n<summary>x</summary>\n\nopen", "> " * 300]
)
def test_any_body_is_shown(body):
    wiki = Wiki(HOSTILE, "", (page("a", "", "", "", body),))
    assert not Reader(dict(site_files(wiki))["a.html"].decode()).open
    assert single_file(wiki)


def test_empty_wikis_and_diagrams_are_shown():
    assert "index.html" in dict(site_files(Wiki("", "", ())))
    bare = page("a", "1", "A", "", "# A\n\n```mermaid\nflowchart TD\n```\n", (Diagram("", (), ()),))
    assert b"<svg" in dict(site_files(Wiki("w", "", (bare,))))["a.html"]


def test_a_page_called_index_is_the_first():
    wiki = replace(sample(), pages=(page("index", "1", "Own", "", "# Own\n"),))
    assert [name for name, _ in site_files(wiki)].count("index.html") == 1
