"""What past commits say of a question, and that it is found out once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import pytest
from repositories import commit, repository, write

from ctxbuild.cache import Cache
from ctxbuild.jobs.asked import index_of, indexed, past_of
from ctxbuild.jobs.relevance import relevance
from ctxbuild.model import Commit, Corpus, Edit, History, Store
from ctxbuild.readers.content import TextStore
from ctxbuild.readers.past import RepositoryPast
from ctxbuild.readers.repo import read_repo
from ctxbuild.readers.source import RepoOptions
from ctxbuild.search.past import Messages, Past, Votes
from ctxbuild.search.query import parse_query

KETTLE = "def boil(water):\n    heated = water.warm_up(degrees={})\n    return heated\n\n\n"
TEAPOT = "def brew(leaves):\n    poured = leaves.steep_for(minutes={})\n    return poured\n\n\n"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    root = repository(
        tmp_path / "kitchen", {"kettle.py": KETTLE.format(90), "teapot.py": TEAPOT.format(3)}
    )
    write(root, {"kettle.py": KETTLE.format(100)})
    commit(root, "Let the kettle reach boiling point")
    write(root, {"teapot.py": TEAPOT.format(5)})
    commit(root, "Give green leaves more time")
    return root


class Unreadable:
    """A history whose edits must not be asked for."""

    def __init__(self, history: History) -> None:
        self._history = history

    def commits(self, store: Store) -> Sequence[Commit]:
        return self._history.commits(store)

    def key(self, commit: str) -> bytes:
        return self._history.key(commit)

    def edits(self, commits: Sequence[str]) -> Iterator[Edit]:
        raise AssertionError(f"asked again for {commits}")


def read(root: Path, cache: Cache) -> tuple[Corpus, Past]:
    corpus = read_repo(RepoOptions(str(root)), cache, TextStore(), silent)
    _, outlines = relevance(corpus, cache, silent)
    index = index_of(corpus, outlines, indexed(corpus.documents, outlines), cache, silent)
    past = past_of(corpus, index, cache)
    assert past is not None
    return corpus, past


def silent(_stage: str, _done: int, _total: int) -> None:
    pass


def asked(question: str) -> Mapping[str, float]:
    return parse_query(question).weights


def voted(votes: Votes, corpus: Corpus) -> dict[str, float]:
    return {corpus.documents[number].path: vote for number, vote in votes.documents.items()}


def test_a_commit_that_reads_like_the_question_votes_for_what_it_changed(project: Path) -> None:
    with Cache.disabled() as cache:
        corpus, past = read(project, cache)
        votes = past.votes(asked("How does the kettle boil?"))
    assert voted(votes, corpus) == {"kettle.py": 1.0}
    assert len(votes.units) == 1
    assert asked("degrees").keys() <= votes.words.keys()
    assert not asked("minutes").keys() & votes.words.keys()


def test_what_commits_changed_is_read_once_for_a_store(project: Path, tmp_path: Path) -> None:
    weights = asked("the kettle, and green leaves")
    with Cache.open(tmp_path / "cache") as cache:
        corpus, past = read(project, cache)
        first = past.votes(weights)
        assert corpus.history is not None
        _, again = read(project, cache)
        again._traces.history = Unreadable(corpus.history)
        assert again.votes(weights) == first
    assert len(first.similar) == 2


def test_learning_beforehand_changes_no_vote(project: Path) -> None:
    with Cache.disabled() as cache:
        _, past = read(project, cache)
        expected = past.votes(asked("leaves"))
        corpus, learned = read(project, cache)
        assert corpus.history is not None
        assert learned.learn(0, 2)
        assert not learned.learn(2, 8)
        learned._traces.history = Unreadable(corpus.history)
        assert learned.votes(asked("leaves")) == expected


def test_keys_differ_with_everything_that_edits_depend_on(project: Path) -> None:
    write(project, {"sub/pan.py": "pan = 1\n"})
    commit(project, "Add a pan")
    keys = set()
    for directory, redact in ((project, True), (project, False), (project / "sub", True)):
        with Cache.disabled() as cache:
            options = RepoOptions(str(directory), redact=redact)
            history = read_repo(options, cache, TextStore(), silent).history
        assert isinstance(history, RepositoryPast)
        keys |= {history.key("0" * 40), history.key("1" * 40)}
    assert len(keys) == 6


def test_commits_over_many_files_and_none_at_all_are_not_similar() -> None:
    sweep = Commit("a", "rename the kettle", tuple(f"{n}.py" for n in range(41)))
    merge = Commit("b", "merge the kettle", ())
    one = Commit("c", "clean the kettle", ("kettle.py",))
    found = Messages((sweep, merge, one)).similar(asked("kettle"))
    assert [commit.id for _, commit in found] == ["c"]
