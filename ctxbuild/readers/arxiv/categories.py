"""The categories of arXiv, as its taxonomy lists them, with the names that mean the same."""

from __future__ import annotations

import re
from collections.abc import Iterable
from difflib import get_close_matches

from ctxbuild.model import UsageError
from ctxbuild.readers.printable import printable

_CLASSES = {
    "astro-ph": "CO EP GA HE IM SR",
    "cond-mat": "dis-nn mes-hall mtrl-sci other quant-gas soft stat-mech str-el supr-con",
    "cs": "AI AR CC CE CG CL CR CV CY DB DC DL DM DS ET FL GL GR GT HC IR IT LG LO MA MM MS NA "
    "NE NI OH OS PF PL RO SC SD SE SI SY",
    "econ": "EM GN TH",
    "eess": "AS IV SP SY",
    "math": "AC AG AP AT CA CO CT CV DG DS FA GM GN GR GT HO IT KT LO MG MP NA NT OA OC PR QA RA "
    "RT SG SP ST",
    "nlin": "AO CD CG PS SI",
    "physics": "acc-ph ao-ph app-ph atm-clus atom-ph bio-ph chem-ph class-ph comp-ph data-an "
    "ed-ph flu-dyn gen-ph geo-ph hist-ph ins-det med-ph optics plasm-ph pop-ph soc-ph space-ph",
    "q-bio": "BM CB GN MN NC OT PE QM SC TO",
    "q-fin": "CP EC GN MF PM PR RM ST TR",
    "stat": "AP CO ME ML OT TH",
}
_WHOLE = "gr-qc hep-ex hep-lat hep-ph hep-th math-ph nucl-ex nucl-th quant-ph"
_SAME = {
    "math.NA": "cs.NA", "stat.TH": "math.ST", "eess.SY": "cs.SY", "q-fin.EC": "econ.GN",
    "math.MP": "math-ph", "cs.IT": "math.IT",
}  # fmt: skip
_SUBSUMED = {
    "acc-phys": "physics.acc-ph", "adap-org": "nlin.AO", "alg-geom": "math.AG",
    "ao-sci": "physics.ao-ph", "atom-ph": "physics.atom-ph", "bayes-an": "physics.data-an",
    "chao-dyn": "nlin.CD", "chem-ph": "physics.chem-ph", "cmp-lg": "cs.CL",
    "comp-gas": "nlin.CG", "dg-ga": "math.DG", "funct-an": "math.FA",
    "mtrl-th": "cond-mat.mtrl-sci", "patt-sol": "nlin.PS", "plasm-ph": "physics.plasm-ph",
    "q-alg": "math.QA", "solv-int": "nlin.SI", "supr-con": "cond-mat.supr-con",
}  # fmt: skip
CATEGORIES = frozenset(
    [f"{archive}.{each}" for archive, names in _CLASSES.items() for each in names.split()]
    + _WHOLE.split()
)
"""All that papers are filed under today."""
_NAME = re.compile(r"[A-Za-z-]{1,12}|\*")
_SHAPE = re.compile(r"[a-z-]{2,10}\.[A-Z]{2}")
_NEVER_WHOLE = frozenset({"econ", "eess", "q-fin", "stat"})
"""Archives that had classes from their first day: no paper has their bare name."""


def looks_like_one(text: str) -> bool:
    """Whether a text is meant as a category, known or not: an archive, a point, a few letters.

    A slip in the archive is one where there is a category close by: ``maht.AG``.
    """
    archive, point, name = text.strip().partition(".")
    if point and _SHAPE.fullmatch(text.strip()) and get_close_matches(text, CATEGORIES, 1, 0.8):
        return True
    return bool(point) and archive.lower() in _CLASSES and _NAME.fullmatch(name) is not None


def known_category(text: str) -> str:
    """Return a category in the capitals that arXiv uses; an archive stands for all its classes.

    Raises:
        UsageError: there is none of that name; the message has those that are close.
    """
    names = {each.lower(): each for each in (*CATEGORIES, *_CLASSES, *_SUBSUMED)}
    wanted = text.strip().removesuffix(".*").lower()
    if wanted in names:
        return names[wanted]
    close = [names[each] for each in get_close_matches(wanted, names, 3, 0.6)]
    hint = f"did you mean {' or '.join(close)}?" if close else "see arxiv.org/category_taxonomy"
    raise UsageError(f"{printable(text.strip())[:60]}: no category of arXiv; {hint}")


def names_of(category: str) -> frozenset[str]:
    """Return all names of a category: its own, aliases, and the older ones it took in."""
    whole = {category, _SUBSUMED.get(category, category)}
    same = {**_SAME, **{new: old for old, new in _SAME.items()}}
    whole |= {same[each] for each in tuple(whole) if each in same}
    whole |= {old for old, new in _SUBSUMED.items() if new in whole}
    return frozenset(whole)


def is_in(categories: Iterable[str], wanted: str) -> bool:
    """Whether a paper of these categories is in the one wanted, primarily or not."""
    names = names_of(wanted)
    inside = tuple(f"{name}." for name in names)
    return any(each in names or each.startswith(inside) for each in categories)


def asked_as(category: str) -> str:
    """Return how the query API is asked for a category, all of its names and classes included."""
    names = sorted(names_of(category))
    parts = [f"cat:{name}" for name in names if name not in _NEVER_WHOLE]
    parts += [f"cat:{name}.*" for name in names if name in _CLASSES]
    return parts[0] if len(parts) == 1 else f"({' OR '.join(parts)})"


def oai_set(category: str) -> str:
    """Return the OAI-PMH set of a category: ``cs:cs:CL``, ``physics:hep-th``."""
    archive, _, name = _SUBSUMED.get(category, category).partition(".")
    own = ("cs", "econ", "eess", "math", "q-bio", "q-fin", "stat")
    group = archive if archive in own else "physics"
    if group == archive and not name:
        return archive
    return ":".join(each for each in (group, archive, name) if each)
