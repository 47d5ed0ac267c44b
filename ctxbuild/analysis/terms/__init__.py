"""What a text or a field speaks of: terms, acronyms, definitions, questions, people.

No model, no network: chunks of words, a table of how common terms are on
arXiv, and patterns. Every function is pure and takes strings or
:class:`~ctxbuild.model.Paper`. A chunk (``chunks``) is found with word lists
(``lexicon``); its n-grams (``grams``) in normal form (``words``, ``stemming``) are
compared with the table (``background``). On these rest ``phrases``, ``field``, ``named``
and ``authors``; ``defining`` and ``unknowns`` look at sentences (``splitting``), ``short_forms``
at brackets.
"""

from ctxbuild.analysis.terms.authors import Person, by_letter, people, specialists
from ctxbuild.analysis.terms.defining import Definition, definitions
from ctxbuild.analysis.terms.field import Term, field_terms
from ctxbuild.analysis.terms.named import Named, named_things
from ctxbuild.analysis.terms.phrases import keyphrases
from ctxbuild.analysis.terms.short_forms import Acronym, Pair, acronyms, pairs
from ctxbuild.analysis.terms.splitting import sentences
from ctxbuild.analysis.terms.unknowns import Question, questions
from ctxbuild.analysis.terms.words import normal_form

__all__ = [
    "Acronym",
    "Definition",
    "Named",
    "Pair",
    "Person",
    "Question",
    "Term",
    "acronyms",
    "by_letter",
    "definitions",
    "field_terms",
    "keyphrases",
    "named_things",
    "normal_form",
    "pairs",
    "people",
    "questions",
    "sentences",
    "specialists",
]
