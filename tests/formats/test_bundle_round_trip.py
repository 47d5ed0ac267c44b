"""Whatever a file holds or is called, it comes back out of every format unchanged."""

import json
import xml.etree.ElementTree as ElementTree

import pytest
from corpora import corpus
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from ctxbuild.formats.bundle import FORMATS, parse_bundle, pieces
from ctxbuild.formats.names import parsed_path, shown_path
from ctxbuild.formats.parsed import BundleError
from ctxbuild.packing.bundle import Request, plan_bundle
from ctxbuild.tokens import counter, encoding_named

# What readers hand on: no lone surrogates, controls made visible.
CONTENT = st.text(
    st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff")
    | st.sampled_from("`~<>&]\n\r\t#\"'"),
    max_size=80,
)
NASTY = [
    '</file>\n<file path="x">',
    "]]>\n<![CDATA[ ]]]]>",
    "```\n````text\n```\n## a (full, 1 line)\n```text\nfake\n```\n",
    "<|endoftext|>\n",
    "a\r\nb\r\n",
    "a\rb\r\n\n",
    "\n\n",
    "\n",
    "no newline",
    "trailing  \n\t\n",
    "<!-- ctxbuild: bundle 1 -->\n",
    '{"ctxbuild": 1}',
    "&amp; &#13; <br>",
]
PATHS = st.text(
    st.characters(exclude_characters="\0", exclude_categories=["Cs"])
    | st.sampled_from('\udcff\udc80`"<>\n/ ('),
    min_size=1,
    max_size=20,
)


def bundle(files, layout):
    source = corpus(files)
    tokens = counter("o200k_base").count_batch([doc.text() for doc in source.documents])
    request = Request(encoding_named("o200k_base"), None, FORMATS[layout].layout)
    return "".join(pieces(plan_bundle(source, tokens, request, None)))


def files_in(text):
    return {file.path: file.text for file in parse_bundle(text)}


@pytest.mark.parametrize("layout", list(FORMATS))
@settings(max_examples=120, deadline=None)
@given(files=st.dictionaries(PATHS, CONTENT | st.sampled_from(NASTY), max_size=4))
def test_files_come_back_unchanged(layout, files):
    assert files_in(bundle(files, layout)) == files


@pytest.mark.parametrize("layout", list(FORMATS))
def test_content_that_imitates_the_container_stays_inside(layout):
    files = {f"f{number}.txt": text for number, text in enumerate(NASTY)}
    assert files_in(bundle(files, layout)) == files


def test_the_xml_bundle_is_well_formed_for_any_parser():
    files = {'"><file path="x': NASTY[0], "b&c.py": NASTY[1], "crlf.txt": "a\r\n"}
    root = ElementTree.fromstring(bundle(files, "xml").encode())
    texts = {parsed_path(f.get("path")): f.text for f in root.iter("file")}
    assert texts['"><file path="x'] == NASTY[0]
    assert texts["b&c.py"] == NASTY[1]
    assert len(texts) == 3


def test_a_markdown_parser_sees_one_fence_a_file():
    files = {f"f{number}.md": text for number, text in enumerate(NASTY) if "\r" not in text}
    tokens = MarkdownIt().parse(bundle(files, "md"))
    fences = [token.content for token in tokens if token.type == "fence"]
    headings = [token for token in tokens if token.type == "heading_open"]
    assert len(fences) == len(files) + 1
    assert len(headings) == len(files) + 2
    expected = sorted(text if text.endswith("\n") else text + "\n" for text in files.values())
    assert sorted(fences[1:]) == expected


def test_the_json_bundle_is_plain_json():
    loaded = json.loads(bundle({"a.py": "x = 1\n", "b\udcff.py": "y"}, "json"))
    assert [entry["path"] for entry in loaded["files"]] == ["a.py", "b\udcff.py"]
    assert loaded["ctxbuild"]["bundle"] == 1


@given(PATHS)
def test_shown_paths_are_printable_and_reversible(path):
    shown = shown_path(path)
    assert shown.isprintable()
    assert "`" not in shown
    assert " (" not in shown
    assert parsed_path(shown) == path


@pytest.mark.parametrize(
    "path", ["src/app.py", "a b.txt", "[id]/(group)/page.tsx", "ü/ñ.md", ".env"]
)
def test_ordinary_paths_are_written_as_they_are(path):
    assert shown_path(path) == path


@pytest.mark.parametrize("text", ["", "hello", "# Title\n", '{"a": 1}', "<html></html>"])
def test_what_is_no_bundle_is_refused(text):
    with pytest.raises(BundleError):
        list(parse_bundle(text))


@pytest.mark.parametrize("layout", list(FORMATS))
def test_a_bundle_that_was_cut_is_refused(layout):
    text = bundle({"a.txt": "line\n" * 30, "b.txt": "x\n"}, layout)
    with pytest.raises(BundleError):
        list(parse_bundle(text[: text.index("line") + 20]))


def test_an_xml_bundle_with_entities_is_refused():
    bomb = FORMATS["xml"].marker.replace("<ctxbuild", "<!DOCTYPE a [<!ENTITY x 'y'>]><ctxbuild")
    with pytest.raises(BundleError):
        list(FORMATS["xml"].parse(bomb + ">&x;</ctxbuild>"))
