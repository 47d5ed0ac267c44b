"""Built sites become corpora: order, copies, variants, links, what is left out and why."""

from __future__ import annotations

import io
import os
import tarfile
import zipfile

import pytest
import sites

from ctxbuild.cache import Cache
from ctxbuild.model import CtxbuildError, Detail, UsageError
from ctxbuild.readers.content import TextStore
from ctxbuild.readers.site import SiteOptions, is_site, open_site, read_pages


def read(location, **options):
    asked = SiteOptions(str(location), **options)
    pages = open_site(asked.location, asked.max_file_bytes)
    return read_pages(pages, asked, Cache.disabled(), TextStore())


def order(corpus):
    pages = [document for document in corpus.documents if document.page is not None]
    return [each.id for each in sorted(pages, key=lambda each: each.page.place)]


def text(corpus, name):
    return next(each for each in corpus.documents if each.id == name).text()


def reasons(corpus):
    return {each.id: each.reason for each in corpus.skipped}


def test_sphinx_order_is_that_of_the_tables_of_contents(tmp_path):
    corpus = read(sites.written(tmp_path, sites.sphinx()))
    expected = ["index.md", "zeta.md", "guide/index.md", "guide/second.md", "guide/first.md"]
    assert order(corpus) == [*expected, "api.md"]


def test_pages_know_titles_and_what_is_above_them(tmp_path):
    corpus = read(sites.written(tmp_path, sites.sphinx()))
    first = next(each for each in corpus.documents if each.id == "guide/first.md")
    assert first.page.title == "The First"
    assert first.page.breadcrumbs == ("guide/index",)
    assert (first.kind, first.language, first.role) == ("prose", "markdown", "docs")
    assert [each.role for each in corpus.documents if each.id == "index.md"] == ["readme"]


def test_links_lead_to_markdown_and_to_the_heading_that_a_place_is_under(tmp_path):
    corpus = read(sites.written(tmp_path, sites.sphinx()))
    assert "[z](../zeta.md#a-part)" in text(corpus, "guide/first.md")
    assert "site.invalid" not in "".join(each.text() for each in corpus.documents)
    first = next(each for each in corpus.documents if each.id == "guide/first.md")
    assert first.page.links == ("zeta.md",)


def test_a_site_built_for_a_directory_of_its_host_is_found_by_its_own_links(tmp_path):
    addresses = ("/kiln/", "/kiln/guide/b/", "/kiln/guide/a/")
    around = f"<nav>{''.join(f'<a href={each}>{each}</a>' for each in addresses)}</nav>"
    links = (
        '<a href="/kiln/guide/b/#part">b</a> <a href="/else/">else</a> <a href="/kiln/x.zip">x</a>'
    )
    for name in ("", "guide/a/", "guide/b/"):
        page = tmp_path / name / "index.html"
        page.parent.mkdir(parents=True, exist_ok=True)
        body = f"<main><h1>Page {name}</h1><p>Of {name} {links}</p><h2 id=part>Part</h2></main>"
        page.write_text(f"<html><body>{around}{body}</body></html>")
    corpus = read(tmp_path, url="https://a.example/kiln/")
    assert order(corpus) == ["index.md", "guide/b/index.md", "guide/a/index.md"]
    made = text(corpus, "guide/a/index.md")
    assert "[b](../b/index.md#part)" in made
    assert "(https://a.example/else/)" in made
    assert "(https://a.example/kiln/x.zip)" in made


def test_links_to_what_a_site_lacks_do_not_move_it(tmp_path):
    for name in ("index.html", "a.html"):
        body = (
            '<a href="/a.html">a</a> <a href="/other/a.html">theirs</a> <a href="/index.html">i</a>'
        )
        (tmp_path / name).write_text(f"<body><main><h1>{name}</h1><p>{body}</p></main></body>")
    made = text(read(tmp_path, url="https://a.example/"), "a.md")
    assert "[theirs](https://a.example/other/a.html)" in made


def test_service_pages_are_names_with_a_reason(tmp_path):
    found = read(sites.written(tmp_path, sites.sphinx()))
    named = {each.id: (each.reduced, each.ceiling) for each in found.documents if each.reduced}
    assert named == {
        "genindex.md": ("index", Detail.NAME),
        "search.md": ("search page", Detail.NAME),
        "_modules/kiln.md": ("listing of source", Detail.NAME),
    }
    everything = read(tmp_path, everything=True)
    assert "Source code for kiln" in text(everything, "_modules/kiln.md")


def test_listings_and_indexes_of_haddock_are_names(tmp_path):
    style = '<script src="{}"></script></head><body>'
    page = "<html><head>" + style + "<h1>Kiln</h1><p>It burns clay.</p></body></html>"
    files = dict.fromkeys(("Kiln.html", "doc-index-K.html"), page.format("haddock-bundle.min.js"))
    files["src/Kiln.html"] = page.format("highlight.js")
    found = read(sites.written(tmp_path, files))
    named = {each.id: each.reduced for each in found.documents if each.reduced}
    assert named == {"doc-index-K.md": "index", "src/Kiln.md": "listing of source"}


def test_a_symbol_of_the_inventory_on_no_page_is_noted(tmp_path):
    lines = ("kiln.fire py:function 1 api.html#$ -", "a b std:label -1 lost/page.html#$ A B")
    corpus = read(sites.written(tmp_path, sites.sphinx(inventory=lines)))
    assert any("lost/page.html" in note and "1 entries" in note for note in corpus.notes)
    assert not any("api.html" in note for note in corpus.notes)


def test_material_order_is_that_of_the_sidebar(tmp_path):
    corpus = read(sites.written(tmp_path, sites.material()))
    expected = ["index.md", "zoo/index.md", "deep/low/index.md", "apple/index.md"]
    assert order(corpus) == expected
    assert corpus.notes == ()


def test_a_search_index_orders_what_the_navigation_lacks(tmp_path):
    files = sites.material(("index",))
    files |= {f"{name}/index.html": sites.page(name) for name in ("b", "a", "c")}
    docs = ", ".join(f'{{"location": "{name}"}}' for name in ("", "c/", "a/", "a/#x", "b/"))
    files["search/search_index.json"] = f'{{"docs": [{docs}]}}'
    corpus = read(sites.written(tmp_path, files))
    assert order(corpus) == ["index.md", "c/index.md", "a/index.md", "b/index.md"]


def test_a_book_printed_whole_is_a_name_and_its_first_chapter_no_copy(tmp_path):
    corpus = read(sites.written(tmp_path, sites.mdbook()))
    assert order(corpus) == ["index.md", "b.md", "a.md"]
    assert reasons(corpus) == {"start.html": "the same text as index.html"}
    assert [d.id for d in corpus.documents if d.reduced] == ["print.md"]


def test_next_links_give_the_order_where_nothing_else_does(tmp_path):
    corpus = read(sites.written(tmp_path, sites.docbook()))
    assert order(corpus) == ["index.md", "pr01.md", "ch02.md", "ch01.md"]


def test_a_sitemap_orders_pages_below_the_url_that_pages_name(tmp_path):
    def own(name):
        address = f"https://kiln.example/docs/{name}.html"
        return sites.page(name, "", f'<link rel="canonical" href="{address}">')

    files = {f"{name}.html": own(name) for name in ("index", "a", "b")}
    places = "".join(
        f"<url><loc>https://kiln.example/docs/{name}.html</loc></url>" for name in ("b", "a")
    )
    files["sitemap.xml"] = f"<urlset>{places}</urlset>"
    corpus = read(sites.written(tmp_path, files))
    assert order(corpus) == ["index.md", "b.md", "a.md"]
    urls = [each.page.url for each in corpus.documents]
    assert urls[0] == "https://kiln.example/docs/a.html"


def test_redirects_and_canonical_pages_are_other_names(tmp_path):
    files = {
        "index.html": sites.page("Kiln", '<p><a href="old.html">o</a> <a href="twice.html">t</a>'),
        "new.html": sites.page("New"),
        "old.html": '<meta http-equiv="refresh" content="0; url=new.html">',
        "twice.html": sites.page("Again", "", '<link rel="canonical" href="new.html">'),
    }
    corpus = read(sites.written(tmp_path, files))
    assert reasons(corpus) == {
        "old.html": "redirect to new.html",
        "twice.html": "its canonical page is new.html",
    }
    assert "[o](new.md) [t](new.md)" in text(corpus, "index.md")


def test_a_template_that_names_one_canonical_page_deletes_no_site(tmp_path):
    head = '<link rel="canonical" href="index.html">'
    files = {f"p{number}.html": sites.page(f"Page {number}", "", head) for number in range(20)}
    corpus = read(sites.written(tmp_path, {"index.html": sites.page("Kiln"), **files}))
    assert len(corpus.documents) == 21


def versions(*names):
    return {
        f"{name}/{page}.html": sites.page(f"{page} of {name}")
        for name in names
        for page in ("index", "use", "api")
    }


@pytest.mark.parametrize(
    ("names", "kept"),
    [
        (("1.9", "1.10", "1.2"), "1.10"),
        (("latest", "2.0", "1.0"), "2.0"),
        (("stable", "3.0", "main"), "stable"),
        (("2.0rc1", "1.9"), "1.9"),
        (("dev", "latest"), "latest"),
    ],
)
def test_of_several_versions_the_current_one_is_read(tmp_path, names, kept):
    corpus = read(sites.written(tmp_path, versions(*names)))
    assert {each.id.split("/")[0] for each in corpus.documents} == {kept}
    assert len(corpus.skipped) == 3 * (len(names) - 1)


def test_versions_are_read_when_asked_for(tmp_path):
    sites.written(tmp_path, versions("1.0", "2.0"))
    assert len(read(tmp_path, version="all").documents) == 6
    assert {each.id[:3] for each in read(tmp_path, version="1.0").documents} == {"1.0"}
    with pytest.raises(UsageError, match="--versions 7"):
        read(tmp_path, version="7")


def test_directories_that_look_like_versions_but_hold_chapters_stay(tmp_path):
    files = {f"{n}/c{n}{part}.html": sites.page(f"{n}.{part}") for n in (1, 2) for part in (1, 2)}
    assert len(read(sites.written(tmp_path, files)).documents) == 4


def test_translations_beside_the_default_are_left_out(tmp_path):
    names = ("index", "use", "api")
    files = {f"{name}.html": sites.page(name) for name in names}
    files |= {f"fr/{name}.html": sites.page(f"{name} fr") for name in names}
    files |= {f"it/{name}.html": sites.page(f"{name} it") for name in ("only", "here")}
    sites.written(tmp_path, files)
    kept = {each.id for each in read(tmp_path).documents}
    assert kept == {"index.md", "use.md", "api.md", "it/only.md", "it/here.md"}
    assert len(read(tmp_path, language="all").documents) == 8
    assert "fr/use.md" in {each.id for each in read(tmp_path, language="fr").documents}


def test_translations_told_by_endings_are_left_out(tmp_path):
    files = {f"{n}.html.{code}": sites.page(f"{n} {code}") for n in "ab" for code in ("en", "de")}
    corpus = read(sites.written(tmp_path, files))
    assert set(reasons(corpus).values()) == {"another language: de"}
    assert len(corpus.documents) == 2


def test_names_are_safe_on_disks_that_do_not_tell_capitals_apart(tmp_path):
    names = ("index", "Widget", "widget", "con", "Dir/a", "dir/b")
    files = {f"{name}.html": sites.page(f"On {name} {n}") for n, name in enumerate(names)}
    ids = [each.id for each in read(sites.written(tmp_path, files)).documents]
    assert len({each.casefold() for each in ids}) == 6
    assert "con.md" not in ids
    assert len({each.split("/")[0].casefold() for each in ids if "/" in each}) == 2


def test_what_cannot_be_read_is_skipped_with_the_reason(tmp_path):
    files = {
        "index.html": sites.page("Kiln"),
        "paper.html": b"%PDF-1.7\n%\xe2\xe3",
        "app.html": "<body><div id=root></div><script src=app.js></script>",
        "big.html": sites.page("Big") + " " * 70_000,
    }
    sites.written(tmp_path, files)
    os.mkfifo(tmp_path / "pipe.html")
    (tmp_path / "out.html").symlink_to("/etc/hostname")
    found = reasons(read(tmp_path, max_file_bytes=65_536))
    assert found["paper.html"] == "not HTML but a PDF file"
    assert found["app.html"] == "no text without running its scripts"
    assert found["big.html"].startswith("larger than")
    assert found["pipe.html"] == "FIFO"
    assert found["out.html"].startswith("symlink")


def test_a_link_on_disk_to_a_page_is_another_name_of_it(tmp_path):
    pages = {"tool.html": sites.page("Tool"), "a.html": sites.page("A", '<a href="index.html">i')}
    sites.written(tmp_path, pages)
    (tmp_path / "index.html").symlink_to("tool.html")
    corpus = read(tmp_path)
    assert order(corpus) == ["tool.md", "a.md"]
    assert "[i](tool.md)" in text(corpus, "a.md")


@pytest.mark.parametrize(
    ("data", "shown"),
    [
        ("<meta charset=windows-1251><p>Привет, мир и все".encode("cp1251"), "Привет"),
        ("<meta charset=iso-8859-1><p>“quoted” words here".encode("cp1252"), "“quoted”"),
        ("<p>naïve café and some words".encode("utf-16"), "naïve café"),
        ("<meta charset=ascii><p>UTF-8 all the same: déjà vu".encode(), "déjà vu"),
        (b"<meta charset=nonsense><p>broken \xff byte in some text", "broken"),
    ],
)
def test_charsets(tmp_path, data, shown):
    (tmp_path / "index.html").write_bytes(data)
    assert shown in text(read(tmp_path), "index.md")


def test_secrets_in_pages_are_redacted_and_conversion_is_declared(tmp_path):
    key = "ghp_" + "a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8"
    sites.written(tmp_path, {"index.html": sites.page("Kiln", f"<pre>{key}</pre>")})
    found = read(tmp_path).documents[0]
    assert key not in found.text()
    assert [each.name for each in found.transforms] == ["converted", "redacted"]


def test_texts_are_the_same_when_memory_is_short(tmp_path):
    sites.written(tmp_path, sites.sphinx())
    asked = SiteOptions(str(tmp_path))
    store = TextStore(limit_bytes=0, recent_bytes=0)
    short = read_pages(open_site(str(tmp_path), 1 << 20), asked, Cache.disabled(), store)
    whole = read(tmp_path)
    assert [d.text() for d in short.documents] == [d.text() for d in whole.documents]


def test_what_is_remembered_changes_nothing(tmp_path):
    root = sites.written(tmp_path / "site", sites.sphinx())
    asked = SiteOptions(str(root))

    def once():
        with Cache.open(tmp_path / "cache") as cache:
            return read_pages(open_site(str(root), 1 << 20), asked, cache, TextStore())

    first, second = once(), once()
    assert [(d, d.text()) for d in first.documents if not d.content] == [
        (d, d.text()) for d in second.documents if not d.content
    ]
    assert [d.text() for d in first.documents] == [d.text() for d in second.documents]
    assert [d.page for d in first.documents] == [d.page for d in second.documents]
    assert first.sources == second.sources


def zipped(path, files):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return path


def test_archives_are_read_like_directories(tmp_path):
    files = sites.sphinx()
    inside = {f"kiln-3/html/{name}": data for name, data in files.items()}
    from_zip = read(zipped(tmp_path / "kiln.zip", inside))
    with tarfile.open(tmp_path / "kiln.tar.gz", "w:gz") as archive:
        for name, data in inside.items():
            raw = data if isinstance(data, bytes) else data.encode()
            info = tarfile.TarInfo(name)
            info.size = len(raw)
            archive.addfile(info, io.BytesIO(raw))
    from_tar = read(tmp_path / "kiln.tar.gz")
    plain = read(sites.written(tmp_path / "plain", files))
    expected = [each.text() for each in plain.documents]
    assert [each.text() for each in from_zip.documents] == expected
    assert [each.text() for each in from_tar.documents] == expected
    assert order(from_zip) == order(plain) == order(from_tar)


def test_members_that_climb_or_explode_are_skipped(tmp_path):
    bomb = "<p>" + "a " * 4_000_000
    path = zipped(
        tmp_path / "bad.zip",
        {
            "index.html": sites.page("Kiln"),
            "../../up.html": sites.page("Up"),
            "/etc/abs.html": sites.page("Abs"),
            "bomb.html": bomb,
        },
    )
    with tarfile.open(tmp_path / "bad.tar", "w") as archive:
        link = tarfile.TarInfo("link.html")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        archive.addfile(link)
    corpus = read(path)
    assert [each.id for each in corpus.documents] == ["index.md"]
    assert reasons(corpus)["../../up.html"] == "its path leads out of the archive"
    assert reasons(corpus)["/etc/abs.html"] == "its path leads out of the archive"
    assert "times its size" in reasons(corpus)["bomb.html"]
    assert reasons(read(tmp_path / "bad.tar")) == {"link.html": "a link or a special file"}


def test_a_broken_archive_is_one_line(tmp_path):
    (tmp_path / "bad.zip").write_bytes(b"PK\x03\x04 not really")
    with pytest.raises(CtxbuildError, match=r"bad\.zip: cannot be read as an archive"):
        read(tmp_path / "bad.zip")


def test_sites_are_told_from_repositories(tmp_path):
    site = sites.written(tmp_path / "site", sites.sphinx())
    mixed = sites.written(tmp_path / "repo", {"index.html": "x", "app.py": "x = 1", "a.py": ""})
    packaged = sites.written(tmp_path / "package", {"index.html": "x", "package.json": "{}"})
    assert is_site(str(site))
    assert is_site(str(site / "index.html"))
    assert not is_site(str(mixed))
    assert not is_site(str(packaged))
    assert not is_site(str(tmp_path / "missing"))
    assert is_site(f"docs:{mixed}")


def test_reading_does_not_depend_on_the_order_of_directories(tmp_path, monkeypatch):
    root = sites.written(tmp_path, {**sites.sphinx(), **versions("1.0", "2.0")})
    before = read(root)
    original = os.scandir

    class Backwards:
        def __init__(self, path):
            with original(path) as found:
                self._found = list(found)[::-1]

        def __enter__(self):
            return iter(self._found)

        def __exit__(self, *_):
            return None

    monkeypatch.setattr(os, "scandir", Backwards)
    after = read(root)
    assert [d.page for d in before.documents] == [d.page for d in after.documents]
    assert before.sources == after.sources
    assert before.skipped == after.skipped
