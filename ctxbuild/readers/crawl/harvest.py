"""From what was fetched to the pages that count: aliases and copies joined, the rest explained."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

from ctxbuild.net.errors import RefusedError
from ctxbuild.readers.crawl.addresses import address
from ctxbuild.readers.crawl.false_pages import near_copies
from ctxbuild.readers.crawl.look import Look
from ctxbuild.readers.crawl.model import Page, Skipped
from ctxbuild.readers.crawl.owners_word import is_against_models
from ctxbuild.readers.crawl.walk import Visit, Walked

_SHARED_CANONICAL = 0.3
"""Share of pages with one canonical address above which canonical addresses mean nothing."""
_FEW = 4
_KEPT_HEADERS = ("content-type", "content-language", "last-modified", "x-robots-tag")
_MUCH_OUTSIDE = 3


class Harvest:
    """The pages of one walk, joined and put in order."""

    def __init__(self, walked: Walked) -> None:
        self._walked = walked
        self._visits = {visit.found.page.identity: visit for visit in walked.visits}
        self._home: dict[str, str] = {}
        """Identity → identity of the page that stands for it, where that is another."""
        self.notes: list[str] = []
        self._join()

    def pages(self, twins: Mapping[str, tuple[str, str]]) -> tuple[Page, ...]:
        """Return the pages that count; ``twins`` are address and digest by page identity."""
        aliases: dict[str, list[str]] = {}
        order: dict[str, None] = {}
        for identity, visit in self._visits.items():
            home = self._resolved(identity)
            if home is None:
                continue
            order.setdefault(home)
            if home != identity:
                aliases.setdefault(home, []).append(visit.found.page.url)
        made = (self._page(self._visits[each], aliases.get(each, [])) for each in order)
        return tuple(
            replace(page, twin=twins[each][0], twin_digest=twins[each][1])
            if each in twins
            else page
            for each, page in zip(order, made, strict=True)
        )

    def kept(self) -> list[Visit]:
        """Return the visits of the pages that count, in order."""
        homes = dict.fromkeys(map(self._resolved, self._visits))
        return [self._visits[home] for home in homes if home]

    def skipped(self) -> tuple[Skipped, ...]:
        """Return every address that is no page, with the reason, in order of addresses."""
        found = [Skipped(url, reason) for url, reason in self._walked.refused.items()]
        for identity, visit in self._visits.items():
            reason = visit.reason or self._lost(identity)
            if reason:
                found.append(Skipped(visit.found.page.url, reason))
        return tuple(sorted(found))

    def counts(self) -> dict[str, int]:
        """Return what became of the addresses, in numbers."""
        pages = self.kept()
        counts = {
            "asked": len(self._visits),
            "pages": len(pages),
            "aliases": len(self._home) + sum(bool(v.onward) for v in self._visits.values()),
            "skipped": len(self.skipped()),
            "files": self._walked.files,
            "links outside the scope": sum(self._walked.outside.values()),
        }
        return counts | {f"named by {what}": n for what, n in self._walked.listed.counts}

    def _lost(self, identity: str) -> str:
        """Say why an address that leads on leads to no page."""
        if self._resolved(identity) is not None:
            return ""
        return "redirects in a circle, or to what is no page"

    def _resolved(self, identity: str) -> str | None:
        """Return the identity of the page that an address stands for in the end."""
        passed: set[str] = set()
        while identity not in passed:
            passed.add(identity)
            visit = self._visits.get(identity)
            following = visit.onward if visit and visit.onward else self._home.get(identity, "")
            if not following:
                return identity if visit and visit.kind else None
            identity = following
        return None

    def _join(self) -> None:
        pages = {key: visit for key, visit in self._visits.items() if visit.kind}
        canonical = {key: _canonical(visit) for key, visit in pages.items()}
        self._check_canonical(canonical)
        for key, target in canonical.items():
            named = pages.get(target)
            if named and target != key and canonical[target] in ("", target):
                self._home[key] = target
        first: dict[str, str] = {}
        for key, visit in pages.items():
            look = visit.answer.look or Look()
            if key in self._home or not look.letters or look.hollow:
                continue
            original = first.setdefault(look.digest or visit.answer.digest, key)
            if original != key:
                self._home[key] = original

    def _check_canonical(self, canonical: dict[str, str]) -> None:
        shared = Counter(target for key, target in canonical.items() if target and target != key)
        for target, times in shared.most_common(1):
            if times >= _FEW and times > _SHARED_CANONICAL * len(canonical):
                self.notes.append(
                    f"{times} of {len(canonical)} pages name {target} as their canonical address;"
                    " such addresses are ignored on this site"
                )
                canonical.update(dict.fromkeys(canonical, ""))

    def _page(self, visit: Visit, aliases: list[str]) -> Page:
        answer, look = visit.answer, visit.answer.look or Look()
        return Page(
            url=answer.url,
            kind=visit.kind,
            digest=answer.digest,
            size=answer.size,
            headers={k: v for k, v in answer.headers.items() if k in _KEPT_HEADERS},
            title=look.title,
            language=look.language or answer.headers.get("content-language", ""),
            canonical=look.canonical,
            depth=visit.found.depth,
            parent=visit.found.parent,
            aliases=tuple(aliases),
            hollow=look.hollow,
            rendered=answer.rendered,
            stale=answer.stale,
        )


def _canonical(visit: Visit) -> str:
    look = visit.answer.look
    try:
        return address(look.canonical).identity if look and look.canonical else ""
    except RefusedError:
        return ""


def _notes_on_scripts(pages: tuple[Page, ...]) -> list[str]:
    """Name pages that are empty without their scripts, and say what was done about it."""
    hollow = [page for page in pages if page.hollow]
    made = sum(page.rendered == "yes" for page in pages)
    notes = [f"{made} pages were made by a browser, which ran their scripts"] if made else []
    if hollow:
        more = f" and {len(hollow) - 1} more" if len(hollow) > 1 else ""
        tried = hollow[0].rendered
        how = f"rendering failed: {tried}" if tried not in ("", "yes") else ""
        how = how or ("they left it empty" if tried else "--render would run them")
        notes.append(
            f"{hollow[0].url}{more}: the content seems to exist only after scripts have run; {how}"
        )
    return notes


def notes_on_copies(kept: Sequence[Visit]) -> list[str]:
    """Name pages that say nearly the same; they are read all the same."""
    pairs = near_copies(kept)
    if not pairs:
        return []
    one, other = pairs[0]
    what = "pages say" if len(pairs) > 1 else "page says"
    return [
        f"{len(pairs)} {what} nearly the same as another, for one {one.answer.url} as"
        f" {other.answer.url}"
    ]


def notes_on(walked: Walked, pages: tuple[Page, ...]) -> list[str]:
    """Return what people should know about a crawl."""
    notes = [*walked.notes, *walked.listed.problems]
    notes += _notes_on_scripts(pages)
    against = [page for page in pages if is_against_models(page.headers.get("x-robots-tag", ""))]
    if against:
        notes.append(
            f"{len(against)} pages say by X-Robots-Tag that they are not for artificial"
            f" intelligence (noai), for one {against[0].url}"
        )
    stale = [page for page in pages if page.stale]
    if stale:
        notes.append(
            f"{len(stale)} pages are those of the last run, as they cannot be had now,"
            f" for one {stale[0].url} ({stale[0].stale})"
        )
    here = walked.start.target.netloc
    near = [(n, region) for region, n in walked.outside.items() if region.startswith(f"{here}/")]
    times, region = max(near, default=(0, ""))
    if times > _MUCH_OUTSIDE * max(1, len(pages)):
        notes.append(
            f"{times} links lead to {region}, which lies outside of what was asked for;"
            " start there, or name it as part of the scope"
        )
    return notes
