"""Which pages an llms.txt lists: chapters, then what is optional, then generated reference."""

from __future__ import annotations

from ctxbuild.model import PageEntry, PageList
from ctxbuild.packing.page_set import WHOLE, Candidate, Heading, choose_pages

HEADING = Heading("Kiln", "Burns clay.", ())


def page(path: str, *, generated: bool = False, optional: bool = False) -> Candidate:
    entry = PageEntry(path, path, "", 0)
    kind = "generated reference" if generated else "page"
    return Candidate(entry, "S", 1.0, kind, optional, generated)


def chosen(pages: list[Candidate], most: int) -> list[PageList]:
    def count(made: PageList) -> int:
        return sum(len(section.entries) for section in made.sections)

    found = choose_pages(
        pages, HEADING, lambda made: count(made) <= most, lambda _: WHOLE // most, nested=True
    )
    return list(found.lists)


def targets(made: PageList) -> list[str]:
    return [entry.target for section in made.sections for entry in section.entries]


def test_generated_reference_beside_chapters_fills_what_they_leave():
    bulk = [page(f"{n:02}.md", generated=True) for n in range(40)]
    (made,) = chosen([page("start.md"), *bulk, page("news.md", optional=True)], 20)
    assert len(targets(made)) == 20
    assert {"start.md", "news.md"} <= set(targets(made))


def test_generated_reference_in_a_directory_has_a_list_there():
    bulk = [page(f"api/{n:02}.md", generated=True) for n in range(40)]
    made, nested = chosen([page("start.md"), *bulk], 20)
    assert targets(made) == ["start.md", "api/llms.txt"]
    assert nested.directory == "api/"
