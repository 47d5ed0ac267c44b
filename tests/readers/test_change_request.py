"""The options of a call that name a change, and those that make no sense."""

from __future__ import annotations

import pytest

from ctxbuild.model import UsageError
from ctxbuild.readers.change_request import ChangeRequest, change_request


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({}, None),
        ({"changed_since": "v1"}, ("--changed-since", "v1", None, False, True)),
        ({"changed_since": "v1", "ref": "v2"}, ("--changed-since", "v1", "v2", False, True)),
        ({"diff": "v1"}, ("--diff", "v1", None, False, False)),
        ({"diff": "v1", "ref": "v2"}, ("--diff", "v1", "v2", False, False)),
        ({"diff": "v1..v2"}, ("--diff", "v1", "v2", False, False)),
        ({"diff": "v1...v2"}, ("--diff", "v1", "v2", False, True)),
        ({"diff": "v1.."}, ("--diff", "v1", "HEAD", False, False)),
        ({"diff": "...v2"}, ("--diff", "HEAD", "v2", False, True)),
        ({"staged": True}, ("--staged", "HEAD", None, True, False)),
    ],
)
def test_the_options_of_a_call_make_a_request(asked, expected):
    assert change_request(**asked) == (ChangeRequest(*expected) if expected else None)


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        ({"changed_since": "a", "diff": "b"}, "--changed-since and --diff exclude each other"),
        ({"diff": "a..b", "staged": True}, "--diff and --staged exclude each other"),
        ({"staged": True, "ref": "a"}, "--staged and --ref exclude each other"),
        ({"diff": "a..b", "ref": "c"}, "leave out --ref"),
        ({"diff": ".."}, "not a range"),
        ({"diff": "..."}, "not a range"),
        ({"diff": "a..b..c"}, "not a range"),
        ({"diff": "a....b"}, "not a range"),
        ({"diff": ""}, "not a revision"),
        ({"diff": "--output=x"}, "not a revision"),
        ({"diff": "a..--output=x"}, "not a revision"),
        ({"changed_since": "a\x1b[2J"}, "not a revision"),
        ({"changed_since": ""}, "not a revision"),
    ],
)
def test_options_that_make_no_sense_are_refused_in_one_line(asked, message):
    with pytest.raises(UsageError) as caught:
        change_request(**asked)
    assert message in str(caught.value)
    assert str(caught.value).isprintable()
