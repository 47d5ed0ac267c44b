"""The sentences of a page that may describe it, told by their form alone."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from heapq import heappop, heappush
from itertools import islice

from ctxbuild.analysis.content_words import says_more, stems
from ctxbuild.analysis.sentences import paragraphs, sentences, without_targets

OFFERED_VERSION = "7"
"""Of what :func:`offered` returns, which is remembered; raised when any of it changes."""

FEWEST_WORDS, MOST_WORDS = 4, 25
"""Of a line that describes a page."""

_LOOKED_AT = 14
_MOST_OPENING = 12
"""Words of a sentence that more can be said behind."""

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
JUNK = re.compile(
    r"^(?:import\s.*from\b|export\s|\{|<|%|[-=*_#|]{3,}|https?://\S+$)|\{\{|\}\}|\$\{"
    r"| - .{1,200}? - | [|·•→] |->|\((?:i\.e|e\.g)\.[\s,-]*\)"
)
_CLAUSES = re.compile(r"[;—–]\s| - | \(|, (?:but|which|so|while|although|where|because)\b")
NUMBERING = re.compile(r"^(?:\d+(?:\.\d+)*\.?|[A-Z]\.\d[\d.]*)\s+")
# ``git-add - Add file contents``, as manual pages begin.
_ENTRY = re.compile(r"^[\w.()-]{2,60}(?:, [\w.()-]{2,60}){0,5} [-–—] (?=\w)")
# ``Heron - named after the bird - is a router``: what stands between subject and verb.
_ASIDE = re.compile(
    r"^([^\s–—][^–—\n]{1,40}?) ([-–—]) [^–—\n]{2,80}? \2 "
    r"(?=(?:is|are|provides|offers|makes|lets)\b)"
)


def offered(text: str) -> tuple[str, ...]:
    """Return the sentences that a page offers, in its order; where its links lead is all one."""
    return tuple(islice(_sentences(without_targets(text)), _LOOKED_AT))


def best_first(title: str, lines: Sequence[str]) -> Iterator[tuple[float, str]]:
    """Yield the sentences that say something, the best first, with how well they stand for a page.

    Above zero they say more than a list of the page's headings does. No more are looked at than
    it takes to know that none of the others is better.
    """
    waiting: list[tuple[float, int, str]] = []
    for number, line in enumerate(lines):
        while waiting and -waiting[0][0] >= _highest(number):
            worse, _, best = heappop(waiting)
            yield -worse, best
        if is_informative(line, title) and not (
            _BOILERPLATE.match(line) or _DECLARATION.fullmatch(line)
        ):
            heappush(waiting, (-_telling(line, number, title), number, line))
    while waiting:
        worse, _, best = heappop(waiting)
        yield -worse, best


def is_whole(line: str) -> bool:
    """Whether a sentence has some length and is text."""
    return len(line.split()) >= FEWEST_WORDS and not JUNK.search(line)


def _highest(number: int) -> float:
    """Return what no sentence from one on is above; summed up as it is for a sentence."""
    return 1.2 - 0.3 * number + 0.6 + 0.8 + 0.2


def opening_of(lines: Sequence[str]) -> str:
    """Return the first sentence if it has at most twelve words; empty where it is none."""
    line = lines[0] if lines else ""
    fits = line.endswith(".") and ":" not in line and len(line.split()) <= _MOST_OPENING
    return line if fits and not (_BOILERPLATE.match(line) or JUNK.search(line)) else ""


def _telling(line: str, number: int, title: str) -> float:
    """Return how well a sentence stands for its page; the first ones are the likeliest.

    Below zero where even a list of the page's headings says more.
    """
    words = line.split()
    value = 1.2 - 0.3 * number
    value += 0.6 * (not stems(title).isdisjoint(stems(line)))
    value += 0.8 * bool(_IS_A.match(line) or _TELLS.match(line) or _DOES.match(line))
    value += 0.2 * (8 <= len(words) <= 20)
    value -= 0.4 * bool(_SPEAKS.search(line))
    value -= 1.4 * bool(_CONTINUES.match(line))
    value -= 0.8 * bool(_REFERS.search(line))
    value -= 1.5 * line.endswith((":", "?", "!"))
    value -= 0.5 * (line.endswith("…") or len(words) < 6)
    return value


def is_informative(line: str, title: str) -> bool:
    """Whether a line says something beyond a title: 4–25 words, three of content not in it."""
    count = len(line.split())
    wide = not line.isascii() and sum(character > "⺀" for character in line) > 8
    if not (FEWEST_WORDS <= count <= MOST_WORDS or wide) or JUNK.search(line):
        return False
    if sum(map(str.isalpha, line)) < 0.6 * len(line.replace(" ", "")) and not wide:
        return False
    return wide or says_more(line, title)


def _sentences(text: str) -> Iterator[str]:
    for paragraph in paragraphs(text):
        for sentence in sentences(paragraph):
            line = shortened(NUMBERING.sub("", sentence))
            if line:
                yield line


def shortened(sentence: str) -> str:
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
