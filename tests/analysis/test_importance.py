"""Importance follows roles, places and uses, and is shared out among symbols."""

import pytest
from corpora import corpus, document

from ctxbuild.analysis.importance import importance, with_symbols
from ctxbuild.analysis.references import find_mentions, reference_edges
from ctxbuild.languages.outline import outline
from ctxbuild.model import Edge

TEXT = "value = 1\n" * 200


def weights(*documents, edges=()):
    found = importance(documents, list(edges))
    return {doc.id: weight for doc, weight in zip(documents, found, strict=True)}


def test_weights_sum_to_one():
    found = weights(document("a.py", TEXT), document("b/c.py", TEXT), document("README.md", TEXT))
    assert sum(found.values()) == pytest.approx(1)


def test_an_empty_corpus_has_no_weights():
    assert importance((), []) == []


def test_readme_before_source_before_test_before_vendored():
    found = weights(
        document("x/vendor/v.py", TEXT, role="vendored"),
        document("x/tests/t.py", TEXT, role="test"),
        document("x/source/s.py", TEXT),
        document("README.md", TEXT, role="readme"),
    )
    assert list(found) == sorted(found, key=found.get)


def test_deep_files_stubs_and_changelogs_count_less():
    found = weights(
        document("m.py", TEXT),
        document("a/b/c/d/m.py", TEXT),
        document("stub.py", "x\n"),
        document("CHANGELOG.md", TEXT, role="docs"),
        document("GUIDE.md", TEXT, role="docs"),
    )
    assert found["m.py"] > found["a/b/c/d/m.py"]
    assert found["m.py"] > 5 * found["stub.py"]
    assert found["GUIDE.md"] > 5 * found["CHANGELOG.md"]


def test_a_file_that_others_import_counts_more():
    documents = [document(name, TEXT) for name in ("a.py", "b.py", "c.py", "used.py")]
    edges = [Edge(n, 3, "imports", 1.0) for n in range(3)]
    found = weights(*documents, edges=edges)
    assert found["used.py"] > 1.5 * found["a.py"]


def test_mentions_lead_to_the_file_that_defines_the_name():
    files = {
        "core.py": "class Engine:\n    pass\n",
        "one.py": "from core import Engine\nEngine()\n",
        "two.py": "Engine\n",
        "rest.py": "def run():\n    return 1\n",
    }
    source = corpus(files)
    outlines = {
        i: outline(doc.content.data(), doc.language) for i, doc in enumerate(source.documents)
    }
    texts = [(i, doc.content.data()) for i, doc in enumerate(source.documents)]
    mentions = find_mentions(outlines, texts)
    ids = [doc.id for doc in source.documents]
    assert {(ids[e.origin], ids[e.target]) for e in reference_edges(mentions)} == {
        ("one.py", "core.py"),
        ("two.py", "core.py"),
    }
    assert mentions.per_definition()["Engine"] == 3


def test_a_name_that_everyone_defines_makes_no_edge():
    files = {f"m{n}.py": "def get():\n    pass\n" for n in range(8)}
    source = corpus(files)
    outlines = {
        i: outline(doc.content.data(), doc.language) for i, doc in enumerate(source.documents)
    }
    texts = [(i, doc.content.data()) for i, doc in enumerate(source.documents)]
    assert reference_edges(find_mentions(outlines, texts)) == []


def test_symbols_add_to_the_importance_of_their_documents():
    mixed, shares = with_symbols([0.5, 0.5], {0: (0.75, 0.25)})
    assert sum(mixed) == pytest.approx(1)
    assert mixed[0] > mixed[1]
    assert shares[0][0] == pytest.approx(3 * shares[0][1])
