"""One line for every page that says what it holds: the author's, else the page's own words.

What the author wrote wins if it is of this page and is text. Else it is the first
sentence of the page that says something beyond the title, else a list of what the
headings name. All are of the page's own words; nothing is made up.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

from ctxbuild.analysis.sentences import items, paragraphs, plain_text, sentences

SPOKEN_VERSION = "3"
"""Of what :func:`spoken` returns, which is remembered; raised when any of it changes."""

FEWEST_WORDS, MOST_WORDS = 4, 25
_FEWEST_NEW = 3
"""Words of content that the title does not hold."""

_LONGEST_AUTHOR = 300
_ALIKE = 0.8
_LOOKED_AT = 14
_WORD = re.compile(r"[^\W_]+(?:['’.-][^\W_]+)*")
_STOP = frozenset(
    [
        "a",
        "an",
        "and",
        "any",
        "are",
        "as",
        "at",
        "be",
        "been",
        "being",
        "but",
        "by",
        "can",
        "could",
        "did",
        "do",
        "does",
        "each",
        "for",
        "from",
        "had",
        "has",
        "have",
        "here",
        "how",
        "i",
        "if",
        "in",
        "into",
        "is",
        "it",
        "its",
        "just",
        "may",
        "more",
        "most",
        "must",
        "no",
        "not",
        "of",
        "on",
        "or",
        "other",
        "our",
        "shall",
        "she",
        "should",
        "so",
        "some",
        "such",
        "than",
        "that",
        "the",
        "their",
        "them",
        "then",
        "there",
        "these",
        "they",
        "this",
        "those",
        "to",
        "up",
        "was",
        "we",
        "were",
        "what",
        "when",
        "where",
        "which",
        "who",
        "why",
        "will",
        "with",
        "would",
        "you",
        "your",
        "also",
        "page",
        "section",
        "chapter",
        "document",
        "documentation",
        "guide",
        "following",
        "below",
        "above",
    ]
)
# What says nothing of a page, whatever page it is.
_BOILERPLATE = re.compile(
    r"welcome to|(?:this|the following) (?:page|section|chapter|document|guide|article) "
    r"(?:is|was|has been) (?:part|automatically|under|generated|a work|incomplete|not yet|licensed)"
    r"|table of contents|on this page|in this (?:article|page|document|section|chapter):?$"
    r"|(?:new|changed|added|deprecated|removed) (?:in|since) (?:version|release)|source code:"
    r"|source:|copyright|©|all rights reserved|last (?:updated|modified)|edit (?:this|on)|note:?\s"
    r"|warning:?\s|tip:?\s|caution:|important:|see also|see |click |tl;?dr|todo|fixme|draft"
    r"|import |export |from \S+ import|published|by \w+ \w+$|version:? \d|release:? |date:"
    r"|authors?:|status:|permalink|skip to|copied|you are (?:reading|here|viewing|looking)"
    r"|this is (?:the|an?) (?:old|outdated|archived)|javascript|cookies?|sign (?:in|up)|loading"
    r"|previous|next:|read more|learn more|for more (?:information|details)|refer to"
    r"|(?:example|output|usage|synopsis|syntax|parameters?|returns?|arguments?|bases?|type|default"
    r"|raises?|throws|yields?|warns)"
    r"s?:|ready to|don['’]t|thank|congratulations|hello|hi[ ,]|ok(?:ay)?[,!.]|great|yes[,!]|no[,!]"
    r"|this (?:manual|document|program|software)?\s?is (?:free|distributed)|in no event"
    r"|redistribution|permission is|licensed under|obsolete|themes? used|translations? of"
    r"|this software|get started with|remember"
    r"|(?:collaboration|inheritance) diagram|include dependency graph|the documentation for this"
    r"|here is a list of|referenced by|references \S+\(|global \S+ \(|typedef |#define "
    r"|deprecated:|.{0,40}\bcoming soon\b",
    re.I,
)
# ``int lake_fill (struct lake *lake, int depth)``: marks of code, and nothing behind the arguments.
_DECLARATION = re.compile(r"(?=.{0,300}(?:_|\*|::))[\w:*`<>&~ ]{1,120} ?\(.*\)`?(?: const)?;?")
# What goes on from something before it.
_CONTINUES = re.compile(
    r"let['’]?s|now\b|but\b|and\b|so\b|however|then\b|first,"
    r"|as (?:mentioned|shown|seen|described|we)|if you|for (?:example|instance)"
    r"|please|we(?:['’](?:ve|ll)| have| will)|here['’]s|take,"
    r"|in (?:these|this|that|such) cases?|to do"
    r"|here (?:is|are)|in the (?:previous|last|next)|earlier|before |after |up to now|these |those "
    r"|it['’]?s? |they |that |which |also|instead|otherwise|once |to (?:start|begin)|finally"
    r"|i |i['’]m|imagine|eager|ah |sooner|create |run |open |add |make sure|assum|suppose"
    r"|you['’]ve|there (?:is|are) also|rather|besides|beyond|by |starting with|check out|be sure",
    re.I,
)
# What says what a page is for.
_TELLS = re.compile(
    r"(?:this|the) (?:page|section|chapter|document|guide|tutorial|article|module|package|class"
    r"|function|command|part|manual|reference|book|library)\b.{0,30}? (?:\w+s|goes|will)\b"
    r"|(?:learn (?:how|about|to)|how to|a guide|guide to)\b"
    r"|an? (?:overview|introduction|collection|list|reference)\b",
    re.I,
)
_DOES = re.compile(
    r"(?:\S+ ){1,5}(?:describes|explains|shows|covers|provides|lists|introduces|defines|returns"
    r"|implements|offers|contains|allows|lets|enables|supports|makes|helps|adds)\b",
    re.I,
)
_REFERS = re.compile(
    r"\b(?:in|see|read|from) the .{0,60}?(?:section|chapter|tutorial|docs)\b", re.I
)
_IS_A = re.compile(r"(?:\S+ ){1,6}(?:is|are) (?:an?|the|used|how|one)\b", re.I)
_SPEAKS = re.compile(r"\b(?:I|we|our|you|your|you['’]\w+|we['’]\w+)\b", re.I)
# What generators of reference write in the head of every page; the page itself says more.
_TEMPLATE = re.compile(r"(?:api |source )?(?:reference|documentation) for |declaration: ", re.I)
_JUNK = re.compile(
    r"^(?:import\s.*from\b|export\s|\{|<|%|[-=*_#|]{3,}|https?://\S+$)|\{\{|\}\}|\$\{"
    r"| - .{1,200}? - | [|·•→] |->|\((?:i\.e|e\.g)\.[\s,-]*\)"
)
_CUT = re.compile(r"\.{3}$|…$")
_CLAUSES = re.compile(r"[;—–]\s| - | \(|, (?:but|which|so|while|although|where|because)\b")
_NUMBERING = re.compile(r"^(?:\d+(?:\.\d+)*\.?|[A-Z]\.\d[\d.]*)\s+")
# ``git-add - Add file contents``, as manual pages begin.
_ENTRY = re.compile(r"^[\w.()-]{2,60}(?:, [\w.()-]{2,60}){0,5} [-–—] (?=\w)")
# ``Heron - named after the bird - is a router``: what stands between subject and verb.
_ASIDE = re.compile(
    r"^([^\s–—][^–—\n]{1,40}?) ([-–—]) [^–—\n]{2,80}? \2 "
    r"(?=(?:is|are|provides|offers|makes|lets)\b)"
)
# ``tools for builders featuring:``: words that only a list would make whole.
_LEADS_ON = re.compile(
    r",?(?: (?:featuring|including|such as|like|namely|with|via|by|as follows|e\.g\.|i\.e\.))?:$"
)
# A line that is code alone declares something: what comes before arguments or types is its name.
_SIGNATURE = re.compile(
    r"^`(?:[a-z]{1,20} ){0,3}([A-Za-z_][\w.:]{2,80})(?:[(: =\[].{0,2000})?`$", re.M
)
_GENERIC_HEADING = re.compile(
    r"overview|introduction|summary|see also|notes?|examples?|contents|table of contents|usage"
    r"|references?|further reading|related.*|next steps?|conclusion|what's next.*|description"
    r"|on this page|feedback|parameters|returns|members|navigation|links|more information",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Described:
    """A page, as far as its description needs it.

    ``author`` is what its author wrote of it: front matter, settings, a meta element;
    ``certain`` says that it is of this page and no other.
    """

    title: str
    text: str
    headings: tuple[str, ...] = ()
    author: str = ""
    certain: bool = False
    above: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Description:
    """The line, and whose it is: ``author``, ``sentence``, ``headings`` or ``place``."""

    text: str
    origin: str


@dataclass(frozen=True, slots=True)
class Spoken:
    """The sentences of a page that may describe it, best first in each group."""

    telling: tuple[str, ...] = ()
    """They say more than a list of the page's headings does."""
    faint: tuple[str, ...] = ()
    """They say something."""
    other: tuple[str, ...] = ()
    """All that are of some length, in the page's order."""


def spoken(title: str, text: str) -> Spoken:
    """Return the sentences that a page offers; they depend on its title and text alone."""
    lines = list(islice(_sentences(text), _LOOKED_AT))
    strict = sorted(
        (-_telling(line, number, title), number, line)
        for number, line in enumerate(lines)
        if is_informative(line, title)
        and not (_BOILERPLATE.match(line) or _DECLARATION.fullmatch(line))
    )
    return Spoken(
        tuple(line for worse, _, line in strict if worse < 0),
        tuple(line for worse, _, line in strict if worse >= 0),
        tuple(
            line for line in lines if len(line.split()) >= FEWEST_WORDS and not _JUNK.search(line)
        ),
    )


def describe(
    pages: Sequence[Described],
    *,
    site: str = "",
    speaks: Callable[[str, str], Spoken] = spoken,
) -> list[Description]:
    """Return a description for every page, no two alike.

    Args:
        pages: in order of importance: of two that would read alike, the later one changes.
        site: what the whole site says of itself, which is no description of a page.
        speaks: :func:`spoken`, or what remembers its results; asked only where it is needed.

    """
    common = Counter(_key(page.author) for page in pages if page.author)
    taken = _Taken()
    found: list[Description] = []
    for number, page in enumerate(pages):
        generic = common[_key(page.author)] > 1 or (number > 0 and _key(page.author) == _key(site))
        chosen = next(
            each
            for each in _candidates(page, generic and not page.certain, speaks)
            if each.origin == "place"
            or (each.origin == "author" and page.certain)
            or each.text not in taken
        )
        if chosen.text.endswith(":"):
            chosen = Description(_LEADS_ON.sub(".", chosen.text), chosen.origin)
        taken.add(chosen.text)
        found.append(chosen)
    return found


def _candidates(
    page: Described, generic: bool, speaks: Callable[[str, str], Spoken]
) -> Iterator[Description]:
    """Yield what could describe a page, best first; the last one is always there."""
    author = author_line(page.author)
    generic = generic or (bool(_TEMPLATE.match(author)) and not page.certain)
    if author and not generic and (page.certain or _is_text(author, page.title)):
        yield Description(author, "author")
    said = speaks(page.title, page.text)
    yield from (Description(line, "sentence") for line in said.telling)
    if listed := _listed(page):
        yield Description(listed, "headings")
    yield from (Description(line, "sentence") for line in (*said.faint, *said.other))
    if listed := _listed(page, enough=1):
        yield Description(listed, "headings")
    place = " > ".join((*page.above, page.title)) if page.above else page.title
    yield Description(f"The page {place}".strip(), "place")


def _telling(line: str, number: int, title: str) -> float:
    """Return how well a sentence stands for its page; the first ones are the likeliest.

    Below zero where even a list of the page's headings says more.
    """
    words = line.split()
    known = _stems(title)
    value = 1.2 - 0.3 * number
    value += 0.6 * any(_stem(word) in known for word in _content(line))
    value += 0.8 * bool(_IS_A.match(line) or _TELLS.match(line) or _DOES.match(line))
    value += 0.2 * (8 <= len(words) <= 20)
    value -= 0.4 * bool(_SPEAKS.search(line))
    value -= 1.4 * bool(_CONTINUES.match(line))
    value -= 0.8 * bool(_REFERS.search(line))
    value -= 1.5 * line.endswith((":", "?", "!"))
    value -= 0.5 * (line.endswith("…") or len(words) < 6)
    return value


def author_line(text: str) -> str:
    """Return an author's words as one line of plain text, whole sentences of a long one."""
    line = plain_text(text)
    if len(line) <= _LONGEST_AUTHOR:
        return line
    kept = ""
    for sentence in sentences(line):
        if kept and len(kept) + len(sentence) > _LONGEST_AUTHOR:
            break
        kept = f"{kept} {sentence}".strip()
    return kept if len(kept) <= _LONGEST_AUTHOR else _shortened(kept)


def _is_text(line: str, title: str) -> bool:
    """Whether what a page's head says is a description, and not left-overs or the title."""
    if _JUNK.search(line) or _CUT.search(line) or len(line.split()) < FEWEST_WORDS:
        return False
    return _key(line) != _key(title) and bool(_new_words(line, title))


def _sentences(text: str) -> Iterator[str]:
    for paragraph in paragraphs(text):
        for sentence in sentences(paragraph):
            line = _shortened(_NUMBERING.sub("", sentence))
            if line:
                yield line


def _shortened(sentence: str) -> str:
    """Return a sentence of at most 25 words: cut at a clause, else after 24 with an ellipsis."""
    whole = _ASIDE.sub(r"\1 ", sentence.rstrip(" ;,"))
    line = _ENTRY.sub("", whole)
    line = line[:1].upper() + line[1:] if line != whole else line
    words = line.split()
    if len(words) <= MOST_WORDS:
        return line
    best = ""
    for found in _CLAUSES.finditer(line):
        head = line[: found.start()].rstrip(" ,;:")
        if len(head.split()) > MOST_WORDS - 1:
            break
        if head.count("(") == head.count(")"):
            best = head
    if len(best.split()) >= 8:
        return f"{best}." if best[-1].isalnum() else best
    return " ".join(words[: MOST_WORDS - 1]).rstrip(",;:.(") + "…"


def is_informative(line: str, title: str) -> bool:
    """Whether a line says something beyond a title: 4–25 words, three of content not in it."""
    count = len(line.split())
    wide = not line.isascii() and sum(character > "⺀" for character in line) > 8
    if not (FEWEST_WORDS <= count <= MOST_WORDS or wide) or _JUNK.search(line):
        return False
    if sum(map(str.isalpha, line)) < 0.6 * len(line.replace(" ", "")) and not wide:
        return False
    return wide or says_more(line, title)


def says_more(line: str, title: str) -> bool:
    """Whether a line has three words of content or more that its title has not."""
    return len(_new_words(line, title)) >= _FEWEST_NEW


@lru_cache(maxsize=1024)
def _content(text: str) -> tuple[str, ...]:
    words = _WORD.findall(text.lower()) if text.isascii() else map(str.lower, _WORD.findall(text))
    return tuple(word for word in words if word not in _STOP and len(word) > 1)


def _new_words(line: str, title: str) -> set[str]:
    known = _stems(title)
    return {word for word in _content(line) if _stem(word) not in known}


@lru_cache(maxsize=1024)
def _stems(text: str) -> frozenset[str]:
    return frozenset(map(_stem, _content(text)))


@lru_cache(maxsize=32_768)
def _stem(word: str) -> str:
    for ending in ("ations", "ation", "ing", "ers", "ies", "ed", "es", "er", "s"):
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            return word[: -len(ending)]
    return word


def _listed(page: Described, enough: int = _FEWEST_NEW) -> str:
    """Return what headings or items of a page name, as a line; empty where they say nothing.

    ``enough`` is how many words of content the line needs that are not in the title.
    """
    declared = tuple(dict.fromkeys(found[1] for found in _SIGNATURE.finditer(page.text)))
    listed = tuple(islice(items(page.text), 40))
    for verb, source in (("Covers", page.headings), ("Documents", declared), ("Lists", listed)):
        names: dict[str, str] = {}
        for heading in source:
            name = _NUMBERING.sub("", plain_text(heading)).strip(" .:?!¶#")
            if name and not _GENERIC_HEADING.fullmatch(name) and _key(name) != _key(page.title):
                names.setdefault(_key(name), name)
        line = _joined(verb, list(names.values()))
        if (
            line
            and len(_new_words(line, page.title)) > enough
            and len(line.split()) >= FEWEST_WORDS
        ):
            return line
    return ""


def _joined(verb: str, names: Sequence[str]) -> str:
    """Return the first of some names as a line of at most 25 words."""
    line = ""
    for number, name in enumerate(names[:8]):
        longer = f"{line}, {name}" if line else f"{verb} {name}"
        if len(longer.split()) > MOST_WORDS - 1 or len(longer) > 180:
            break
        line = longer
        if number >= 2 and len(line) > 110:
            break
    return f"{line}." if line else ""


def _key(text: str) -> str:
    return " ".join(_WORD.findall(text.lower()))


class _Taken:
    """Knows the lines that pages have, and whether another one reads like one of them.

    Two sets of words of which more than four fifths are common share one of the first
    words of each, in any fixed order; only those that do are compared.
    """

    def __init__(self) -> None:
        self._exact: set[str] = set()
        self._by_word: dict[str, list[frozenset[str]]] = {}

    def add(self, line: str) -> None:
        """Take note of a line."""
        self._exact.add(_key(line))
        words = frozenset(_content(line))
        for word in self._first(words):
            self._by_word.setdefault(word, []).append(words)

    def __contains__(self, line: str) -> bool:
        if _key(line) in self._exact:
            return True
        words = frozenset(_content(line))
        return any(
            len(words & other) > _ALIKE * len(words | other)
            for word in self._first(words)
            for other in self._by_word.get(word, ())
        )

    @staticmethod
    def _first(words: frozenset[str]) -> list[str]:
        return sorted(words)[: len(words) - int(_ALIKE * len(words)) + 1]
