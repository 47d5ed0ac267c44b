"""What a page of documentation is for, by its title and its path.

The table is read from the top; the first row that fits says the kind. A row fits by
the page's own title or file name, else by a directory or a section that it is in.
Words that also stand in titles about the software itself ("Privacy settings", "Tracking
changes", "Agents") send a page to the end only where they are the whole title.
"""

from __future__ import annotations

import re
from collections.abc import Container, Sequence
from dataclasses import dataclass
from functools import lru_cache


@dataclass(frozen=True, slots=True)
class PageKind:
    """A kind of page.

    ``weight`` is how much a newcomer needs such a page, next to others;
    ``is_optional`` sends it to the last section; ``group`` is the title of a
    section of such pages, where the site has none itself.
    """

    name: str
    weight: float
    group: str
    is_optional: bool = False


@dataclass(frozen=True, slots=True)
class _Row:
    kind: PageKind
    titles: re.Pattern[str]
    """Found anywhere in a title or a file's name."""
    whole: re.Pattern[str]
    """All of a title or of a file's name."""
    places: re.Pattern[str]
    """Of directories of the path and of sections above the page, each in full."""
    is_anywhere: bool
    """Whether such a place counts within one for tutorials, guides or reference too."""


def _row(
    name: str,
    weight: float,
    group: str,
    titles: str,
    places: str = "",
    *,
    whole: str = "",
    optional: bool = False,
    anywhere: bool = True,
) -> _Row:
    return _Row(
        PageKind(name, weight, group, optional),
        re.compile(rf"\b(?:{titles})\b" if titles else _NEVER, re.I),
        re.compile(rf"(?:the |our )?(?:{whole or _NEVER})", re.I),
        re.compile(places or _NEVER, re.I),
        anywhere,
    )


_NEVER = r"(?!)"
_START, _GUIDES, _REFERENCE = "Getting started", "Guides", "Reference"
_LANGUAGES = (
    r"(?:zh|ja|ko|fr|de|es|pt|ru|pl|uk|tr|vi|it|nl|cs|id|fa|ar|da|sv|nb|fi|hu|ro|bg|el|he|hi|th|sk|bn|fil|ur|hr|lt|lv|kk)"
    r"(?:[-_](?:\w{2,4}))?"
)

_TABLE = (
    _row("translation", 0.1, "Translations", "", rf"i18n|locales?|{_LANGUAGES}", optional=True),
    _row(
        "old version",
        0.1,
        "Older versions",
        "",
        r"v?\d+(?:\.\d+)+(?:\.x)?|v?\d+\.x|versioned[_-]docs|version-.*|old|archived?"
        r"|(?:first|second|third|\d{4}|\w+-\d+)[_-]edition",
        optional=True,
    ),
    _row(
        "release notes",
        0.15,
        "Changes",
        r"change ?log|release ?notes?|releases|what'?s ?new.*|version \d[\d.]*"
        r"|(?:breaking|incompatible|notable|recent|upcoming) changes"
        r"|v?\d+\.\d+(?:\.\d+)? release.*",
        r"change ?logs?|release ?notes?|releases?|what'?s ?new|history|news",
        whole=r"changes(?: (?:in|since) .*)?|(?:\w+ )?history|news|announcements?",
        optional=True,
    ),
    _row("blog", 0.15, "Blog", "", r"blogs?|posts?|articles", optional=True, anywhere=False),
    _row(
        "legal",
        0.1,
        "Project",
        r"legal notices?|copyright|privacy (?:policy|notice|statement)|terms of (?:use|service)"
        r"|code of conduct|contributor covenant|trademark.*"
        r"|(?:reporting|security) (?:policy|vulnerabilit\w*)",
        r"legal|licen[cs]es?",
        whole=r"(?:\w+ ){0,4}licen[cs](?:es?|ing)(?: (?:agreement|information|\d[\d ]*))?"
        r"|disclaimer|colophon",
        optional=True,
        anywhere=False,
    ),
    _row(
        "project",
        0.2,
        "Project",
        r"contribut\w*|acknowledge?ments?|road ?map|code ?owners|release process|our users"
        r"|who(?:s| is)? us(?:es|ing)|pull request template|issue template"
        r"|deprecat(?:ed|ion) policy",
        r"contribut\w*|community|project|about|meta|development|developers?|internals?|governance",
        whole=r"authors?|credits|thanks|(?:\w+ )?maintain(?:ers|ing)(?: .*)?|governance"
        r"|sponsors?(?:hip)?(?: .*)?|backers|donat\w+(?: .*)?|(?:core )?team(?: members)?"
        r"|(?:\w+ )?community(?: (?:forums?|guidelines|links|projects|resources|support))?"
        r"|showcase|adopters|hacking(?: .*)?|alternatives|translators(?: .*)?"
        r"|translating(?: (?:the )?(?:docs|documentation).*)?"
        r"|bibliography|external links|comparisons?(?: (?:to|with) .*)?",
        optional=True,
        anywhere=False,
    ),
    _row(
        "glossary",
        0.25,
        _REFERENCE,
        r"glossary|index of .*|list of .*|further reading|bibliography",
    ),
    _row("migration", 0.35, _GUIDES, r"migrat\w+|upgrad\w+|porting", r"migrat\w+|upgrad\w+"),
    _row("install", 1.0, _START, r"install\w*|set ?up|(?<!\w )download(?:s|ing)?", r"install\w*"),
    _row(
        "start",
        1.0,
        _START,
        r"quick ?start.*|get(?:ting)? started|introduction|overview|first steps|start here|basics"
        r"|hello,? world|first (?:app|project|program|look)|why \w+|what is .*|prerequisites"
        r"|welcome.*|features|concepts|at a glance|in a nutshell|primer|5 minutes",
        r"get(?:ting)?[ -_]?started|start|intro(?:duction)?|quick[ -_]?start|basics",
    ),
    _row(
        "tutorial",
        0.9,
        "Tutorials",
        r"tutorials?|walk-?through|lessons?|by example|learn(?:ing)?|your first .*",
        r"tutorials?(?:[ -].*)?|learn|lessons?|course|intro",
    ),
    _row("faq", 0.6, _GUIDES, r"faq|frequently asked.*|trouble-?shooting|common (?:errors|issues)"),
    _row(
        "guide",
        0.65,
        _GUIDES,
        r"guides?|how[ -]?to.*|usage|using .*|cookbook|recipes?|best practices|patterns|advanced",
        r"(?:\w+[ -_])?guides?|how[ -_]?to(?:s)?|topics?|usage|cookbook|recipes?|patterns|advanced",
    ),
    _row("example", 0.5, "Examples", r"examples?|gallery|samples?|demos?", r"examples?|gallery"),
    _row(
        "reference",
        0.8,
        _REFERENCE,
        r"references?|api|cli|commands?|command[ -]line.*|configuration|settings|options"
        r"|schema|specification|syntax|environment variables|man ?pages?|plugins?",
        r"ref(?:erence)?(?: docs?| guide| manual)?|.* reference|api(?:[ -_].*)?|cli|commands?"
        r"|spec(?:ification)?|library|plugins?|extensions?",
    ),
)

PAGE = PageKind("page", 0.5, "Documentation")
HOME = PageKind("home", 1.5, _START)
GENERATED = PageKind("generated reference", 0.45, _REFERENCE)
ASIDE = PageKind("not in the navigation", 0.2, "Documentation", is_optional=True)
_GENERATED_PLACES = re.compile(
    r"api|apidocs?|autoapi|generated|_autosummary|autosummary|javadoc|modules?", re.I
)
# A dotted name, a call, `struct Vec`: titles that a tool gave.
_GENERATED_TITLE = re.compile(
    r"(?:(?:class|interface|module|package|namespace|struct|enum|trait|function|constant"
    r"|type alias|macro|union)\s+)?[\w$]+(?:(?:\.|::?|/)[\w$-]+)+(?:\(.*\))?"
    r"(?: (?:module|package))?"
    r"|(?:class|interface|module|package|namespace|struct|enum|trait|macro)\s+[\w$.]+"
    r"|(?:Class|Interface|Enum|Package|Module) [\w$.<>]+",
)
_BETWEEN = re.compile(r"[\W_]+")
_NUMBER = re.compile(r"^(?:\d+(?:\.\d+)*\.?|[A-Z]\.(?:\d+\.)*)\s+")
# What puts files and directories in order: ``80-release-notes``.
_ORDER = re.compile(r"^\d{1,3}[-_.](?=[A-Za-z])")
_MOST_WORDS = 7
_RELEASE = re.compile(r"v?\d+\.\d+[\w.]*(?: \(.*\))?")
_FIRST_PAGES = ("index", "_index", "readme")
_OF_CONTENT = [row for row in _TABLE if row.kind.name in ("tutorial", "guide", "reference")]
_FOR_THE_PROJECT = frozenset(
    ["AGENTS", "CLAUDE", "CONDUCT", "MAINTAINERS", "SECURITY", "SUPPORT", "TEAM"]
)
"""Files of the people who work on a repository; in capitals, ``security.md`` is a chapter."""

_BY_NAME = {row.kind.name: row.kind for row in _TABLE}
TRANSLATION = _BY_NAME["translation"]
_ANY_LANGUAGE = re.compile(rf"en(?:[-_]\w{{2,4}})?|{_LANGUAGES}", re.I)


def is_translated(path: str, paths: Container[str]) -> bool:
    """Whether a page stands in the directory of a language, and again without it.

    Args:
        path: of the page.
        paths: of all pages.

    """
    parts = path.split("/")
    return any(
        _ANY_LANGUAGE.fullmatch(part) and "/".join(parts[:at] + parts[at + 1 :]) in paths
        for at, part in enumerate(parts[:-1])
    )


def kind_of(title: str, path: str, above: Sequence[str] = ()) -> PageKind:
    """Return what a page is for.

    Args:
        title: of the page.
        path: of the page or of its Markdown, ``/`` between its parts.
        above: titles of the sections that it stands in, outermost first.

    """
    *directories, name = [_ORDER.sub("", part) for part in path.split("/")]
    stem = name.partition(".")[0]
    if _RELEASE.fullmatch(title.strip()):
        return _BY_NAME["release notes"]
    if stem in _FOR_THE_PROJECT:
        return _BY_NAME["project"]
    if _is_generated(title, directories):
        return GENERATED
    words = _words(_NUMBER.sub("", title))
    own = [words] if words.count(" ") < _MOST_WORDS else []
    own += [_words(stem if stem.lower() not in _FIRST_PAGES else "".join(directories[-1:]))]
    inner = directories if stem.lower() not in _FIRST_PAGES else directories[:-1]
    chains = (inner, above)
    for row in _TABLE:
        if any(row.titles.search(text) or row.whole.fullmatch(text) for text in own):
            return row.kind
        if row.kind.is_optional and any(_is_below(row, chain) for chain in chains):
            return row.kind
    places = [place for chain in chains for place in reversed(chain)]
    found = (row.kind for place in places for row in _TABLE if _in_place(row, place))
    return next((kind for kind in found if not kind.is_optional), PAGE)


def _is_below(row: _Row, places: Sequence[str]) -> bool:
    """Whether one of some places, outermost first, is of a kind of optional pages."""
    for place in places:
        if _in_place(row, place):
            return True
        if not row.is_anywhere and any(_in_place(other, place) for other in _OF_CONTENT):
            return False
    return False


def _in_place(row: _Row, place: str) -> bool:
    return id(row) in _rows_of(place)


@lru_cache(maxsize=4096)
def _rows_of(place: str) -> frozenset[int]:
    """Return which rows a place is named by; pages of a site share their places."""
    names = {place.strip(), _words(place.strip())}
    return frozenset(id(row) for row in _TABLE if any(map(row.places.fullmatch, names)))


@lru_cache(maxsize=4096)
def _words(text: str) -> str:
    return _BETWEEN.sub(" ", text.replace("'", "").replace("’", "")).strip()


def _is_generated(title: str, directories: Sequence[str]) -> bool:
    if _GENERATED_TITLE.fullmatch(title.strip()):
        return True
    return " " not in title.strip() and any(
        _GENERATED_PLACES.fullmatch(each) for each in directories
    )
