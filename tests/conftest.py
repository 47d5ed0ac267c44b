"""Holds the suite to the skips that are written down, with a reason for each."""

from __future__ import annotations

import fnmatch
import os
from pathlib import Path

import pytest

ALLOWED = Path(__file__).with_name("allowed-skips.txt")


@pytest.fixture(autouse=True)
def _own_cache(tmp_path_factory, monkeypatch):
    """Keep every test away from the user's cache."""
    monkeypatch.setenv("CTXBUILD_CACHE_DIR", str(tmp_path_factory.mktemp("cache")))


def allowed_patterns() -> list[str]:
    """Return the node-id patterns that may be skipped."""
    lines = ALLOWED.read_text(encoding="utf-8").splitlines()
    return [line.split("#", 1)[0].strip() for line in lines if line.split("#", 1)[0].strip()]


def pytest_sessionfinish(session, exitstatus):
    """Fail a green run that skipped what the list does not name."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if reporter is None or os.environ.get("PYTEST_XDIST_WORKER"):
        return
    patterns = allowed_patterns()
    unexpected = [
        report.nodeid
        for report in reporter.stats.get("skipped", [])
        if not any(fnmatch.fnmatch(report.nodeid, pattern) for pattern in patterns)
    ]
    if unexpected:
        reporter.write_line(f"skipped, and not in {ALLOWED.name}: {', '.join(unexpected)}")
        if exitstatus == 0:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED
