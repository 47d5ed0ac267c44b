"""Tables of contents of Jupyter Book, Sphinx and MyST."""

import pytest

from ctxbuild.readers.nav import ProjectFiles, ProjectNavigation, find_navigation

PAGES = ("intro.md", "use/a.md", "use/b.ipynb", "use/c.rst", "ref/x.md", "ref/y.md")


def _found(name: str, text: str, *pages: str) -> ProjectNavigation | None:
    texts = {f"docs/{page}": "# Page\n" for page in (*PAGES, *pages)}
    texts |= {f"docs/{name}": text, "docs/_config.yml": "title: Kilns of the world\n"}
    return find_navigation(ProjectFiles(texts, lambda path: texts[path]))


def _shape(found: ProjectNavigation | None) -> list[object]:
    assert found is not None

    def shown(items: tuple[object, ...]) -> list[object]:
        return [
            (i.title, i.page.removeprefix("docs/"), shown(i.children))
            if i.children
            else (i.title, i.page.removeprefix("docs/"))
            for i in items
        ]

    return shown(found.items)


def test_a_book_has_parts_with_chapters_and_sections() -> None:
    found = _found(
        "_toc.yml",
        """\
format: jb-book
root: intro
parts:
  - caption: Use
    chapters:
      - file: use/a
        sections:
          - file: use/b
            title: Second
      - file: gone
      - url: https://example.org/
  - caption: Empty
    chapters: []
  - chapters:
      - glob: ref/*
""",
    )

    assert found is not None
    assert (found.origin, found.root, found.title) == ("_toc.yml", "docs", "Kilns of the world")
    assert _shape(found) == [
        ("", "intro.md"),
        ("Use", "", [("", "use/a.md", [("Second", "use/b.ipynb")])]),
        ("", "ref/x.md"),
        ("", "ref/y.md"),
    ]


def test_an_article_and_sphinx_name_their_entries_otherwise() -> None:
    article = "format: jb-article\nroot: intro\nsections:\n  - file: use/c.rst\n"
    sphinx = "root: intro\nsubtrees:\n  - caption: R\n    entries:\n      - file: ref/x\n"

    assert _shape(_found("_toc.yml", article)) == [("", "intro.md"), ("", "use/c.rst")]
    assert _shape(_found("_toc.yml", sphinx)) == [("", "intro.md"), ("R", "", [("", "ref/x.md")])]


def test_myst_lists_files_titles_and_children() -> None:
    found = _found(
        "myst.yml",
        """\
version: 1
project:
  title: Kilns
  description: All about kilns.
  toc:
    - file: intro.md
    - title: Use
      children:
        - file: use/a.md
        - pattern: "ref/*.md"
""",
    )

    assert found is not None
    assert (found.title, found.summary) == ("Kilns", "All about kilns.")
    use = [("", "use/a.md"), ("", "ref/x.md"), ("", "ref/y.md")]
    assert _shape(found) == [("", "intro.md"), ("Use", "", use)]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "root: [1]\nparts: 3\n",
        "parts: [{chapters: [{file: ../../../etc/passwd}, 5, null]}]\n",
        "a: &a\n  chapters: [*a]\nchapters: [*a]\n",
        "chapters: " + "[{file: intro, sections: " * 60 + "[]" + "}]" * 60 + "\n",
    ],
)
def test_odd_tables_lead_nowhere_or_end(text: str) -> None:
    found = _found("_toc.yml", text)

    assert found is None or all(item.page in ("", "docs/intro.md") for item in found.items)
