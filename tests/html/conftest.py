"""A limit on processor time that does not depend on what else the machine does."""

import time
from contextlib import contextmanager

import pytest


@pytest.fixture
def cpu_seconds():
    """Return a context that fails when its body takes more processor time than allowed."""

    @contextmanager
    def limited(seconds):
        began = time.process_time()
        yield
        assert time.process_time() - began < seconds

    return limited
