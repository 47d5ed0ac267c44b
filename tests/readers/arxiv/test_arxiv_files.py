"""Files of papers: shapes that are around, broken lines, packing; samples and order."""

from __future__ import annotations

import bz2
import gzip
import json
import lzma
import zipfile

import pytest

from ctxbuild.cache import Cache
from ctxbuild.model import CtxbuildError, Paper, UsageError
from ctxbuild.readers.arxiv import Request, paper_corpus, read_arxiv, request_of
from ctxbuild.readers.arxiv.asking import Network
from ctxbuild.readers.arxiv.choosing import restored
from ctxbuild.readers.arxiv.documents import markdown_of
from ctxbuild.readers.arxiv.drawing import rank
from ctxbuild.readers.arxiv.names import authors_of
from ctxbuild.readers.arxiv.reading import drawn_beside
from ctxbuild.readers.arxiv.records import line_of, paper_of
from ctxbuild.readers.arxiv.snapshot import Counts, papers_in
from ctxbuild.readers.arxiv.wording import is_withdrawn
from ctxbuild.readers.content import TextStore

KAGGLE = {
    "id": "0704.0001",
    "submitter": "Ada",
    "authors": "Ada Erpel (Univ. (East)), Bob Ganter, Jr. and Chi Ente",
    "title": 'Ducks\n  of K\\"ahler type',
    "comments": "3 pages",
    "journal-ref": "Pond 1 (2007) 2",
    "doi": "10.1/2",
    "categories": "math.DG cs.CL",
    "license": None,
    "abstract": "  We show that ducks\nfloat.\n",
    "versions": [
        {"version": "v1", "created": "Mon, 2 Apr 2007 19:18:42 GMT"},
        {"version": "v2", "created": "Tue, 24 Jul 2007 20:10:27 GMT"},
    ],
    "update_date": "2008-11-26",
    "authors_parsed": [["Erpel", "Ada", "", "Univ. (East)"], ["Ganter", "Bob", "Jr."]],
}
OTHER = {
    "id": 1906.1234,
    "version": None,
    "title": "Geese",
    "abstract": "Geese walk.",
    "authors": ["Dora Gans", "李 明"],
    "categories": ["cs.CL"],
    "dates": {"created": "2019-06-03"},
    "part": "x",
}


def read(path, **asked):
    result = read_arxiv(
        Request(snapshot=str(path), **asked), Network(), Cache.disabled(), lambda *_: None
    )
    return list(result.papers), result


def written(tmp_path, lines):
    path = tmp_path / "papers.jsonl"
    path.write_bytes(b"\n".join(lines) + b"\n")
    return path


def numbered(count, **more):
    return [
        line_of(Paper(f"2601.{n:05}", f"T{n}", "Ducks.", ("A",), ("cs.CL",), 1, **more)).strip()
        for n in range(1, count + 1)
    ]


def test_the_shape_of_kaggle_is_read():
    paper = paper_of(KAGGLE)
    assert paper.name == "0704.0001v2"
    assert paper.title == "Ducks of Kähler type"
    assert paper.abstract == "We show that ducks float."
    assert paper.authors == ("Ada Erpel", "Bob Ganter Jr.")
    assert paper.categories == ("math.DG", "cs.CL")
    assert (paper.submitted, paper.updated) == ("2007-04-02T19:18:42Z", "2007-07-24T20:10:27Z")
    assert (paper.doi, paper.journal) == ("10.1/2", "Pond 1 (2007) 2")


def test_another_shape_is_read_and_our_own_comes_back():
    paper = paper_of(OTHER)
    assert (paper.id, paper.authors, paper.submitted) == (
        "1906.12340", ("Dora Gans", "李 明"), "2019-06-03",
    )  # fmt: skip
    for each in (paper, paper_of(KAGGLE)):
        assert restored(line_of(each)) == each
        assert paper_of(json.loads(line_of(each))) == each


def test_authors_in_a_string_lose_affiliations_and_keep_suffixes():
    names = "The X Collaboration, A. B (1 and 2), C. D, Jr. and E. F ((1) U (V), (2) W)"
    assert authors_of(names) == ("The X Collaboration", "A. B", "C. D, Jr.", "E. F")


@pytest.mark.parametrize(
    ("abstract", "gone"),
    [
        ("This paper has been withdrawn by the authors due to an error.", True),
        ("Withdrawn.", True),
        ("Paper withdrawn due to an error", True),
        ("This article has been retracted.", True),
        ("Withdrawn cash is counted. We count it.", False),
        ("This paper is about withdrawn papers.", False),
        ("Social withdrawal of ducks.", False),
    ],
)
def test_withdrawn_papers_are_known(abstract, gone):
    assert is_withdrawn(abstract) is gone


def test_broken_lines_are_counted_and_the_rest_is_read(tmp_path):
    lines = [b"{broken", b"[1]", b"\xff\xfe", b'{"id": "x"}', b"", b"[" * 5000, *numbered(3)]
    papers, result = read(written(tmp_path, lines))
    assert len(papers) == 3
    assert any("5 of 9 lines" in note and "line 1" in note for note in result.notes)


def test_duplicates_become_the_highest_version(tmp_path):
    first = Paper("2601.00001", "T", "Old.", ("A",), ("cs.CL",), 1)
    second = Paper("2601.00001", "T", "New.", ("A",), ("cs.CL",), 3)
    again = Paper("2601.00002", "t", "Copy.", ("A",), ("cs.CL",), 1)
    lines = [line_of(each).strip() for each in (second, first, again)]
    papers, result = read(written(tmp_path, lines), sort="id")
    assert [(paper.name, paper.abstract) for paper in papers] == [("2601.00001v3", "New.")]
    assert result.skipped[0].reason == "same title and author as 2601.00001"


@pytest.mark.parametrize("kind", ["gz", "xz", "bz2", "zip"])
def test_packed_files_are_read(tmp_path, kind):
    data = b"\n".join(numbered(3))
    path = tmp_path / f"papers.{kind}"
    if kind == "zip":
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("a.json", data)
    else:
        path.write_bytes({"gz": gzip, "xz": lzma, "bz2": bz2}[kind].compress(data))
    assert len(read(path)[0]) == 3


def test_a_packed_file_that_is_cut_gives_what_it_has_and_says_so(tmp_path):
    path = tmp_path / "papers.gz"
    lines = [
        line_of(Paper(f"2601.{n:05}", f"T{n}", f"Ducks {n**99}.", ("A",))) for n in range(1, 999)
    ]
    data = gzip.compress(b"".join(lines))
    path.write_bytes(data[: len(data) // 2])
    papers, result = read(path)
    assert papers
    assert any("damaged after line" in note for note in result.notes)


def test_a_sample_does_not_hang_on_the_order_of_the_file(tmp_path):
    lines = numbered(2000)
    (tmp_path / "b").mkdir()
    one, _ = read(written(tmp_path, lines), sample=10, seed=5)
    other, _ = read(written(tmp_path / "b", lines[::-1]), sample=10, seed=5)
    assert one == other
    assert len(one) == 10
    assert read(written(tmp_path, lines), sample=10, seed=6)[0] != one


def test_the_limit_takes_the_newest_however_many_there_are(tmp_path):
    papers, result = read(written(tmp_path, numbered(5000)), limit=3)
    assert [paper.id for paper in papers] == ["2601.05000", "2601.04999", "2601.04998"]
    assert any("3 of 5,000" in note for note in result.notes)


@pytest.mark.parametrize(
    ("query", "count"),
    [("ti:T1", 1), ("ducks", 20), ("ducks AND ti:T2*", 2), ('"ducks"', 20), ("cat:math.AP", 0)],
)
def test_a_query_of_a_file_is_words_that_all_occur(tmp_path, query, count):
    assert len(read(written(tmp_path, numbered(20)), query=query)[0]) == count


def test_operators_that_only_the_server_knows_are_refused(tmp_path):
    with pytest.raises(UsageError, match="words and phrases"):
        read(written(tmp_path, numbered(1)), query="a OR b")


def test_papers_become_documents_in_the_order_asked_for(tmp_path):
    path = written(tmp_path, numbered(5))
    result = read_arxiv(
        request_of(["2601.00004", "2601.00002", "2601.00009"], Request(snapshot=str(path))),
        Network(), Cache.disabled(), lambda *_: None,
    )  # fmt: skip
    corpus = paper_corpus(result, TextStore())
    places = {each.id: each.page.place for each in corpus.documents}
    assert places == {"2601.00004v1.md": 1, "2601.00002v1.md": 2}
    assert [each.id for each in corpus.skipped] == ["2601.00009"]
    assert corpus.documents[0].page.url == "https://arxiv.org/abs/2601.00002v1"


@pytest.mark.parametrize("text", ["arxiv:{}", "{}"])
def test_a_file_of_papers_can_be_a_source_among_others(tmp_path, text):
    path = written(tmp_path, numbered(2))
    assert request_of([text.format(path)]).snapshot == str(path)


def test_nothing_left_is_an_error_that_says_why(tmp_path):
    gone = Paper("2601.00001", "T", "This paper has been withdrawn.")
    request = Request(snapshot=str(written(tmp_path, [line_of(gone).strip()])))
    found = read_arxiv(request, Network(), Cache.disabled(), lambda *_: None)
    with pytest.raises(CtxbuildError, match="00001: withdrawn"):
        paper_corpus(found, TextStore())


def test_a_paper_as_markdown_has_no_heading_but_its_title():
    authors = tuple(f"A{n}" for n in range(3000))
    text = markdown_of(Paper("2601.00001", "On #1", "# not a heading " + "x" * 20_000, authors))
    assert [line for line in text.splitlines() if line.startswith("#")] == ["# On #1"]
    assert "and 2,980 more" in text


@pytest.mark.parametrize("first", ["id", "title"])
def test_papers_beside_a_field_are_those_that_a_sample_of_the_rest_would_be(tmp_path, first):
    rows = []
    for number in range(1, 9001):
        row = {"id": f"2601.{number:05}", "title": f"Ducks {number}", "abstract": "Ducks float."}
        rows.append({first: row[first], **row})
    path = tmp_path / "papers.jsonl"
    path.write_text("".join(f"{json.dumps(row)}\n" for row in rows), encoding="utf-8")
    own = {f"2601.{number:05}" for number in range(1, 9001, 3)}
    request = Request(snapshot=str(path), categories=("cs.CL",), query="geese", seed=7)
    found = [paper.id for paper in drawn_beside(request, own, 50, lambda *_: None)]
    rest = [row["id"] for row in rows if row["id"] not in own]
    assert found == sorted(rest, key=lambda name: rank(7, name))[:50]


def test_of_lines_that_begin_with_another_identifier_nothing_is_read(tmp_path):
    path = tmp_path / "papers.jsonl"
    path.write_text('{"id": "2601.00001", broken\n{"id": "2601.00002", broken\n', encoding="utf-8")
    counts = Counts()
    assert not list(papers_in(path, counts, admitted=lambda name: name == "2601.00002"))
    assert (counts.lines, counts.broken) == (2, 1)
