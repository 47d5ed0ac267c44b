"""A README at the root that is a symbolic link gives its role to what it leads to."""

import pytest
from repositories import commit, read, repository

from ctxbuild.analysis.importance import importance
from ctxbuild.packing.order import reading_order

FILES = {
    "a.py": "x = 1\n",
    "docs/index.md": "# Docs\n",
    "pkg/README.md": "# Package\n\nWhat it is for.\n",
    "pkg/run.py": "y = 2\n",
}


def _linked(root, target, ref=None):
    repository(root, FILES)
    (root / "README.md").symlink_to(target)
    commit(root)
    corpus = read(root, ref=ref)
    return corpus, {each.id: each for each in corpus.documents}


@pytest.mark.parametrize("ref", [None, "HEAD"])
@pytest.mark.parametrize("target", ["pkg/README.md", "./docs/../docs/index.md"])
def test_what_the_link_names_is_the_readme_on_disk_and_in_a_commit(tmp_path, target, ref) -> None:
    corpus, documents = _linked(tmp_path / "r", target, ref)
    named = documents["docs/index.md" if "index" in target else target]
    assert (named.role, named.front) == ("readme", "README.md")
    assert reading_order(corpus.documents)[0] == corpus.documents.index(named)
    weights = importance(corpus.documents, ())
    assert max(weights) == weights[corpus.documents.index(named)]
    assert [(each.id, each.reason) for each in corpus.skipped] == [
        ("README.md", f"symlink to {target}")
    ]


@pytest.mark.parametrize(
    "target", ["/etc/hostname", "../README.md", "pkg/../../docs/index.md", "README.md", "pkg", "."]
)
def test_a_link_that_leads_out_or_nowhere_changes_nothing(tmp_path, target) -> None:
    (tmp_path / "README.md").write_text("# Outside\n")
    corpus, documents = _linked(tmp_path / "r", target)
    assert documents.keys() == FILES.keys()
    assert not any(each.link for each in corpus.documents)
    assert "README.md" in {each.id for each in corpus.skipped}


def test_a_link_to_a_link_is_followed_and_code_stays_code(tmp_path) -> None:
    root = repository(tmp_path / "r", FILES)
    (root / "README.md").symlink_to("docs/README.md")
    (root / "docs/README.md").symlink_to("../pkg/README.md")
    (root / "README.rst").symlink_to("a.py")
    documents = {each.id: each for each in read(root).documents}
    assert documents["pkg/README.md"].front == "README.md"
    assert (documents["a.py"].role, documents["a.py"].link) == ("source", "")
