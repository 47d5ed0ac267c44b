"""Fits the weights of ``ctxbuild/search/weights.py`` to what past changes needed.

``python benchmarks/fit_weights.py REPO… [--cases 12] [--jobs 2] [--write]``

Each case (see ``cases.py``) is a commit message and the lines that the commit
changed; the units that hold those lines are what should have been likely. The
weights maximise the likelihood of a conditional logit over all units of the
base (McFadden, 1974), with a small ridge and with no signal below zero. Needs
numpy and scipy. The frozen weights come from the repositories named in
``FITTED_ON``, 12 cases each.
"""

from __future__ import annotations

import argparse
import math
import multiprocessing
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from cases import Case, cases_of
from scipy.optimize import minimize
from workshop import main

import ctxbuild.search.weights as frozen
from ctxbuild.cache import Cache
from ctxbuild.jobs.asked import find_evidence, indexed
from ctxbuild.jobs.relevance import relevance
from ctxbuild.readers.content import TextStore
from ctxbuild.readers.repo import read_repo
from ctxbuild.readers.source import RepoOptions
from ctxbuild.search.index import Index
from ctxbuild.search.postings import line_owners
from ctxbuild.search.query import parse_query
from ctxbuild.search.signals import TRAITS, Signals

FITTED_ON = """
    BurntSushi/ripgrep ReactiveX/rxjs caddyserver/caddy colinhacks/zod composer/composer
    expressjs/express guzzle/guzzle jekyll/jekyll minio/mc nlohmann/json pallets/flask
    prettier/prettier pylint-dev/pylint redis/redis sphinx-doc/sphinx spf13/cobra
    sveltejs/svelte sympy/sympy tiangolo/fastapi tokio-rs/tokio traefik/traefik axios/axios
    clap-rs/clap cli/cli encode/httpx flipt-io/flipt fmtlib/fmt gin-gonic/gin google/gson
    honojs/hono jqlang/jq pallets/click psf/requests pydata/xarray pytest-dev/pytest
    simonw/llm sinatra/sinatra tokio-rs/axum vuejs/core square/okhttp
    phoenixframework/phoenix Alamofire/Alamofire
    """.split()  # noqa: SIM905

# A unit with many changed lines is needed no more than one with a few.
_MOST_LINES = 3
# The likeliest wrong units teach most; of the others a sample stands for all.
_HARD = 300
_EASY = 500
_RIDGE = 1.0
# A signal that few cases have must not decide alone: this is odds of 55 to 1.
_MOST_WEIGHT = 4.0
_WORDS = "words"

Names = list[str]


@dataclass(frozen=True)
class Example:
    """Units of one case: their signals, how often each is right, and how many each stands for."""

    values: np.ndarray
    right: np.ndarray
    offset: np.ndarray


def examples_of(repo: Path, count: int) -> list[dict[str, np.ndarray]]:
    """Return the cases of a repository as arrays by signal, and what was right."""
    found = []
    with Cache.open() as cache:
        for case in cases_of(repo, count):
            made = _arrays(repo, case, cache)
            if made is not None:
                found.append(made)
    return found


def _arrays(repo: Path, case: Case, cache: Cache) -> dict[str, np.ndarray] | None:
    silent = lambda *_: None  # noqa: E731
    corpus = read_repo(RepoOptions(str(repo), ref=case.base), cache, TextStore())
    _, outlines = relevance(corpus, cache, silent)
    pool = indexed(corpus.documents, outlines)
    evidence = find_evidence(corpus, parse_query(case.query), outlines, pool, cache, silent)
    right = _right(evidence.index, case)
    if not right.any():
        return None
    chosen = _chosen(right, evidence.signals)
    place = {unit: row for row, unit in enumerate(chosen.units)}
    arrays = {"right": right[chosen.units], "offset": chosen.offset}
    for name in TRAITS:
        has = [float(name in evidence.traits[unit]) for unit in chosen.units]
        arrays[name] = np.array(has)
    for name, values in evidence.signals.items():
        arrays[name] = np.zeros(len(chosen.units))
        for unit, value in values.items():
            if unit in place:
                arrays[name][place[unit]] = value
    return arrays


def _right(index: Index, case: Case) -> np.ndarray:
    """Return for each unit how many of its lines were changed, few counting like many."""
    right = np.zeros(len(index.owner))
    numbers = {document.id: number for number, document in enumerate(index.documents)}
    for path, lines in case.files.items():
        number = numbers.get(path)
        if number is None:
            continue
        owners = line_owners(index.outlines.get(number), index.documents[number].lines)
        for line in lines:
            if line <= len(owners):
                right[index.unit(number, owners[line - 1])] += 1
    for function in case.functions:
        number = numbers.get(function.path)
        if number is not None:
            owners = line_owners(index.outlines.get(number), index.documents[number].lines)
            right[index.unit(number, owners[function.body[0] - 1])] += 1
    return np.minimum(right, _MOST_LINES + 1)


@dataclass(frozen=True)
class _Chosen:
    units: np.ndarray
    offset: np.ndarray


def _chosen(right: np.ndarray, signals: Signals) -> _Chosen:
    """Return the right units, the hardest wrong ones, and a sample of the others."""
    words = np.zeros(len(right))
    for unit, value in signals[_WORDS].items():
        words[unit] = value
    wrong = np.flatnonzero(right == 0)
    order = wrong[np.argsort(-words[wrong], kind="stable")]
    hard, rest = order[:_HARD], order[_HARD:]
    size = min(len(rest), _EASY)
    easy = np.random.RandomState(0).choice(rest, size, replace=False) if size else rest[:0]
    units = np.concatenate([np.flatnonzero(right), hard, easy])
    offset = np.zeros(len(units))
    if size:
        offset[-size:] = math.log(len(rest) / size)
    return _Chosen(units, offset)


def fitted(arrays: list[dict[str, np.ndarray]]) -> dict[str, float]:
    """Return the weights that make what was right likeliest, by name."""
    names = [name for name in arrays[0] if name not in ("right", "offset")]
    stacked = [np.stack([each[name] for name in names], 1) for each in arrays]
    everything = np.concatenate(stacked)
    mean, spread = everything.mean(0), everything.std(0) + 1e-6
    examples = [
        Example((values - mean) / spread, each["right"] / each["right"].sum(), each["offset"])
        for values, each in zip(stacked, arrays, strict=True)
    ]

    def loss(weights: np.ndarray) -> tuple[float, np.ndarray]:
        total, slope = 0.0, np.zeros_like(weights)
        for example in examples:
            odds = example.values @ weights + example.offset
            odds -= odds.max()
            chances = np.exp(odds)
            whole = chances.sum()
            total -= example.right @ (odds - math.log(whole))
            slope -= example.values.T @ (example.right - chances / whole)
        size = len(examples)
        ridge = _RIDGE * (weights @ weights) / size
        return total / size + ridge, slope / size + 2 * _RIDGE * weights / size

    bounds = [
        (None, None) if name in TRAITS else (0.0, _MOST_WEIGHT * own)
        for name, own in zip(names, spread, strict=True)
    ]
    start = np.zeros(len(names))
    best = minimize(loss, start, jac=True, method="L-BFGS-B", bounds=bounds)
    print(f"{len(examples)} cases, loss {best.fun:.4f}")
    return dict(zip(names, (best.x / spread).tolist(), strict=True))


def written(weights: dict[str, float]) -> str:
    """Return the text of the module with these weights."""
    text = Path(frozen.__file__).read_text(encoding="utf-8")
    start, end = text.index("WEIGHTS: dict"), text.index("}\n") + 2
    rows = "".join(f'    "{name}": {weight:.3f},\n' for name, weight in weights.items() if weight)
    return text[:start] + "WEIGHTS: dict[str, float] = {\n" + rows + "}\n" + text[end:]


def run() -> int:
    """Fit, and print or write the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("repos", nargs="+", type=Path, metavar="REPO")
    parser.add_argument("--cases", type=int, default=12, help="from each repository")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--write", action="store_true", help="into ctxbuild/search/weights.py")
    parser.add_argument("--keep", type=Path, help="write what the fit sees to this file (.npy)")
    asked = parser.parse_args()
    with multiprocessing.Pool(asked.jobs, maxtasksperchild=1) as pool:
        jobs = [(repo, asked.cases) for repo in asked.repos]
        arrays = [each for found in pool.starmap(examples_of, jobs, 1) for each in found]
    if asked.keep:
        np.save(asked.keep, np.array(arrays, dtype=object), allow_pickle=True)
    text = written(fitted(arrays))
    if asked.write:
        Path(frozen.__file__).write_text(text, encoding="utf-8")
    else:
        print(text)
    return 0


if __name__ == "__main__":
    main(run)
