"""What makes a page matter: its kind, place, length, links, and whether it opens a section."""

from dataclasses import replace

import pytest

from ctxbuild.analysis.page_importance import PageTraits, page_importance
from ctxbuild.analysis.page_kinds import PAGE, is_translated, kind_of

PLAIN = PageTraits(PAGE, depth=1, place=0, size=2000, links=(), section="a")


def test_each_section_gives_its_first_pages_before_the_last_of_another() -> None:
    pages = [replace(PLAIN, place=n, section="ab"[n // 12]) for n in range(24)]

    worths = page_importance(pages)

    assert worths[12] > worths[11]
    assert sorted(worths[:12], reverse=True) == worths[:12]


@pytest.mark.parametrize(
    "better",
    [{"opens": True}, {"size": 20_000}, {"depth": 0}, {"section": "another"}],
    ids=lambda each: next(iter(each)),
)
def test_what_speaks_for_a_page(better: dict[str, object]) -> None:
    same = page_importance([PLAIN, PLAIN])
    changed = page_importance([PLAIN, replace(PLAIN, **better)])

    assert changed[1] > same[1]
    assert changed[0] == same[0]


def test_pages_that_lead_to_another_speak_for_it_once_each() -> None:
    alone = page_importance([PLAIN, PLAIN])[0]
    once = page_importance([PLAIN, replace(PLAIN, links=(0,))])[0]
    twice_by_one = page_importance([PLAIN, replace(PLAIN, links=(0, 0))])[0]

    assert alone < once == twice_by_one


def test_longer_than_long_is_no_better_and_a_stub_is_worse() -> None:
    worths = page_importance([replace(PLAIN, size=size) for size in (20_000, 2_000_000)])
    stub = page_importance([replace(PLAIN, size=290), replace(PLAIN, size=310)])

    assert worths[1] < worths[0] * 1.001
    assert stub[0] < stub[1]


def test_a_page_in_english_beside_the_same_in_the_sites_own_language_is_a_translation() -> None:
    paths = {
        "install.md",
        "en/install.md",
        "en/only.md",
        "docs/guide/a.md",
        "docs/en-US/guide/a.md",
    }

    found = {path for path in paths if is_translated(path, paths)}

    assert found == {"en/install.md", "docs/en-US/guide/a.md"}


def test_translating_code_is_no_page_about_the_project() -> None:
    assert not kind_of("Translating Selenium to thirtyfour", "tools/other.md").is_optional
    assert kind_of("Translating the documentation", "tools/other.md").is_optional
