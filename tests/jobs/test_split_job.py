"""Parts on disk: all or none, named in order, and joined again by unpacking."""

import json
import random
import tempfile
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import pytest
from click.testing import CliRunner
from corpora import corpus
from hypothesis import given, settings
from hypothesis import strategies as st
from repositories import repository

from ctxbuild import render
from ctxbuild.cache import Cache
from ctxbuild.cli.main import main
from ctxbuild.formats.bundle import FORMATS
from ctxbuild.jobs import output
from ctxbuild.jobs.bundle import BundleOptions, Counted
from ctxbuild.jobs.split import part_paths, plan_parts, write_parts, write_split_manifest
from ctxbuild.jobs.unpack import unpack
from ctxbuild.model import ORDERS, ContentChangedError, CtxbuildError, UsageError
from ctxbuild.tokens import counter


def text(seed, lines=120):
    rng = random.Random(seed)
    return "".join(f"value_{n} = {rng.random()}\n" for n in range(lines))


FILES = {f"src/m{n}.py": text(n) for n in range(6)} | {
    "crlf.txt": "one\r\ntwo\r\n" * 400,
    "notes.txt": "no newline at the end " * 400,
    "empty.txt": "",
}


def planned(files, budget, parts=None, layout="md", order=None):
    source = corpus(files)
    tokens = counter("o200k_base").count_batch([doc.text() for doc in source.documents])
    options = BundleOptions(budget=budget, format=layout, order=order)
    counted = Counted(source, tuple(tokens))
    return plan_parts(counted, options, parts, Cache.disabled(), lambda *_: None), options


def write(directory, files, budget, layout="md", parts=None, order=None):
    made, _ = planned(files, budget, parts, layout, order)
    return write_parts(made, directory / f"b{FORMATS[layout].suffix}")


def contents(directory):
    return {
        path.relative_to(directory).as_posix(): path.read_bytes()
        for path in directory.rglob("*")
        if path.is_file()
    }


def run(*arguments, **options):
    return CliRunner().invoke(main, list(map(str, arguments)), **options)


@pytest.mark.parametrize("layout", list(FORMATS))
def test_unpacking_all_parts_gives_every_file_back(tmp_path, layout):
    paths = write(tmp_path, FILES, 2500, layout).paths
    assert len(paths) > 5
    done = unpack(list(reversed(paths)), tmp_path / "out")
    assert contents(tmp_path / "out") == {path: text.encode() for path, text in FILES.items()}
    assert not done.skipped
    assert not done.missing


def test_each_json_part_is_json_and_each_xml_part_well_formed(tmp_path):
    for path in write(tmp_path, FILES, 2500, "json").paths:
        part = json.loads(path.read_text())
        assert part["ctxbuild"]["bundle"] == 1
        assert part["ctxbuild"]["tokens"] == counter("o200k_base").count(path.read_text())
    for path in write(tmp_path, FILES, 2500, "xml").paths:
        assert ElementTree.parse(path).getroot().tag == "ctxbuild"


def test_a_missing_part_is_named_and_what_is_whole_is_written(tmp_path):
    paths = list(write(tmp_path, FILES, 2500).paths)
    del paths[2]
    done = unpack(paths, tmp_path / "out")
    assert [each.split(",")[0] for each in done.missing] == [f"part 3 of {len(paths) + 1}"]
    written = contents(tmp_path / "out")
    assert written == {path: FILES[path].encode() for path in done.written}
    assert set(done.written) | {entry.id for entry in done.skipped} <= set(FILES)
    assert {entry.reason for entry in done.skipped} == {"its piece in part 3 is missing"}


def test_the_first_piece_missing_is_said_as_well(tmp_path):
    paths = write(tmp_path, {"a.py": text(1, 400)}, 2500).paths
    done = unpack(paths[1:], tmp_path / "out")
    assert [entry.reason for entry in done.skipped] == ["its piece in part 1 is missing"]


def test_parts_of_different_splits_are_not_mixed(tmp_path):
    (tmp_path / "x").mkdir()
    first = write(tmp_path, {"a.py": text(1, 400)}, 2500).paths
    second = write(tmp_path / "x", {"a.py": text(2, 400)}, 2500).paths
    assert len(first) == len(second)
    done = unpack([first[0], *second[1:]], tmp_path / "out")
    assert done.written == ()
    assert len(done.missing) == len(first)


NEEDS = {
    f"src/m{n}.py": "".join(f"from src.m{m} import value_{m}\n" for m in range(n + 1, 5)) + text(n)
    for n in range(5)
}


def test_parts_of_one_choice_in_two_orders_are_not_mixed(tmp_path):
    made = {}
    for order in ("path", "dependency"):
        (tmp_path / order).mkdir()
        made[order] = write(tmp_path / order, NEEDS, 2500, order=order).paths
    assert len(made["path"]) == len(made["dependency"]) > 2
    done = unpack([made["path"][0], *made["dependency"][1:]], tmp_path / "out")
    assert done.missing
    for path, data in contents(tmp_path / "out").items():
        assert data == NEEDS[path].encode()


@pytest.mark.parametrize("order", ORDERS)
@pytest.mark.parametrize("layout", list(FORMATS))
def test_in_any_order_parts_are_exact_and_give_every_file_back(tmp_path, order, layout):
    for number, path in enumerate(write(tmp_path, NEEDS, 2500, layout, order=order).paths):
        stated = planned(NEEDS, 2500, None, layout, order)[0].tokens[number]
        assert counter("o200k_base").count(path.read_text()) == stated <= 2500
    unpack(list(tmp_path.glob("b-*")), tmp_path / "out")
    assert contents(tmp_path / "out") == {path: data.encode() for path, data in NEEDS.items()}


@pytest.mark.parametrize("order", ORDERS)
@pytest.mark.parametrize("budget", [900, 1400, 2100])
def test_in_any_order_chosen_parts_are_within_their_budget(order, budget):
    made, _ = planned(NEEDS, budget, 2, "md", order)
    for number, plan in enumerate(made.parts()):
        assert counter("o200k_base").count(render(plan)) == made.tokens[number] <= budget


def test_a_part_given_twice_is_refused(tmp_path):
    paths = write(tmp_path, FILES, 2500).paths
    with pytest.raises(UsageError, match="this is part 1 of"):
        unpack([paths[0], paths[1], paths[0]], tmp_path / "out")


def test_undivided_bundles_may_be_given_together(tmp_path):
    (tmp_path / "b1").mkdir()
    (tmp_path / "b2").mkdir()
    for name in ("b1", "b2"):
        repository(tmp_path / name, {f"{name}.txt": f"{name}\n"})
        assert run("repo", tmp_path / name, "-o", tmp_path / f"{name}.md").exit_code == 0
    done = unpack([tmp_path / "b1.md", tmp_path / "b2.md"], tmp_path / "out")
    assert sorted(done.written) == ["b1.txt", "b2.txt"]


@settings(max_examples=30, deadline=None)
@given(
    st.dictionaries(
        st.sampled_from(["a.txt", "b c.py", 'd/"e".md', "f\udcff"]),
        st.text(st.sampled_from("ab `<]>&\n\n\r\t#é\"'x(界"), max_size=900),
        min_size=1,
    ),
    st.integers(320, 700),
    st.sampled_from(list(FORMATS)),
)
def test_hostile_files_survive_split_and_unpack(files, budget, layout):
    with tempfile.TemporaryDirectory() as directory:
        paths = write(Path(directory), files, budget, layout).paths
        unpack(paths, Path(directory, "out"))
        assert contents(Path(directory, "out")) == {p: t.encode() for p, t in files.items()}


def test_names_of_parts_are_padded_to_equal_width():
    assert [path.name for path in part_paths(Path("d/c.x.md"), 2)] == [
        "c.x-1-of-2.md",
        "c.x-2-of-2.md",
    ]
    assert part_paths(Path("c.md"), 12)[0] == Path("c-01-of-12.md")
    assert part_paths(Path("c"), 120)[6] == Path("c-007-of-120")


def test_parts_of_an_earlier_split_are_reported_and_kept(tmp_path):
    (tmp_path / "b-1-of-7.md").write_text("<!-- ctxbuild: bundle 1 -->\n# old\n")
    (tmp_path / "b-2-of-7.md").write_text("my own notes\n")
    (tmp_path / "bb-1-of-7.md").write_text("<!-- ctxbuild: bundle 1 -->\n# other\n")
    done = write(tmp_path, FILES, 9000, parts=2)
    assert [path.name for path in done.stale] == ["b-1-of-7.md"]
    assert done.stale[0].read_text().endswith("# old\n")


def test_no_part_is_left_when_a_file_changes_while_they_are_written(tmp_path):
    made, _ = planned(FILES, 2500)

    class Changed:
        def data(self):
            raise ContentChangedError("src/m5.py")

    object.__setattr__(made.selection.corpus.documents[-1], "content", Changed())
    with pytest.raises(ContentChangedError):
        write_parts(made, tmp_path / "b.md")
    assert list(tmp_path.iterdir()) == []


def test_a_rename_that_fails_leaves_all_files_as_they_were(tmp_path, monkeypatch):
    old = {f"{n}.md": f"old {n}".encode() for n in range(2)}
    for name, data in old.items():
        (tmp_path / name).write_bytes(data)
    rename = Path.rename

    def failing(self, target):
        if Path(target).name == "2.md":
            raise PermissionError(1, "Operation not permitted")
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", failing)
    with pytest.raises(CtxbuildError, match="nothing was changed"):
        output.write_files((tmp_path / f"{n}.md", [b"new"]) for n in range(3))
    assert contents(tmp_path) == old


def test_files_are_replaced_together_and_keep_their_mode(tmp_path):
    (tmp_path / "0.md").write_bytes(b"old")
    (tmp_path / "0.md").chmod(0o600)
    output.write_files((tmp_path / f"{n}.md", [b"new", b"er"]) for n in range(3))
    assert contents(tmp_path) == {f"{n}.md": b"newer" for n in range(3)}
    assert (tmp_path / "0.md").stat().st_mode & 0o777 == 0o600


def test_the_manifest_records_all_parts(tmp_path):
    made, options = planned(FILES, 2500)
    paths = write_parts(made, tmp_path / "b.md").paths
    write_split_manifest(made, paths, options, None, tmp_path / "m.json")
    record = json.loads((tmp_path / "m.json").read_text())
    assert record["options"]["split"] == "auto"
    assert record["budget"] == 2500
    assert [part["file"] for part in record["parts"]] == [path.name for path in paths]
    assert [part["tokens"] for part in record["parts"]] == list(made.tokens)
    assert record["tokens"] == sum(made.tokens)
    for item in record["items"]:
        runs = [piece["lines"] for piece in item["parts"]]
        assert runs[0][0] == 1 or not item["lines"]
        assert runs[-1][1] == item["lines"]
        assert all(piece["tokens"] > 0 for piece in item["parts"])


@pytest.mark.parametrize(("budget", "parts"), [(None, 2), (1000, 0), (1000, 1000)])
def test_a_split_that_cannot_be_made_is_a_mistake_in_the_call(budget, parts):
    with pytest.raises(UsageError, match=r"give|budget"):
        planned(FILES, budget, parts)


@pytest.fixture
def sample(tmp_path):
    return repository(tmp_path / "sample", {path: text for path, text in FILES.items() if text})


def test_the_command_writes_parts_and_unpack_joins_them(sample, tmp_path):
    target, manifest = tmp_path / "c.md", tmp_path / "m.json"
    done = run("repo", sample, "--split", "auto", "--budget", "4k", "-o", target)
    assert done.exit_code == 0, done.output
    parts = sorted(tmp_path.glob("c-*-of-*.md"))
    assert len(parts) > 3
    assert "Part 1: " in done.output
    back = run("unpack", *parts, "-o", tmp_path / "out", standalone_mode=False)
    assert back.return_value == 0
    assert contents(tmp_path / "out") == {p: t.encode() for p, t in FILES.items() if t}
    back = run("unpack", *parts[1:], "-o", tmp_path / "out2", standalone_mode=False)
    assert back.return_value == 1
    assert "missing: part 1 of" in back.output
    again = run(
        *("repo", sample, "--split", "2", "--budget", "3k", "-o", target, "--manifest", manifest)
    )
    assert again.exit_code == 0
    assert "is of an earlier split" in again.output
    assert json.loads(manifest.read_text())["options"]["split"] == 2


def test_fewer_parts_than_asked_for_are_reported(sample, tmp_path):
    done = run("repo", sample, "--split", "9", "--budget", "64k", "-o", tmp_path / "c.md")
    assert "1 part instead of 9: everything fits." in done.output
    assert (tmp_path / "c-1-of-1.md").exists()


@pytest.mark.parametrize(
    ("arguments", "remedy"),
    [
        ([], "-o NAME"),
        (["-o", "-"], "-o NAME"),
        (["--copy", "-o", "x.md"], "-o NAME"),
        (["--budget", "none", "-o", "x.md"], "--budget 32k"),
    ],
)
def test_parts_need_files_and_a_budget(sample, arguments, remedy):
    done = run("repo", sample, "--split", "2", *arguments)
    assert isinstance(done.exception, UsageError)
    assert remedy in str(done.exception)


@pytest.mark.parametrize("value", ["1000", "-1", "two", "1.5", "²"])
def test_what_is_no_number_of_parts_is_refused(sample, value):
    done = run("repo", sample, "--split", value, "-o", "x.md")
    assert done.exit_code == 2
    assert "1 to 999, or auto" in done.output
