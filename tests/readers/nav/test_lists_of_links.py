"""GitBook, Docsify and Antora: lists of links in files of their own."""

from __future__ import annotations

from project_nav import found_in, pages, shape


def test_gitbook_names_its_summary():
    files = {
        ".gitbook.yaml": "root: ./book/\nstructure:\n  readme: README.md\n  summary: toc.md\n",
        "book/toc.md": "# Table of contents\n\n* [Kiln](README.md)\n\n## Use <a href='#u'></a>\n\n"
        '* [Fire](fire.md "Fire it")\n  * [Clay](clay.md#top)\n* [Far](https://x.example)\n',
        **pages("book/README.md", "book/fire.md", "book/clay.md"),
    }
    found = found_in(files)
    assert (found.origin, found.root) == (".gitbook.yaml", "book")
    fire = ("Fire", "book/fire.md", [("Clay", "book/clay.md")])
    assert shape(found.items)[0] == ("Kiln", "book/README.md")
    assert shape(found.items)[1][2][0] == fire
    assert found.unpublished == {"book/toc.md"}
    assert found_in({".gitbook.yaml": "root: ../..\n", "SUMMARY.txt": ""}) is None


def test_docsify_leads_from_its_directory():
    files = {
        "docs/_sidebar.md": "<!-- docs/_sidebar.md -->\n\n- Start\n\n  - [Home](/)\n"
        "  - [Quick](/quick.md ':target=_self')\n- [Guide](guide/)\n  * [**Deep**](guide/deep)\n",
        **pages("docs/README.md", "docs/quick.md", "docs/guide/README.md", "docs/guide/deep.md"),
    }
    assert shape(found_in(files).items) == [
        ("Start", "", [("Home", "docs/README.md"), ("Quick", "docs/quick.md")]),
        ("Guide", "docs/guide/README.md", [("Deep", "docs/guide/deep.md")]),
    ]
    files = {"_sidebar.md": "* [Home](/)\n* [A](a.md)\n", **pages("README.md", "a.md")}
    assert shape(found_in(files).items) == [("Home", "README.md"), ("A", "a.md")]


def test_antora_follows_references_titles_and_includes():
    files = {
        "docs/antora.yml": "name: kiln\ntitle: Kiln\nnav:\n- modules/ROOT/nav.adoc\n"
        "- modules/api/nav.adoc\n- modules/none/nav.adoc\n",
        "docs/modules/ROOT/nav.adoc": "* xref:index.adoc[]\n** xref:use.adoc#top[Use *it*]\n"
        "* Words\n** xref:api:all.adoc[All]\n* xref:other:ROOT:far.adoc[Far]\n"
        "* xref:../../../secret.adoc[Secret]\n* https://x.example[Far]\n",
        "docs/modules/api/nav.adoc": ".Api\n* xref:all.adoc[All {version}]\n"
        "include::partial$more.adoc[]\ninclude::nav.adoc[]\n",
        "docs/modules/api/partials/more.adoc": "* xref:kiln:api:more.adoc[More]\n",
        **pages("docs/modules/ROOT/pages/index.adoc", "docs/modules/ROOT/pages/use.adoc"),
        **pages("docs/modules/api/pages/all.adoc", "docs/modules/api/pages/more.adoc"),
        **pages("docs/secret.adoc"),
    }
    found = found_in(files)
    assert (found.root, found.title) == ("docs/modules", "Kiln")
    home, api = "docs/modules/ROOT/pages", "docs/modules/api/pages"
    top = shape(found.items)
    assert top[0] == ("", f"{home}/index.adoc", [("Use it", f"{home}/use.adoc")])
    assert top[1] == ("Words", "", [("All", f"{api}/all.adoc")])
    assert top[2][0] == "Api"
    assert top[2][2][:2] == [("All", f"{api}/all.adoc"), ("More", f"{api}/more.adoc")]
    assert len(top) < 110
    lists = {"ROOT/nav.adoc", "api/nav.adoc", "api/partials/more.adoc"}
    assert found.unpublished == {f"docs/modules/{each}" for each in lists}


def test_what_lists_the_pages_of_a_book_is_no_page():
    files = {"src/SUMMARY.md": "- [A](a.md)\n", **pages("src/a.md")}
    assert found_in({**files, "book.toml": ""}).unpublished == {"src/SUMMARY.md"}
    assert found_in(files).unpublished == {"src/SUMMARY.md"}


def test_lists_that_go_very_deep_end():
    lines = "".join("  " * n + "* [A](a.md)\n" for n in range(3_000))
    found = found_in({"_sidebar.md": lines, "a.md": ""})
    assert found.items[0].page == "a.md"
