"""Pages chosen for llms.txt against those that maintainers chose.

``python benchmarks/llms_choice.py CHECKOUTS [--part "held out 2"]``: the cases stand in
``labelled/llms_choice.tsv``, a line each: part, repository, commit, directory of the
documentation, hand-written list. CHECKOUTS holds a git checkout of each as ``OWNER+NAME``.

Of a hand-written list count the links to pages of the documentation; how many there are says how
many pages we and the navigation's beginning may take. A case is of use if there are at least
five, of ten pages or more, and fewer than 70 % of them, and if most links of the list lead to one.
Parts: a coin drew ``development`` and ``held out``; that was looked at once, and then used as well.
``held out 2`` was collected afterwards. Of 28 more, a coin drew ``held out 3`` and
``development 2``; weights were chosen on all but ``held out 3`` after one look at it.
Of ``70 to 80 %`` pages, any choice is nearly right.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import unquote, urlsplit

from paired import difference, mean_of

from ctxbuild.cache import Cache
from ctxbuild.formats.llms_reading import read_llms_txt
from ctxbuild.jobs.llms import candidates_of
from ctxbuild.jobs.llms_pages import pages_of, spots
from ctxbuild.jobs.llms_repo import repo_source
from ctxbuild.jobs.llms_settings import LlmsSettings
from ctxbuild.model import Document
from ctxbuild.readers.nav.front_fields import fields_of
from ctxbuild.readers.source import RepoOptions

CASES = Path(__file__).with_name("labelled") / "llms_choice.tsv"
FORGES = ("github.com", "raw.githubusercontent.com")


@dataclass(frozen=True, slots=True)
class Case:
    """A hand-written list and the documentation that it is of."""

    part: str
    repository: str
    commit: str
    docs: str
    listed: str


def main() -> int:
    """Measure all cases, or those of one part."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("checkouts", type=Path)
    parser.add_argument("--part", choices=sorted({case.part for case in cases()}))
    arguments = parser.parse_args()
    ours: dict[tuple[str, str], float] = {}
    theirs: dict[tuple[str, str], float] = {}
    for case in cases():
        if arguments.part in (None, case.part):
            row = measured(case, arguments.checkouts / case.repository.replace("/", "+"))
            print(json.dumps({"repository": case.repository, **row}), flush=True)
            key = (case.repository, case.listed)
            ours[key], theirs[key] = float(row["ours"]), float(row["navigation"])
    signs = Counter((ours[key] > theirs[key]) - (ours[key] < theirs[key]) for key in ours)
    print(f"better {signs[1]}, equal {signs[0]}, worse {signs[-1]}")
    print("ours", mean_of(ours), "\nnavigation", mean_of(theirs))
    print("difference", difference(ours, theirs))
    return 0


def cases() -> list[Case]:
    """Return the cases of the table."""
    return [Case(*line.split("\t")) for line in CASES.read_text("utf-8").splitlines()]


def measured(case: Case, checkout: Path) -> dict[str, float | int | bool]:
    """Return F1 for our choice and for the navigation's beginning.

    Both take as many pages as the list has, so that precision, recall and F1 are one figure.
    """
    text = (checkout / case.listed).read_text(encoding="utf-8", errors="replace")
    settings = replace(LlmsSettings(), base_url=".")
    with Cache.disabled() as cache:
        options = RepoOptions(location=str(checkout / case.docs))
        source = repo_source(options, settings, cache, lambda *_: None, beside=False)
        documents = source.corpus.documents
        order = [n for n in source.order if documents[n].content is not None]
        items = source.navigation.items if source.navigation is not None else ()
        pages = pages_of(
            documents,
            order,
            items,
            settings,
            site=source.title,
            summary="",
            is_authors=True,
            cache=cache,
        )
    by_path = {page.path: documents[page.number] for page in pages}
    stems = {path: address(document) for path, document in by_path.items()}
    wanted = {found for url in own_links(text) if (found := meant(url, stems))}
    listing = candidates_of(pages, items, settings)
    ranked = sorted(listing, key=lambda each: (each.is_optional, -each.worth))
    navigation = dict.fromkeys([path for path in spots(items) if path in by_path])
    first = list(navigation | dict.fromkeys(by_path))
    count = max(len(wanted), 1)
    return {
        "pages": len(pages),
        "wanted": len(wanted),
        "has_navigation": len(navigation) * 2 > len(pages),
        "ours": len({each.entry.target for each in ranked[:count]} & wanted) / count,
        "navigation": len(set(first[:count]) & wanted) / count,
    }


def own_links(text: str) -> Iterator[str]:
    """Yield the links of a list that lead to its own site, or to files on a forge."""
    urls = [urlsplit(link.url) for link in read_llms_txt(text).links()]
    hosts = Counter(url.netloc for url in urls if url.netloc and url.netloc not in FORGES[:1])
    home = hosts.most_common(1)[0][0] if hosts else ""
    for url in urls:
        is_file = url.netloc in FORGES[1:] or re.search(r"/(?:blob|raw|tree)/", url.path)
        if not url.netloc or url.netloc == home or is_file:
            yield url.path


def address(document: Document) -> tuple[str, ...]:
    """Return what addresses have of a document: of what it states itself, else of its path."""
    fields = fields_of(document.text())
    above = document.path.rpartition("/")[0]
    slug, name = str(fields.get("slug") or ""), str(fields.get("id") or "")
    if slug:
        return stem(slug if slug.startswith("/") else f"{above}/{slug}")
    return stem(f"{above}/{name}" if name and "/" not in name else document.path)


def stem(path: str) -> tuple[str, ...]:
    """Return what of a path addresses have: no ending, no numbers for order, no index."""
    parts = re.sub(r"\.(?:mdx?|rst|html|ipynb)$", "", path.strip("/").lower()).split("/")
    plain = tuple(re.sub(r"^\d+\s*[-_.]+\s*(?=\D)", "", part) for part in parts)
    return plain[:-1] if plain[-1] in ("", "index", "readme", "_index") else plain


def meant(url: str, stems: Mapping[str, Sequence[str]]) -> str | None:
    """Return the page whose address ends as much as possible like another, the shortest."""
    parts = stem(unquote(url))
    for start in range(len(parts)):
        tail = parts[start:]
        found = [page for page, own in stems.items() if own[-len(tail) :] == tail]
        if found:
            return min(found, key=lambda page: (len(stems[page]), page))
    return None


if __name__ == "__main__":
    sys.exit(main())
