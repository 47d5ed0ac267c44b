"""What a text or a field speaks of: terms, acronyms, definitions, questions, people.

No model, no network: chunks of words, a table of how common terms are on
arXiv, and patterns. Every function is pure and takes strings or
:class:`~ctxbuild.model.Paper`.
"""

from ctxbuild.analysis.terms.phrases import keyphrases

__all__ = ["keyphrases"]
