"""Comments that switch rules off, and where they do not."""

from __future__ import annotations

import pytest
from linted import found, linted

BAD = "See [here](https://kiln.test)."


@pytest.mark.parametrize(
    ("name", "comment"),
    [
        ("p.md", "<!-- ctxbuild-lint: disable=LINK-001 -->"),
        ("p.md", "<!-- ctxbuild-lint: disable=all -->"),
        ("p.mdx", "{/* ctxbuild-lint: disable=LINK-001,GUI-001 */}"),
        ("p.md", "[//]: # (ctxbuild-lint: disable=LINK-001)"),
    ],
)
def test_a_rule_is_off_from_the_comment_on(tmp_path, name, comment):
    text = f"{BAD}\n\n{comment}\n\n{BAD}\n"
    result = linted(tmp_path, {name: text}, "LINK-001")
    assert [f.line for f in result.findings] == [1]
    assert result.suppressed == 1


def test_a_comment_of_restructuredtext(tmp_path):
    text = ".. ctxbuild-lint: disable=LINK-001\n\nSee `here <https://kiln.test>`_.\n"
    assert not found(tmp_path, {"p.rst": text}, "LINK-001")


def test_enable_ends_it(tmp_path):
    off, on = (f"<!-- ctxbuild-lint: {word}=LINK-001 -->" for word in ("disable", "enable"))
    text = f"{off}\n\n{BAD}\n\n{on}\n\n{BAD}\n"
    assert [line for _, line, _ in found(tmp_path, {"p.md": text}, "LINK-001")] == [7]


def test_the_next_block_alone(tmp_path):
    text = f"<!-- ctxbuild-lint: disable-next=LINK-001 -->\n\n{BAD}\n\n{BAD}\n"
    assert [line for _, line, _ in found(tmp_path, {"p.md": text}, "LINK-001")] == [5]


def test_another_rule_stays_on(tmp_path):
    text = f"<!-- ctxbuild-lint: disable=GUI-001 -->\n\n{BAD}\n"
    assert found(tmp_path, {"p.md": text}, "LINK-001")


def test_an_example_in_a_fence_switches_nothing_off(tmp_path):
    text = f"```html\n<!-- ctxbuild-lint: disable=LINK-001 -->\n```\n\n{BAD}\n"
    assert found(tmp_path, {"p.md": text}, "LINK-001")


def test_a_comment_anywhere_is_about_the_whole_file(tmp_path):
    code = "def fire():\n    return 1\n\n\n" * 501
    assert found(tmp_path, {"a.py": code}, "SRC-003")
    assert not found(tmp_path, {"a.py": code + "# ctxbuild-lint: disable=SRC-003\n"}, "SRC-003")
