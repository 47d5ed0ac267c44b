"""Links of Markdown pages, found where they are written and led elsewhere."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ctxbuild.analysis.written_links import relinked, written_links

PAGE = """\
---
title: "[no](link)"
---
> a `[b](c)` [b](c)
> b [x
> y](<z w> "t") ![i](k.png) [r] [s][r] [e](
>   foo 'bar') <a class="b" href="q.md">t</a>

| a | b |
|---|---|
| [q](r\\|s) | `a\\|b` [c](c2) |

- <p><a href=foo/bar>x</a></p>

  [![b](i.svg)](LICENSE) [](empty) [no(x) [a](b(c)d)

```
[code](is.md)
```

[r]: ref.md "T"
"""


def test_links_are_found_with_their_labels_and_targets() -> None:
    found = [(PAGE[slice(*each.label)], each.target, each.line) for each in written_links(PAGE)]

    assert found == [
        ("b", "c", 4),
        ("x\n> y", "z%20w", 4),
        ("r", "ref.md", 4),
        ("s", "ref.md", 4),
        ("e", "foo", 4),
        ("", "q.md", 4),
        ("q", "r%7Cs", 11),
        ("c", "c2", 11),
        ("", "foo/bar", 13),
        ("![b](i.svg)", "LICENSE", 15),
        ("", "empty", 15),
        ("a", "b(c)d", 15),
    ]


@pytest.mark.parametrize(
    ("text", "led", "unled"),
    [
        ("[a](b.md)", "[a](new)", "a"),
        ('[a](<b c.md> "t") d', '[a](new "t") d', "a d"),
        ("[a][r] [r]\n\n[r]: b", "[a](new) [r](new)\n\n[r]: b", "a r\n\n[r]: b"),
        ('<a id="i" href="b">c</a>', '<a id="i" href="new">c</a>', '<a id="i">c</a>'),
        ("`[a](b)` [a](b)", "`[a](b)` [a](new)", "`[a](b)` a"),
        ("- *[`a`](b)*\r\n", "- *[`a`](new)*\r\n", "- *`a`*\r\n"),
    ],
)
def test_links_are_led_elsewhere_or_nowhere(text: str, led: str, unled: str) -> None:
    links = list(written_links(text))

    assert relinked(text, [(each, "new") for each in links]) == led
    assert relinked(text, [(each, "") for each in links]) == unled


PIECES = st.sampled_from(
    [
        *("[a](b)", "[a][r]", "[r]", "[r][]", "[a](<b c> 't')", "<a href='b'>", "</a>", "![i](j)"),
        *("`", "``", "\n", "\n\n", "> ", "- ", "# ", " ", "x", "[", "]", "(", ")", "\\", "\r\n"),
        *("\n    ", "\n```\n", "<!--", "-->", "\n\n[r]: ref\n\n", "*", "**", "<div>\n", "</div>\n"),
    ]
)


@given(st.lists(PIECES, max_size=24).map("".join))
def test_what_is_led_elsewhere_changes_nothing_but_targets(text: str) -> None:
    links = list(written_links(text))
    led = relinked(text, [(each, "new") for each in links])

    assert [each.target for each in written_links(led)] == ["new" for _ in links]
    assert relinked(text, ()) == text


@given(st.text("[]()<>`!\\ab|\n\r-> '\"#", max_size=40))
def test_no_text_is_too_odd(text: str) -> None:
    assert relinked(text, [(each, "") for each in written_links(text)]) is not None
