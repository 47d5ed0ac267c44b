"""What all tests share: a cache of their own, no time limits, and a list of allowed skips."""

from __future__ import annotations

import os
from collections.abc import Iterable
from fnmatch import fnmatchcase
from pathlib import Path

import hypothesis
import pytest
from faulty_server import FaultyServer, pages

ALLOWED = Path(__file__).with_name("allowed-skips.txt")

# A busy machine is no reason to fail; a run that gates a merge tries the same inputs each time.
hypothesis.settings.register_profile("ctxbuild", deadline=None, derandomize="CI" in os.environ)
hypothesis.settings.load_profile("ctxbuild")


@pytest.fixture(autouse=True)
def _own_cache(tmp_path_factory, monkeypatch):
    """Keep every test away from the user's cache."""
    monkeypatch.setenv("CTXBUILD_CACHE_DIR", str(tmp_path_factory.mktemp("cache")))


@pytest.fixture
def serve():
    """Start sites, and stop them after the test."""
    servers: list[FaultyServer] = []

    def start(tree):
        servers.append(FaultyServer(tree if callable(tree) else pages(tree)))
        return servers[-1]

    yield start
    for server in servers:
        server.close()


def unlisted(skipped: Iterable[str], allowed: str) -> list[str]:
    """Return the ids of skipped tests that no line of ``allowed`` names.

    Raises:
        ValueError: a line without a reason.
    """
    patterns = []
    for line in allowed.splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        pattern, _, reason = line.partition(" # ")
        if not reason.strip():
            raise ValueError(f"{line!r} gives no reason after ' # '")
        # Square brackets enclose the parameters of a test; only * and ? are wild.
        patterns.append(pattern.strip().replace("[", "[[]"))
    return [test for test in skipped if not any(fnmatchcase(test, each) for each in patterns)]


def pytest_sessionfinish(session, exitstatus):
    """Fail a green run that skipped, or expected to fail, what the list does not name."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if reporter is None or os.environ.get("PYTEST_XDIST_WORKER"):
        return
    reports = [*reporter.stats.get("skipped", []), *reporter.stats.get("xfailed", [])]
    unexpected = unlisted([report.nodeid for report in reports], ALLOWED.read_text("utf-8"))
    if unexpected:
        reporter.write_line(f"skipped, and not in {ALLOWED.name}: {', '.join(unexpected)}")
        if exitstatus == pytest.ExitCode.OK:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED
