"""Navigations as seven generators write them down, read from files alone."""

from __future__ import annotations

import pytest

from ctxbuild.model import NavItem, UsageError
from ctxbuild.readers.nav import ProjectFiles, as_built, find_navigation, read_navigation
from ctxbuild.readers.nav.script_literal import exported_literal
from ctxbuild.readers.nav.yaml_text import yaml_value


def of(files):
    return ProjectFiles(files, files.__getitem__)


def shape(items):
    return [
        (i.title, i.page, shape(i.children)) if i.children else (i.title, i.page) for i in items
    ]


def test_mkdocs_sections_pages_and_indexes():
    files = of(
        {
            "mkdocs.yml": "site_name: Kiln\nsite_url: !ENV [URL, 'https://kiln.example/']\n"
            "markdown_extensions:\n  - x: {f: !!python/name:a.b }\n"
            "nav:\n  - Home: index.md\n  - Guide:\n    - guide/index.md\n"
            "    - Fire: guide/fire.md\n"
            "  - Elsewhere: https://example.org\n  - lost.md\n",
            "docs/index.md": "",
            "docs/guide/index.md": "",
            "docs/guide/fire.md": "",
        }
    )
    found = find_navigation(files)
    assert (found.title, found.url, found.root) == ("Kiln", "https://kiln.example/", "docs")
    guide = ("Guide", "docs/guide/index.md", [("Fire", "docs/guide/fire.md")])
    assert shape(found.items) == [("Home", "docs/index.md"), guide]


def test_mkdocs_without_nav_takes_directories_as_their_files_order_them():
    files = of(
        {
            "mkdocs.yml": "site_name: K\n",
            "docs/index.md": "",
            "docs/b/.nav.yml": "title: Bees\nnav:\n  - z.md\n  - First: a.md\n",
            "docs/b/a.md": "",
            "docs/b/z.md": "",
        }
    )
    inner = [("", "docs/b/z.md"), ("First", "docs/b/a.md")]
    assert shape(find_navigation(files).items) == [("", "docs/index.md"), ("Bees", "", inner)]


def test_zensical():
    files = of(
        {
            "zensical.toml": '[project]\nsite_name = "K"\nnav = [{"Home" = "index.md"}]\n',
            "docs/index.md": "",
        }
    )
    assert shape(find_navigation(files).items) == [("Home", "docs/index.md")]


def test_quarto_books_and_websites():
    book = of(
        {
            "_quarto.yml": "book:\n  title: T\n  chapters:\n    - index.qmd\n"
            "    - part: One\n      chapters: [a.qmd]\n",
            "index.qmd": "",
            "a.qmd": "",
        }
    )
    assert shape(find_navigation(book).items) == [("", "index.qmd"), ("One", "", [("", "a.qmd")])]
    site = of(
        {
            "_quarto.yml": "website:\n  title: T\n  sidebar:\n    contents:\n"
            "      - section: Use\n        contents:\n          - text: A\n"
            "            href: a.qmd\n",
            "a.qmd": "",
        }
    )
    assert shape(find_navigation(site).items) == [("Use", "", [("A", "a.qmd")])]


def test_docusaurus_scripts_are_read_and_not_run():
    files = of(
        {
            "website/sidebars.js": "// order\nconst bars = {docs: ['intro', {type: 'category',"
            " label: 'Use', link: {type: 'doc', id: 'use/index'}, items: [{type:'doc', id:'use/b',"
            " label: `Bee`}],},], };\nmodule.exports = bars;",
            "website/docs/01-intro.md": "",
            "website/docs/use/index.md": "",
            "website/docs/use/b.mdx": "",
            "website/docusaurus.config.js": "export default {title: 'Kiln', url: 'https://k.example'}",
        }
    )
    found = find_navigation(files)
    use = ("Use", "website/docs/use/index.md", [("Bee", "website/docs/use/b.mdx")])
    assert shape(found.items) == [("", "website/docs/01-intro.md"), use]
    assert (found.title, found.url) == ("Kiln", "https://k.example/")


@pytest.mark.parametrize("script", ["module.exports = require('x')", "export default {a: f()}", ""])
def test_scripts_that_compute_are_refused(script):
    assert exported_literal(script) is None
    files = of({"sidebars.js": script, "docs/a.md": ""})
    with pytest.raises(UsageError, match="without running it"):
        read_navigation("sidebars.js", files)


def test_mdbook_parts_and_nested_chapters():
    files = of(
        {
            "book.toml": '[book]\ntitle = "Kiln"\n',
            "src/SUMMARY.md": "# Summary\n\n[Preface](pre.md)\n\n# Part One\n\n- [A](a.md)\n"
            "    - [B](b.md)\n- [Draft]()\n---\n",
            "src/pre.md": "",
            "src/a.md": "",
            "src/b.md": "",
        }
    )
    found = find_navigation(files)
    part = ("Part One", "", [("A", "src/a.md", [("B", "src/b.md")]), ("Draft", "")])
    assert shape(found.items) == [("Preface", "src/pre.md"), part]


def test_sphinx_follows_tables_of_contents_in_both_languages():
    files = of(
        {
            "docs/conf.py": "project = 'Kiln'\n",
            "docs/index.rst": "Kiln\n====\n\n.. toctree::\n   :caption: Use\n\n   start\n   "
            "Fire it <fire>\n\n.. toctree::\n   :glob:\n\n   api/*\n   self\n",
            "docs/start.md": "# Start\n\n```{toctree}\n---\nmaxdepth: 1\n---\ndeep\n```\n",
            "docs/deep.md": "",
            "docs/fire.rst": ".. toctree::\n\n   index\n",
            "docs/api/b.rst": "",
            "docs/api/a.rst": "",
        }
    )
    start = ("", "docs/start.md", [("", "docs/deep.md")])
    assert shape(find_navigation(files).items) == [
        ("", "docs/index.rst"),
        ("Use", "", [start, ("Fire it", "docs/fire.rst")]),
        ("", "docs/api/a.rst"),
        ("", "docs/api/b.rst"),
    ]


def test_the_navigation_of_sources_becomes_that_of_what_was_built():
    files = of({"mkdocs.yml": "nav: [index.md, a/b.md]", "docs/index.md": "", "docs/a/b.md": ""})
    found = find_navigation(files)
    built = as_built(found, ["index.md", "a/b/index.md", "other.md"])
    assert shape(built.items) == [("", "index.md"), ("", "a/b/index.md")]
    assert as_built(found, ["else.md"]) is None


def test_yaml_that_multiplies_itself_is_refused():
    lines = ["a0: &a0 [x, x]"]
    lines += [f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}, *a{n - 1}]" for n in range(1, 30)]
    assert yaml_value("\n".join(lines)) is None
    assert yaml_value("a: [") is None
    assert yaml_value("a: " + "[" * 5000) is None


def test_a_file_that_is_no_navigation_is_refused_with_those_that_are():
    with pytest.raises(UsageError, match=r"mkdocs\.yml"):
        read_navigation("setup.py", of({"setup.py": ""}))
    assert NavItem("a").children == ()
