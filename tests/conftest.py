"""What all tests share: a cache of their own, no time limits, and a list of allowed skips."""

from __future__ import annotations

import os
from fnmatch import fnmatchcase
from pathlib import Path

import hypothesis
import pytest

ALLOWED = Path(__file__).with_name("allowed-skips.txt")

# A busy machine is no reason to fail; a run that gates a merge tries the same inputs each time.
hypothesis.settings.register_profile("ctxbuild", deadline=None, derandomize="CI" in os.environ)
hypothesis.settings.load_profile("ctxbuild")


@pytest.fixture(autouse=True)
def _own_cache(tmp_path_factory, monkeypatch):
    """Keep every test away from the user's cache."""
    monkeypatch.setenv("CTXBUILD_CACHE_DIR", str(tmp_path_factory.mktemp("cache")))


def allowed_patterns() -> list[str]:
    """Return the node-id patterns of tests that may be skipped.

    Raises:
        pytest.UsageError: a pattern without a reason.
    """
    patterns = []
    for line in ALLOWED.read_text(encoding="utf-8").splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        pattern, _, reason = line.partition(" # ")
        if not reason.strip():
            raise pytest.UsageError(f"{ALLOWED.name}: {line!r} gives no reason after ' # '")
        # Square brackets enclose the parameters of a test; only * and ? are wild.
        patterns.append(pattern.strip().replace("[", "[[]"))
    return patterns


def pytest_sessionfinish(session, exitstatus):
    """Fail a green run that skipped, or expected to fail, what the list does not name."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if reporter is None or os.environ.get("PYTEST_XDIST_WORKER"):
        return
    patterns = allowed_patterns()
    unexpected = [
        report.nodeid
        for outcome in ("skipped", "xfailed")
        for report in reporter.stats.get(outcome, [])
        if not any(fnmatchcase(report.nodeid, pattern) for pattern in patterns)
    ]
    if unexpected:
        reporter.write_line(f"skipped, and not in {ALLOWED.name}: {', '.join(unexpected)}")
        if exitstatus == pytest.ExitCode.OK:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED
