"""Everything that a priming bundle of papers might hold, as entries of its blocks."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence

from ctxbuild.analysis.priming.bridges import Bridge, bridges, controls
from ctxbuild.analysis.priming.passages import covered, passages
from ctxbuild.analysis.priming.seeds import drawn
from ctxbuild.analysis.terms.defining import definitions
from ctxbuild.analysis.terms.field import Term, field_terms
from ctxbuild.analysis.terms.grams import candidates
from ctxbuild.analysis.terms.named import named_things
from ctxbuild.analysis.terms.short_forms import acronyms
from ctxbuild.analysis.terms.splitting import sentences
from ctxbuild.analysis.terms.unknowns import questions
from ctxbuild.analysis.terms.words import normal_form
from ctxbuild.model import Paper
from ctxbuild.model.primers import Entry, Quotation
from ctxbuild.transforms.formulas import CUT, RESIDUE, plain

_VAGUE = re.compile(r"[a-z]+(?:ing|ed|ive|al|ous|ful|less|ic|able|ible|ary|ing|er|est)|[a-z]{1,5}")
"""A single word that names nothing by itself, unless many papers hold it."""
_PARTICIPLE = re.compile(r"s [a-z]+ing$")
"""*models spanning*: the end of a clause and not of a name."""
_CONTRACTION = re.compile(r"(?i)(?:\S+ )*\S+(?:n['’]t|['’](?:re|ll|ve|d|m))|[^ ]+['’]s")
"""*doesn't*, *let's*, *structlog's*: what texts that are not abstracts are full of."""
_PLAIN = re.compile(r"[a-z ]+")
_PLAIN_ODDS = 10.0
_JOURNAL = re.compile(r"\b(?:Appl|Comm|Math|Anal|Phys|Lett|Proc|Rev|Ann|Amer|Soc|Trans)\b")
"""What is left of a reference in an abstract."""
_TELLING_WORDS = 40
"""Of a sentence in a bridge; where each is longer the title stands."""
_NAMED = 200
_QUOTED = 1_000
"""Papers that passages are taken from; of more, so many are drawn."""
_MANY_PAPERS = 3_000
"""Above it, what only one paper says is not listed."""


def entries(
    papers: Sequence[Paper], worth: Collection[str], others: Sequence[Paper] = ()
) -> tuple[Entry, ...]:
    """Return all that could be said of papers, in each block in the order to be written.

    Args:
        papers: of the field.
        worth: terms that are worth covering, in normal form.
        others: papers of other fields, for bridges.

    """
    terms = field_terms(papers, least=1 if len(papers) <= _MANY_PAPERS else 2)
    found = [
        *_vocabulary(terms, papers),
        *_glossary(papers),
        *_acronyms(papers),
        *_named(papers),
        *_bridges(papers, others),
        *_questions(papers),
        *_quotations(papers, worth),
    ]
    return tuple(each for each in found if not RESIDUE.search(_all_text(each)))


def _all_text(entry: Entry) -> str:
    return " ".join((entry.head, *entry.words, *(each.text for each in entry.said)))


def _vocabulary(terms: Sequence[Term], papers: Sequence[Paper]) -> Iterator[Entry]:
    titles = {term for paper in papers for term in candidates(paper.title)}
    for rank, term in enumerate(terms):
        if _is_term(term, titles):
            yield Entry("vocabulary", plain(term.text), term.band, rank=rank)


def _is_term(term: Term, titles: Collection[str]) -> bool:
    """Tell whether a phrase names something of the field rather than being said in it.

    What one paper alone says does where it is in a title, a plain word or phrase where the field
    says it far more often than arXiv.
    """
    if _JOURNAL.search(term.text) or any(len(w) == 1 and w.islower() for w in term.text.split()):
        return False
    if _CONTRACTION.fullmatch(term.text):
        return False
    if term.band == "broad":
        return True
    if _VAGUE.fullmatch(term.text) or _PARTICIPLE.search(term.text):
        return False
    if term.papers == 1:
        return term.normal in titles
    return term.odds >= _PLAIN_ODDS or not _PLAIN.fullmatch(term.text)


def _glossary(papers: Sequence[Paper]) -> Iterator[Entry]:
    """Yield definitions that say what the thing is: introducing an acronym is not enough."""
    for each in sorted(definitions(papers), key=lambda each: each.term.lower()):
        sentence = plain(each.sentence)
        if each.form != "acronym" and CUT not in sentence:
            yield Entry("glossary", plain(each.term), said=(_quoted(sentence, each.paper),))


def _quoted(text: str, name: str) -> Quotation:
    return Quotation(text, _id(name))


def _id(name: str) -> str:
    """Return an identifier without its version."""
    head, _, version = name.rpartition("v")
    return head if head and version.isdigit() else name


def _acronyms(papers: Sequence[Paper]) -> Iterator[Entry]:
    known: set[str] = set()
    for each in acronyms(papers):
        if each.short not in known:
            known.add(each.short)
            ids = tuple(map(_id, each.papers[:1]))
            yield Entry("acronyms", each.short, words=(plain(each.long),), papers=ids)


def _named(papers: Sequence[Paper]) -> Iterator[Entry]:
    for rank, each in enumerate(named_things(papers)[:_NAMED]):
        ids = tuple(map(_id, each.papers[:1]))
        yield Entry("named", plain(each.text), each.kind, papers=ids, rank=rank)


def _bridges(papers: Sequence[Paper], others: Sequence[Paper]) -> Iterator[Entry]:
    for rank, each in enumerate(_linked(papers, others)):
        said = (_telling(each.one, each.shared), _telling(each.other, each.shared))
        yield Entry("bridges", _fields(each), said=said, words=_written(each), rank=rank)


def _linked(papers: Sequence[Paper], others: Sequence[Paper]) -> list[Bridge]:
    """Return bridges and, where there are any, controls after them."""
    found = list(bridges(papers, others))
    return found[:2] + list(controls(papers, others))[:1] + found[2:] if found else []


def _fields(bridge: Bridge) -> str:
    one, other = bridge.one, bridge.other
    return f"{_apart(one, other)} × {_apart(other, one)}"


def _apart(paper: Paper, other: Paper) -> str:
    """Return the first category of a paper in an archive that the other paper is not in."""
    known = {category.partition(".")[0] for category in other.categories}
    strange = (each for each in paper.categories if each.partition(".")[0] not in known)
    return next(strange, paper.category)


def _telling(paper: Paper, shared: Sequence[str]) -> Quotation:
    """Return the sentence that holds most of the terms shared; the title where none does."""
    every = (plain(text) for text in sentences(paper.abstract))
    said = [text for text in every if CUT not in text and len(text.split()) <= _TELLING_WORDS]
    best = max(said, key=lambda text: (len(covered(text, shared)), -len(text)), default="")
    told = best if shared and covered(best, shared) else plain(paper.title)
    return Quotation(told, paper.id)


def _written(bridge: Bridge) -> tuple[str, ...]:
    """Return the shared terms as the first paper has them."""
    text = plain(f"{bridge.one.title}. {bridge.one.abstract}").split()
    return tuple(form for term in bridge.shared if (form := _form(term, text)))


def _form(term: str, words: Sequence[str]) -> str:
    size = len(term.split())
    for start in range(len(words)):
        for stop in range(start + 1, min(start + size, len(words)) + 1):
            form = " ".join(words[start:stop]).strip(".,;:()'\"?!")
            if normal_form(form) == term:
                return form
    return ""


def _questions(papers: Sequence[Paper]) -> Iterator[Entry]:
    for rank, each in enumerate(questions(papers)):
        sentence = plain(each.sentence)
        if CUT not in sentence and each.cue != "whether":
            yield Entry(
                "questions", label=each.cue, said=(_quoted(sentence, each.paper),), rank=rank
            )


def _quotations(papers: Sequence[Paper], worth: Collection[str]) -> Iterator[Entry]:
    for paper in sorted(papers, key=lambda each: (drawn(0, each.id), each.id))[:_QUOTED]:
        for each in passages(paper, worth):
            if _JOURNAL.search(each.text):
                continue
            yield Entry(
                "quotations",
                label=str(each.sentence),
                said=(Quotation(each.text, paper.id),),
                rank=each.start,
                ragged=each.ragged,
                covers=each.terms,
            )
