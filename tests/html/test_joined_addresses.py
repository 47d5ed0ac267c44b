"""Addresses that are remembered by directory are those that the standard library joins."""

from urllib.parse import urljoin

from hypothesis import example, given
from hypothesis import strategies as st

from ctxbuild.html.links import join

_PARTS = st.lists(
    st.sampled_from(["a", "b.html", "..", ".", "/", "//", "#", "?", ";", ":", "=", "http:", " "]),
    max_size=7,
).map("".join)


@given(_PARTS, _PARTS)
@example("a/b.html", "../c.html#d")
@example("a/b.html;v=/1", "c")
@example("a", "//")
@example("a", " ")
@example("a", "https:")
def test_joined_as_the_standard_library_joins(path: str, href: str) -> None:
    for base in (f"https://docs.example.org/{path}", "https://docs.example.org", path):
        assert join(base, href) == urljoin(base, href)


def test_text_far_from_any_tag_is_seen_at_its_exact_length() -> None:
    from ctxbuild.html.parsing import MOST_IN_TAG, _is_far_between_tags

    for count, far in ((MOST_IN_TAG, False), (MOST_IN_TAG + 1, True)):
        for page in ("x" * count, f"<p>a<{'x' * count}", f"<p>a<{'x' * count}<b>"):
            assert _is_far_between_tags(page) is far
