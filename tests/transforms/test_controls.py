"""Characters that people do not see are shown, and hidden again without loss."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ctxbuild.transforms import hide_controls, show_controls

HIDDEN = [
    *range(0x09),
    *range(0x0B, 0x0D),
    *range(0x0E, 0x20),
    *range(0x7F, 0xA0),
    *(0x061C, 0x200B, 0x200E, 0x200F, 0xFEFF, 0xFFFE, 0xFFFF, 0x3164),
    *range(0x202A, 0x202F),
    *range(0x2060, 0x2065),
    *range(0x2066, 0x2070),
    *range(0xFFF9, 0xFFFC),
    *(0xE0001, 0xE0041, 0xE007F, 0xE0100, 0xE01EF),
]
ORDINARY = (
    "tab\tnewline\nreturn\r\n é ß “quotes” – nbsp\u00a0 日本語 "
    "العربية ❤\ufe0f 👩\u200d👩\u200d👧 می\u200cخواهم"
)


@pytest.mark.parametrize("code", [code for code in HIDDEN if code != 0x09])
def test_every_hidden_character_is_shown(code: int) -> None:
    assert show_controls(f"a{chr(code)}b") == (f"a⟦U+{code:04X}⟧b", 1)
    assert show_controls(f"é{chr(code)}b") == (f"é⟦U+{code:04X}⟧b", 1)


def test_ordinary_text_is_the_same_object() -> None:
    for text in (ORDINARY, "plain ascii\n", "", "the notation ⟦U+202E⟧ alone"):
        shown, count = show_controls(text)
        assert shown is text
        assert count == 0


def test_bytes_smuggled_in_variation_selectors_or_joiners_are_shown() -> None:
    assert show_controls("😀" + "\ufe01\ufe0c\ufe03")[1] == 3
    assert show_controls("a\u200c\u200d\u200c\u200db")[1] == 4
    assert show_controls("❤\ufe0f\u200d🔥")[1] == 0


def test_notation_that_was_there_before_is_escaped_where_something_is_shown() -> None:
    shown, count = show_controls("⟦U+202E⟧ and \u202e")
    assert shown == "⟦U+27E6⟧U+202E⟧ and ⟦U+202E⟧"
    assert count == 1
    assert hide_controls(shown) == "⟦U+202E⟧ and \u202e"


@given(
    st.text(st.sampled_from("aé⟦⟧U+0123456789ABCDEF\x00\x1b\u202e\ufe0f\u200d\ufeff\U000e0041\n"))
)
def test_hiding_is_the_exact_inverse(text: str) -> None:
    shown, count = show_controls(text)
    assert (hide_controls(shown) if count else shown) == text
    assert show_controls(shown)[1] == 0


@given(st.text())
def test_hiding_is_the_exact_inverse_for_any_text(text: str) -> None:
    shown, count = show_controls(text)
    assert (hide_controls(shown) if count else shown) == text


def test_forged_notation_cannot_make_surrogates_or_fail() -> None:
    forged = "⟦U+D800⟧⟦U+FFFFFF⟧⟦U+110000⟧⟦U+⟧⟦U+12⟧"
    assert hide_controls(forged) == forged
