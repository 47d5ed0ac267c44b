"""The process beside a build: its answer, and every way in which there may be none."""

from __future__ import annotations

import copy
import os
import pickle
import signal
import subprocess
import sys
import time
from dataclasses import asdict
from pathlib import Path

import pytest

from ctxbuild.integrations import companion
from ctxbuild.integrations.companion import Companion
from ctxbuild.jobs.built_site import BuiltSite
from ctxbuild.jobs.llms_settings import LlmsSettings
from ctxbuild.model import NavItem

PAGE = (
    "<html><body><main><h1>Rocket {0}</h1><p>Launch number {0} goes well.</p></main></body></html>"
)
NAMES = [f"p{number}.html" for number in range(12)]


@pytest.fixture
def site(tmp_path, monkeypatch):
    monkeypatch.setenv("CTXBUILD_CACHE_DIR", str(tmp_path / "cache"))
    (tmp_path / "site").mkdir()
    for name in NAMES:
        (tmp_path / "site" / name).write_text(PAGE.format(name[1:-5]))
    return tmp_path / "site"


def first(site):
    return {"directory": str(site), "encoding": "o200k_base"}


def order(site, **settings):
    items = tuple(NavItem(name, name) for name in NAMES)
    made = LlmsSettings(base_url="https://example.org/", **settings)
    return {"site": asdict(BuiltSite(str(site), items, "Rocket")), "settings": asdict(made)}


def started(monkeypatch, code):
    monkeypatch.setattr(companion, "PROGRAM", ("-c", code))
    found = Companion.started({})
    assert found is not None
    return found


def is_gone(process):
    """Whether a process has ended and been waited for."""
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return True
    return False


def test_pages_are_converted_and_all_is_written(site):
    found = Companion.started(first(site))
    for name in [*NAMES, "not/there.html", "../outside.html"]:
        found.tell(name)
    answer = found.answer(order(site, sections={"All": ("/*.html",)}), 60)
    assert (answer["error"], answer["total"], answer["name"]) == ("", 12, "llms.txt")
    assert "## All" in (site / "llms.txt").read_text()
    assert "Launch number 3" in (site / "p3.md").read_text()
    assert is_gone(found._process.pid)


def test_what_is_wrong_with_the_order_is_in_the_answer(site):
    found = Companion.started(first(site) | {"encoding": "no-such"})
    assert "too small" in found.answer(order(site, budget=1), 60)["error"]


@pytest.mark.parametrize(
    "code",
    ["raise SystemExit(3)", "print('{', end='')", "import os; os.close(0); os.close(1)"],
)
def test_a_process_that_dies_gives_no_answer(monkeypatch, site, code):
    found = started(monkeypatch, code)
    for _ in range(2000):
        found.tell("a.html")
    assert found.answer(order(site), 60) is None
    assert is_gone(found._process.pid)


DEAF = "import signal, time; signal.signal(signal.SIGINT, signal.SIG_IGN); time.sleep(60)"


@pytest.mark.parametrize("code", ["import time; time.sleep(60)", DEAF])
def test_a_process_that_hangs_is_not_waited_for_longer_than_said(monkeypatch, site, code):
    monkeypatch.setattr(companion, "_GRACE_SECONDS", 0.2)
    found = started(monkeypatch, code)
    begun = time.monotonic()
    # More than a pipe holds: neither the pages nor the order may wait for a reader.
    for _ in range(2000):
        found.tell("a" * 200)
    assert found.answer(order(site, details="x" * 1_000_000), 0.2) is None
    assert time.monotonic() - begun < 20
    assert is_gone(found._process.pid)


def test_where_none_can_be_started_there_is_none(monkeypatch):
    monkeypatch.setattr(sys, "executable", "/no/such/python")
    assert Companion.started({}) is None
    monkeypatch.setattr(sys, "executable", "")
    assert Companion.started({}) is None


def test_stopping_leaves_nothing(site):
    found = Companion.started(first(site))
    found.tell(NAMES[0])
    found.stop()
    assert is_gone(found._process.pid)
    found.tell(NAMES[1])


def test_copies_go_without(site):
    found = Companion.started(first(site))
    assert copy.deepcopy({"a": found}) == {"a": None}
    assert pickle.loads(pickle.dumps([found])) == [None]
    found.stop()


def test_it_ends_when_who_started_it_is_killed(site):
    code = (
        "import sys, time\n"
        "from ctxbuild.integrations.companion import Companion\n"
        f"found = Companion.started({first(site)!r})\n"
        "print(found._process.pid, flush=True)\n"
        "time.sleep(60)\n"
    )
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE) as parent:
        process = int(parent.stdout.readline())
        parent.send_signal(signal.SIGKILL)
    for _ in range(300):
        if is_gone(process) or is_dead(process):
            return
        time.sleep(0.1)
    os.kill(process, signal.SIGKILL)
    raise AssertionError("it is still there")


def is_dead(process):
    """Whether a process only waits for whoever adopted it to take note of its end."""
    status = Path(f"/proc/{process}/stat")
    try:
        return status.read_text().rpartition(")")[2].split()[0] == "Z"
    except OSError:
        return False
