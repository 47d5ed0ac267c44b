"""Methods, data sets and measures that abstracts name.

A name is a word with capitals where prose has none or with digits (``ImageNet``,
``GPT-5``, ``ROUGE-L``), alone or as part of a phrase; what it is the last word of its phrase
says, or the word after it in some paper, or how it ends (*-Bench*). A phrase without a
name counts where its last word says what it is.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, TypeVar

from ctxbuild.analysis.terms.background import background
from ctxbuild.analysis.terms.chunks import Chunk, chunks
from ctxbuild.analysis.terms.field import text_of
from ctxbuild.analysis.terms.words import normal_form
from ctxbuild.model import Paper

_T = TypeVar("_T", bound=str)

Kind = Literal["method", "data set", "measure"]

_HEADS: tuple[tuple[Kind, str], ...] = (
    (
        "data set",
        """dataset datasets benchmark benchmarks corpus corpora catalogue catalog catalogues
        catalogs database databases survey surveys treebank leaderboard testbed mission archive""",
    ),
    (
        "measure",
        """score scores accuracy metric metrics index indices distance divergence error similarity
        precision recall coefficient criterion norm likelihood entropy auc auroc bleu rouge f1
        macro-f1 kappa rmse mae perplexity statistic statistics ratio""",
    ),
    (
        "method",
        """method methods algorithm algorithms model models network networks estimator estimators
        framework frameworks transformer transformers encoder autoencoder regression sampler
        sampling solver transform decomposition classifier test tests procedure scheme schemes
        filter learning optimization optimisation bootstrap imputation fine-tuning distillation
        prompting decoding pipeline simulation simulations code approximation expansion inequality
        theorem equation equations principle library package toolkit""",
    ),
)
_KIND_OF_HEAD: Mapping[str, Kind] = {head: kind for kind, heads in _HEADS for head in heads.split()}
_ENDINGS: tuple[tuple[str, Kind], ...] = (
    ("bench", "data set"),
    ("corpus", "data set"),
    ("eval", "data set"),
    ("qa", "data set"),
    ("dataset", "data set"),
    ("score", "measure"),
    ("net", "method"),
    ("former", "method"),
    ("bert", "method"),
    ("gan", "method"),
    ("rag", "method"),
)
_NAME = re.compile(
    r"[^\W\d_]*[a-z][A-Z]\w*|[A-Z][\w-]*[A-Z][\w-]*|[A-Z][a-z]+-?\d[\w.-]*|[A-Z]+-?\d+"
)
_LONGEST = 4
_LEAST_SAID = 0.25
"""Part of a name's occurrences that must say what it is."""
_VAGUE = frozenset(
    """alternative competing current conventional unified automated baseline real full aggregate
    traditional existing standard classical large small massive individual completed other
    simple average low high insufficient revised unbiased robust complementary estimation""".split()
)
_COMMON = 0.004
"""Part of the background's papers above which a phrase without a name names nothing."""


@dataclass(frozen=True, slots=True)
class Named:
    """A method, data set or measure, and the papers that name it."""

    text: str
    kind: Kind
    papers: tuple[str, ...]


def named_things(papers: Sequence[Paper]) -> tuple[Named, ...]:
    """Return what papers name, by kind undecided names left out; what most papers name first."""
    where: dict[str, dict[str, None]] = defaultdict(dict)
    forms: dict[str, Counter[str]] = defaultdict(Counter)
    votes: dict[str, Counter[Kind]] = defaultdict(Counter)
    for paper in papers:
        for chunk in chunks(text_of(paper)):
            for form, kind in _mentions(chunk):
                key = normal_form(form)
                where[key].setdefault(paper.name)
                forms[key][form] += 1
                if kind is not None:
                    votes[key][kind] += 1
    found = [
        Named(_first(forms[key]), _first(votes[key]), tuple(sorted(names)))
        for key, names in where.items()
        if key and votes[key].total() >= _LEAST_SAID * forms[key].total()
    ]
    return tuple(sorted(found, key=lambda each: (-len(each.papers), each.text)))


def _mentions(chunk: Chunk) -> Iterator[tuple[str, Kind | None]]:
    """Yield the names in a chunk and the chunk itself, each with the kind that is known here."""
    kind = _KIND_OF_HEAD.get(chunk[-1].lower())
    names = [word for word in chunk if _is_name(word)]
    for word in names:
        own = next((of for ending, of in _ENDINGS if word.lower().endswith(ending)), None)
        before_head = kind if len(chunk) > 1 and chunk[-2] == word else None
        yield word, own or before_head
    if kind is not None and 2 <= len(chunk) <= _LONGEST and not names and _is_special(chunk):
        yield " ".join(chunk), kind


def _is_name(word: str) -> bool:
    return _NAME.fullmatch(word) is not None and len(word) >= 3


def _is_special(chunk: Chunk) -> bool:
    """Tell a phrase that arXiv knows, but not every paper has, from a description."""
    known = background()
    frequency = known.frequency(normal_form(" ".join(chunk)))
    return chunk[0].lower() not in _VAGUE and 0 < frequency <= _COMMON * known.documents


def _first(counted: Counter[_T]) -> _T:
    """Return what was counted most; of several the first in the alphabet."""
    return min(counted, key=lambda each: (-counted[each], each))
