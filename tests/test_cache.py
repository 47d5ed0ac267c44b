"""The cache never changes a result: not when damaged, shared, full, locked or of another time.

Every store here is a real SQLite file; damage is done to its bytes.
"""

import os
import signal
import sqlite3
import subprocess
import sys
import textwrap
import threading
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ctxbuild.cache import Cache, database, default_directory
from ctxbuild.cache.database import SCHEMA
from ctxbuild.cache.place import is_on_network
from ctxbuild.cache.store import FILE_NAME
from ctxbuild.model import CtxbuildError

KEYS = [b"key-%d" % i for i in range(300)]
VALUES = {key: key * 40 for key in KEYS}


@pytest.fixture
def store(tmp_path):
    """Return the directory of a filled store."""
    with Cache.open(tmp_path) as cache:
        cache.put_many("stage", "1", VALUES)
    return tmp_path


def edit(directory, *statements):
    connection = sqlite3.connect(directory / FILE_NAME)
    for statement in statements:
        connection.execute(statement)
    connection.commit()
    connection.close()


def use(directory):
    """Ask for every value as a job would; return the values and what was said."""
    said = []
    with Cache.open(directory, warn=said.append) as cache:
        known = cache.get_many("stage", "1", KEYS)
        assert all(VALUES[key] == value for key, value in known.items())
        cache.put_many("stage", "1", {key: VALUES[key] for key in KEYS if key not in known})
    return len(known), said


def assert_whole_again(directory):
    assert use(directory) == (len(KEYS), [])


def run(script, *arguments, **options):
    return subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(script), *map(str, arguments)],
        stdout=subprocess.PIPE,
        text=True,
        **options,
    )


# What it keeps


def test_values_outlive_the_process(store):
    assert_whole_again(store)


def test_another_stage_or_version_knows_nothing(store):
    with Cache.open(store) as cache:
        assert cache.get_many("stage", "2", KEYS) == {}
        assert cache.get_many("other", "1", KEYS) == {}


def test_stage_and_version_cannot_be_confused(tmp_path):
    with Cache.open(tmp_path) as cache:
        cache.put_many("a", "b1", {b"k": b"v"})
        assert cache.get_many("ab", "1", [b"k"]) == {}


def test_values_are_there_before_they_are_written(tmp_path):
    with Cache.open(tmp_path) as cache:
        cache.put_many("stage", "1", VALUES)
        assert cache.get_many("stage", "1", [*KEYS, b"unknown"]) == VALUES


def test_memo_computes_once(tmp_path):
    calls = []
    for _ in range(2):
        with Cache.open(tmp_path) as cache:
            assert cache.memo("s", "1", b"k", lambda: calls.append(1) or b"v") == b"v"
    assert calls == [1]


@pytest.mark.parametrize("value", [b"", b"\0", os.urandom(200_000), b"text " * 50_000])
def test_values_of_every_size_come_back(tmp_path, value):
    with Cache.open(tmp_path) as cache:
        cache.put_many("s", "1", {b"k": value})
    with Cache.open(tmp_path) as cache:
        assert cache.get_many("s", "1", [b"k"]) == {b"k": value}


def test_large_values_are_compressed(tmp_path):
    with Cache.open(tmp_path) as cache:
        cache.put_many("s", "1", {b"k": b"text " * 50_000})
        cache.flush()
        assert cache.info().stages[0][2] < 10_000


def test_much_is_written_before_the_end(tmp_path):
    cache = Cache.open(tmp_path)
    cache.put_many("s", "1", {b"%d" % i: b"v" for i in range(5000)})
    with Cache.open(tmp_path) as other:
        assert len(other.get_many("s", "1", [b"%d" % i for i in range(5000)])) == 5000
    cache.close()


def test_nothing_is_touched_before_the_first_use(tmp_path):
    directory = tmp_path / "deep" / "down"
    with Cache.open(directory) as cache:
        assert cache.info().entries == 0
        assert cache.verify() == 0
        assert cache.clear() == 0
    assert not directory.exists()


def test_a_disabled_cache_keeps_and_removes_nothing(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    bystander = tmp_path / FILE_NAME
    bystander.write_bytes(b"someone else's")
    with Cache.disabled() as cache:
        cache.put_many("s", "1", VALUES)
        assert cache.get_many("s", "1", KEYS) == {}
        assert cache.memo("s", "1", b"k", lambda: b"v") == b"v"
        assert cache.clear() == 0
    assert bystander.read_bytes() == b"someone else's"


def test_others_cannot_read_the_directory(tmp_path):
    with Cache.open(tmp_path / "c") as cache:
        cache.put_many("s", "1", VALUES)
    assert (tmp_path / "c").stat().st_mode & 0o077 == 0


# What it says about itself


def test_info_counts_entries_and_bytes_of_each_stage(store):
    with Cache.open(store) as cache:
        cache.put_many("another", "1", {b"k": b"12345"})
        cache.flush()
        info = cache.info()
    assert info.path == str(store / FILE_NAME)
    assert info.entries == 301
    assert [(stage, entries) for stage, entries, _ in info.stages] == [
        ("another", 1),
        ("stage", 300),
    ]
    assert info.stages[0][2] == 6
    assert info.size >= sum(stage[2] for stage in info.stages)


def test_clear_removes_the_store_and_what_was_set_aside_and_nothing_else(store):
    (store / "mine.txt").write_text("stay")
    (store / FILE_NAME).write_bytes(b"no database" * 1000)
    use(store)
    with Cache.open(store) as cache:
        cache.get_many("stage", "1", KEYS)
        assert cache.clear() > 11_000
    assert [path.name for path in store.iterdir()] == ["mine.txt"]


def test_clear_says_what_it_could_not_remove(tmp_path):
    (tmp_path / FILE_NAME).mkdir()
    with pytest.raises(CtxbuildError, match=FILE_NAME), Cache.open(tmp_path) as cache:
        cache.clear()


# Damage


def overwrite(offset, length):
    def damage(path):
        with path.open("r+b") as file:
            file.seek(offset)
            file.write(b"\xa5" * length)

    return damage


UNUSABLE = {
    "another file": lambda path: path.write_bytes(b"this is no database\n" * 500),
    "header gone": overwrite(0, 100),
    "root page gone": overwrite(4096, 4096),
    "everything after the header gone": overwrite(100, 30_000),
    "cut in half": lambda path: os.truncate(path, path.stat().st_size // 2),
    "cut to a page": lambda path: os.truncate(path, 4096),
    "newer schema": lambda path: edit(path.parent, f"PRAGMA user_version = {SCHEMA + 1}"),
    "older schema": lambda path: edit(path.parent, f"PRAGMA user_version = {SCHEMA - 1}"),
    "another program's": lambda path: edit(path.parent, "PRAGMA user_version = 0"),
    "column missing": lambda path: edit(path.parent, "ALTER TABLE kv RENAME COLUMN crc TO sum"),
}


@pytest.mark.parametrize("name", UNUSABLE)
def test_an_unusable_store_is_set_aside_and_begun_anew_with_one_warning(store, name):
    UNUSABLE[name](store / FILE_NAME)
    before = (store / FILE_NAME).read_bytes()
    known, said = use(store)
    assert known < len(KEYS)
    assert len(said) == 1
    assert "set aside" in said[0]
    assert "\n" not in said[0]
    assert (store / f"{FILE_NAME}.set-aside").read_bytes() == before
    assert_whole_again(store)


def test_an_empty_file_becomes_a_store(tmp_path):
    (tmp_path / FILE_NAME).touch()
    assert use(tmp_path) == (0, [])
    assert_whole_again(tmp_path)


def test_stores_set_aside_do_not_pile_up(store):
    for _ in range(3):
        (store / FILE_NAME).write_bytes(b"no database" * 1000)
        use(store)
    assert len(list(store.glob("*set-aside*"))) == 1


@pytest.mark.parametrize(
    "change",
    [
        "v = CAST(v || 'x' AS BLOB)",
        "v = 'text'",
        "v = NULL",
        "crc = crc + 1",
        "crc = 'text'",
        "v = (SELECT v FROM kv ORDER BY k DESC), crc = (SELECT crc FROM kv ORDER BY k DESC)",
    ],
)
def test_a_damaged_value_is_a_miss_and_one_warning(store, change):
    edit(store, f"UPDATE kv SET {change} WHERE k IN (SELECT k FROM kv ORDER BY k LIMIT 2)")
    known, said = use(store)
    assert known == len(KEYS) - 2
    assert len(said) == 1
    assert "verify" in said[0]
    assert_whole_again(store)


def test_verify_removes_damaged_values(store):
    edit(store, "UPDATE kv SET crc = 0 WHERE k IN (SELECT k FROM kv LIMIT 3)")
    with Cache.open(store) as cache:
        assert cache.verify() == 3
        assert cache.verify() == 0
        assert cache.info().entries == len(KEYS) - 3


def test_verify_sets_a_store_with_damaged_pages_aside(store):
    overwrite(8192, 4096)(store / FILE_NAME)
    said = []
    with Cache.open(store, warn=said.append) as cache:
        assert cache.verify() == 1
    assert "set aside" in said[0]
    assert use(store) == (0, [])


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    holes=st.lists(
        st.tuples(st.floats(0, 0.999), st.binary(min_size=1, max_size=300)), min_size=1, max_size=5
    )
)
def test_no_damage_changes_a_result(tmp_path_factory, holes):
    directory = tmp_path_factory.mktemp("store")
    use(directory)
    with (directory / FILE_NAME).open("r+b") as file:
        size = file.seek(0, os.SEEK_END)
        for place, junk in holes:
            file.seek(int(place * size))
            file.write(junk)
    _, said = use(directory)
    assert len(said) <= 1
    with Cache.open(directory) as cache:
        cache.verify()
    _, said = use(directory)
    assert said == []
    assert_whole_again(directory)


# A store that cannot be used


def test_a_file_in_place_of_the_directory_turns_the_cache_off(tmp_path):
    (tmp_path / "c").write_text("a file")
    known, said = use(tmp_path / "c")
    assert known == 0
    assert len(said) == 1
    assert "going on without" in said[0]


def test_a_locked_store_is_read_but_not_written(store, monkeypatch):
    monkeypatch.setattr(database, "BUSY_SECONDS", 0.05)
    holder = sqlite3.connect(store / FILE_NAME, isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    said = []
    with Cache.open(store, warn=said.append) as cache:
        assert cache.get_many("stage", "1", KEYS) == VALUES
        cache.put_many("stage", "1", {b"new": b"value"})
        cache.flush()
        # Not tried again: every attempt would wait.
        assert cache.get_many("stage", "1", KEYS) == {}
        cache.put_many("stage", "1", {b"newer": b"value"})
    holder.close()
    assert len(said) == 1
    assert "locked" in said[0]
    assert_whole_again(store)


@pytest.mark.skipif(sys.platform == "win32", reason="limits of this kind are Unix's")
@pytest.mark.parametrize("limit", [100, 40_000])
def test_a_full_disk_turns_the_cache_off(tmp_path, limit):
    # A limit on file sizes is what a full disk looks like to a program.
    script = f"""
        import os, resource, signal, sys
        from pathlib import Path
        from ctxbuild.cache import Cache
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, ({limit}, {limit}))
        said = []
        with Cache.open(Path(sys.argv[1]), warn=said.append) as cache:
            for i in range(40):
                cache.put_many("stage", "1", {{b"%d" % i: os.urandom(3000)}})
                cache.flush()
        print(len(said), said)
        """
    process = run(script, tmp_path)
    output, _ = process.communicate(timeout=60)
    assert process.returncode == 0
    assert output.startswith("1 ")
    assert "going on without" in output
    known, said = use(tmp_path)
    assert (known, said) == (0, [])
    assert_whole_again(tmp_path)


# Several at once

WRITER = """
    import sys
    from pathlib import Path
    from ctxbuild.cache import Cache
    said = []
    with Cache.open(Path(sys.argv[1]), warn=said.append) as cache:
        print("ready", flush=True)
        for i in range(int(sys.argv[3])):
            key = b"%s-%d" % (sys.argv[2].encode(), i)
            cache.put_many("stage", "1", {key: key * 20})
            if i % 20 == 19:
                cache.flush()
                print(i, flush=True)
    assert not said, said
    """


def written(directory, name, count):
    with Cache.open(directory) as cache:
        keys = [b"%s-%d" % (name.encode(), i) for i in range(count)]
        found = cache.get_many("stage", "1", keys)
        assert all(value == key * 20 for key, value in found.items())
        return len(found)


def test_two_processes_write_at_once(tmp_path):
    writers = [run(WRITER, tmp_path, name, 600) for name in "ab"]
    for writer in writers:
        writer.communicate(timeout=60)
        assert writer.returncode == 0
    assert [written(tmp_path, name, 600) for name in "ab"] == [600, 600]


def test_a_killed_writer_loses_nothing_that_was_written(tmp_path):
    writer = run(WRITER, tmp_path, "a", 10**6)
    for line in writer.stdout:
        if line.strip() == "199":
            break
    writer.send_signal(getattr(signal, "SIGKILL", signal.SIGTERM))
    writer.communicate(timeout=60)
    assert written(tmp_path, "a", 200) == 200
    with Cache.open(tmp_path) as cache:
        assert cache.verify() == 0


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork here")
@pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")
def test_a_forked_child_uses_a_connection_of_its_own(store):
    with Cache.open(store) as cache:
        assert cache.get_many("stage", "1", KEYS) == VALUES
        parents = cache._connection
        child = os.fork()
        if child == 0:
            ok = cache.get_many("stage", "1", KEYS) == VALUES
            ok = ok and cache._connection is not parents
            cache.put_many("stage", "1", {b"child": b"1"})
            cache.close()
            os._exit(0 if ok else 1)
        assert os.waitpid(child, 0)[1] == 0
        assert cache.get_many("stage", "1", [b"child"]) == {b"child": b"1"}


def test_threads_share_a_cache(tmp_path):
    failed = []

    def work(number):
        for i in range(50):
            key = b"%d-%d" % (number, i)
            cache.put_many("s", "1", {key: key})
            if cache.get_many("s", "1", [key]) != {key: key}:
                failed.append(key)
            if i % 10 == 0:
                cache.flush()

    with Cache.open(tmp_path, warn=failed.append) as cache:
        threads = [threading.Thread(target=work, args=(n,)) for n in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert failed == []


# Age and size


def days(directory):
    connection = sqlite3.connect(directory / FILE_NAME)
    rows = connection.execute("SELECT day, COUNT(*) FROM kv GROUP BY day ORDER BY day").fetchall()
    connection.close()
    return rows


def test_a_use_is_noted_once_a_day(store):
    ((today, _),) = days(store)
    edit(store, f"UPDATE kv SET day = {today - 3}")
    with Cache.open(store) as cache:
        cache.get_many("stage", "1", KEYS[:10])
    assert days(store) == [(today - 3, 290), (today, 10)]
    with Cache.open(store) as cache:
        cache.get_many("stage", "1", KEYS[:10])
        assert not cache._used


def test_what_was_used_longest_ago_goes_first(tmp_path):
    old = {b"old-%d" % i: os.urandom(1000) for i in range(500)}
    new = {b"new-%d" % i: os.urandom(1000) for i in range(300)}
    with Cache.open(tmp_path) as cache:
        cache.put_many("s", "1", old)
    edit(tmp_path, "UPDATE kv SET day = day - 1")
    with Cache.open(tmp_path, max_bytes=800_000) as cache:
        cache.put_many("s", "1", new)
    with Cache.open(tmp_path) as cache:
        assert len(cache.get_many("s", "1", list(new))) == 300
        assert 150 < len(cache.get_many("s", "1", list(old))) < 300


def test_the_file_stops_growing_at_its_bound(tmp_path):
    for round_ in range(6):
        with Cache.open(tmp_path, max_bytes=400_000) as cache:
            cache.put_many("s", "1", {b"%d-%d" % (round_, i): os.urandom(1000) for i in range(200)})
    assert (tmp_path / FILE_NAME).stat().st_size < 800_000


# Where it is


def test_the_environment_names_the_directory(monkeypatch, tmp_path):
    monkeypatch.setenv("CTXBUILD_CACHE_DIR", str(tmp_path))
    assert default_directory() == tmp_path


@pytest.mark.skipif(sys.platform != "linux", reason="the base directories of freedesktop.org")
@pytest.mark.parametrize(
    ("base", "expected"),
    [("/x/y", "/x/y/ctxbuild"), ("", "/home/me/.cache/ctxbuild"), ("rel", None)],
)
def test_the_users_cache_directory_is_the_default(monkeypatch, base, expected):
    monkeypatch.delenv("CTXBUILD_CACHE_DIR", raising=False)
    monkeypatch.setenv("HOME", "/home/me")
    monkeypatch.setenv("XDG_CACHE_HOME", base)
    assert default_directory() == Path(expected or "/home/me/.cache/ctxbuild")


def test_without_a_home_there_is_no_cache_and_one_warning(monkeypatch):
    monkeypatch.setattr(os.path, "expanduser", lambda name: name)
    monkeypatch.setenv("CTXBUILD_CACHE_DIR", "~/c")
    said = []
    with Cache.open(warn=said.append) as cache:
        cache.put_many("s", "1", VALUES)
        assert cache.get_many("s", "1", KEYS) == {}
    assert len(said) == 1
    assert "CTXBUILD_CACHE_DIR" in said[0]


MOUNTS = "dev / ext4 rw 0 0\nhost:/h /home nfs4 rw 0 0\ndev /home/local\\040disk ext4 rw 0 0\n"


@pytest.mark.parametrize(
    ("directory", "expected"),
    [
        ("/var/cache", False),
        ("/home/me/.cache", True),
        ("/home/local disk/c", False),
        ("/homes", False),
    ],
)
def test_network_file_systems_are_known_by_their_mounts(directory, expected):
    assert is_on_network(Path(directory), MOUNTS) is expected


def test_a_store_without_shared_memory_works_as_well(tmp_path, monkeypatch):
    monkeypatch.setattr(database, "is_on_network", lambda _directory: True)
    assert use(tmp_path) == (0, [])
    assert_whole_again(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == [FILE_NAME]
