"""Several corpora become one: ids, order, history, and copies that are shown once."""

import hypothesis.strategies as st
import pytest
from corpora import corpus
from hypothesis import given
from repositories import commit, read, repository, write

from ctxbuild.analysis.importance import importance
from ctxbuild.analysis.links import PathIndex, import_edges, resolve
from ctxbuild.analysis.modules import Modules
from ctxbuild.cache import Cache
from ctxbuild.model import ContentChangedError, Detail, Skipped, UsageError
from ctxbuild.packing.order import reading_order
from ctxbuild.readers.duplicates import without_duplicates
from ctxbuild.readers.merged import merged, unique_names

LONG = "".join(f"def f{n}(value):\n    return value + {n}\n" for n in range(40))


def ids(found):
    return [document.id for document in found.documents]


def held(found):
    return [document.id for document in found.documents if document.reduced]


def test_every_path_begins_with_the_name_of_its_source():
    found = merged([corpus({"x.py": "1\n"}), corpus({"x.py": "2\n", "d/y.py": "3\n"})], ["b", "a"])
    assert ids(found) == ["a/d/y.py", "a/x.py", "b/x.py"]
    assert [document.path for document in found.documents] == ["d/y.py", "x.py", "x.py"]
    assert [found.sources[document.source].name for document in found.documents] == ["a", "a", "b"]
    assert [document.text() for document in found.documents] == ["3\n", "2\n", "1\n"]


def test_skipped_files_and_notes_name_their_source():
    one = corpus({"x.py": "1\n"}, skipped=(Skipped("big", "large"),), notes=("shallow",))
    found = merged([corpus({}), one], ["b", "a"])
    assert found.skipped == (Skipped("a/big", "large"),)
    assert found.notes == ("a: shallow",)


@pytest.mark.parametrize("names", [["a", "a"], ["a"], ["a", ""]])
def test_names_must_differ(names):
    with pytest.raises(UsageError, match="names"):
        merged([corpus({}), corpus({})], names)


def test_a_merged_corpus_cannot_be_merged_again():
    both = merged([corpus({}), corpus({})], ["a", "b"])
    with pytest.raises(UsageError, match="one source each"):
        merged([both, corpus({})], ["c", "d"])


@given(st.lists(st.text(max_size=5) | st.sampled_from(["a", "A", "a-2", ".", ".."]), max_size=8))
def test_unique_names_are_directories_that_differ_even_without_capitals(names):
    found = unique_names(names)
    assert len({name.casefold() for name in found}) == len(names)
    assert not any("/" in name or name in {"", ".", ".."} for name in found)


def test_the_first_of_a_name_keeps_it_and_a_name_that_was_given_is_not_taken():
    assert unique_names(["click", "click", "click-2"]) == ["click", "click-3", "click-2"]


def test_a_file_that_changed_is_reported_under_its_new_path():
    class Gone:
        def data(self):
            raise ContentChangedError("x.py")

    one = corpus({"x.py": "1\n"})
    object.__setattr__(one.documents[0], "content", Gone())
    with pytest.raises(ContentChangedError) as error:
        merged([one], ["a"]).documents[0].text()
    assert error.value.document_id == "a/x.py"


def test_history_answers_for_each_source_under_its_own_paths(tmp_path):
    corpora = []
    for name in ("one", "two"):
        root = repository(tmp_path / name, {"x.py": "a = 1\n"})
        write(root, {"x.py": f"a = '{name}'\n"})
        commit(root, f"change {name}")
        corpora.append(read(root))
    past = merged(corpora, ["one", "two"]).history
    commits = past.commits(Cache.disabled())
    assert [each.message.strip() for each in commits[:2]] == ["change one", "change two"]
    assert [each.paths for each in commits[:2]] == [("one/x.py",), ("two/x.py",)]
    edits = list(past.edits([commits[1].id, commits[0].id]))
    assert {(edit.commit, edit.path, edit.new) for edit in edits} == {
        (commits[0].id, "one/x.py", "a = 'one'\n"),
        (commits[1].id, "two/x.py", "a = 'two'\n"),
    }


def two(first, second, weights=()):
    return merged([corpus(first), corpus(second)], ["a", "b"], weights)


@pytest.mark.parametrize(("weights", "named"), [((), "b/x.py"), ((1.0, 2.0), "a/x.py")])
def test_of_two_copies_the_one_of_the_weightier_source_stays(weights, named):
    found = without_duplicates(two({"x.py": LONG}, {"x.py": LONG}, weights))
    assert held(found) == [named]
    copy = next(document for document in found.documents if document.id == named)
    other = "a/x.py" if named == "b/x.py" else "b/x.py"
    assert (copy.ceiling, copy.reduced) == (Detail.NAME, f"duplicate of {other}")


def test_the_same_bytes_are_a_copy_wherever_they_stand():
    found = without_duplicates(two({"src/x.py": LONG}, {"vendored/deep/y.py": LONG}))
    assert held(found) == ["b/vendored/deep/y.py"]


def test_nearly_the_same_lines_are_a_copy_under_the_same_name():
    changed = LONG.replace("value + 7\n", "value - 7\n")
    found = without_duplicates(two({"p/x.py": LONG}, {"p/x.py": changed, "p/y.py": changed}))
    assert held(found) == ["b/p/x.py"]
    assert found.documents[1].reduced == "near-duplicate of a/p/x.py"


def test_what_differs_in_more_than_a_twentieth_is_no_copy():
    changed = LONG.replace("return value + 1", "return value * 1")
    assert held(without_duplicates(two({"x.py": LONG}, {"x.py": changed}))) == []


def test_short_files_and_copies_within_one_source_are_left_alone():
    found = without_duplicates(two({"x.py": "1\n", "y.py": LONG, "z.py": LONG}, {"x.py": "1\n"}))
    assert held(found) == []


def test_the_path_of_a_copy_cannot_break_out_of_the_map():
    name = "x\n## y `.py"
    found = without_duplicates(two({name: LONG}, {name: LONG}))
    assert found.documents[1].reduced == "duplicate of a file of source 1"


def test_a_readme_is_at_the_root_of_its_own_source():
    files = {"README.md": "# T\n" * 50, "sub/README.md": "# T\n" * 50, "x.py": LONG}
    alone = corpus(files)
    for document in alone.documents:
        if document.id.endswith("README.md"):
            object.__setattr__(document, "role", "readme")
    found = merged([alone, alone], ["a", "b"])
    own = importance(alone.documents, [])
    assert importance(found.documents, []) == pytest.approx([x / 2 for x in own * 2])
    order = [found.documents[index].id for index in reading_order(found.documents)]
    assert order[0] == "a/README.md"
    assert order[3] == "b/README.md"


SAME = {"src/lib/__init__.py": "", "src/lib/core.py": "", "app.py": "", "go/server/a.go": ""}


def resolved(found, origin, name, language):
    index = PathIndex.of(found.documents)
    return [ids(found)[n] for n in resolve(index, ids(found).index(origin), name, language)]


@pytest.mark.parametrize("source", ["a", "b"])
@pytest.mark.parametrize(
    ("name", "language", "target"),
    [
        ("lib.core", "python", "src/lib/core.py"),
        ("lib", "python", "src/lib/__init__.py"),
        ("example.org/me/x/go/server", "go", "go/server/a.go"),
    ],
)
def test_an_import_prefers_its_own_source(source, name, language, target):
    found = two(SAME, SAME)
    assert resolved(found, f"{source}/app.py", name, language) == [f"{source}/{target}"]


def test_an_import_of_another_source_leads_there():
    found = two({"deep/down/below/app.py": ""}, {**SAME, "tools/deep/helper.py": ""})
    origin = "a/deep/down/below/app.py"
    assert resolved(found, origin, "lib.core", "python") == ["b/src/lib/core.py"]
    assert resolved(found, origin, "lib", "python") == ["b/src/lib/__init__.py"]
    assert resolved(found, origin, "example.org/me/b/go/server", "go") == ["b/go/server/a.go"]


def test_a_common_name_deep_in_another_source_is_not_what_an_import_means():
    found = two({"app.py": ""}, {"tools/deep/helper.py": ""})
    assert resolved(found, "a/app.py", "helper", "python") == []


def test_a_package_of_another_source_is_imported_by_its_name():
    found = two({"web/app.ts": ""}, {"src/index.ts": ""})
    edges = import_edges(found.documents, [(0, ["@me/lib/sub"])], {"@me/lib": [1]})
    assert [(edge.origin, edge.target) for edge in edges] == [(0, 1)]


def test_exact_module_names_prefer_the_own_source_then_lead_to_another():
    found = two({"app.py": "", "lib/__init__.py": ""}, {**SAME, "solo/__init__.py": ""})
    modules = Modules.of(found.documents, {"pkg": [3, 0]})
    at = ids(found).index
    assert modules.find(at("a/app.py"), "lib") == at("a/lib/__init__.py")
    assert modules.find(at("b/app.py"), "lib") == at("b/src/lib/__init__.py")
    assert modules.find(at("a/app.py"), "solo") == at("b/solo/__init__.py")
