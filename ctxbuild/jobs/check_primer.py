"""Priming bundles and Agent Skills checked: form, size, links, and what they quote."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from ctxbuild.analysis.priming.document_texts import texts_of
from ctxbuild.cache import Cache
from ctxbuild.formats.primer import MARK
from ctxbuild.formats.wording import plural
from ctxbuild.jobs.prime import read_documents
from ctxbuild.jobs.web import WebOptions
from ctxbuild.model import CtxbuildError, Paper
from ctxbuild.readers.arxiv.snapshot import Counts, check_snapshot, papers_in
from ctxbuild.readers.nav.front_fields import fields_of
from ctxbuild.readers.skill import MAIN, SkillFiles, is_ours, is_skill, read_skill
from ctxbuild.tokens import counter
from ctxbuild.verify.findings import Finding
from ctxbuild.verify.judging import applied
from ctxbuild.verify.primer import faults, quoted_in
from ctxbuild.verify.report import Report
from ctxbuild.verify.skills.folder import skill_findings
from ctxbuild.verify.skills.rules import SKILL_RULES

_RULES = {
    "not verbatim": "PRIME-001",
    "unknown id": "PRIME-002",
    "no source": "PRIME-003",
    "TeX": "PRIME-004",
    "over budget": "PRIME-005",
    "not a definition": "PRIME-006",
}
_MOST_BYTES = 20_000_000
_ENCODING = re.compile(r"tokens(?: in references)? \(([a-z0-9_]{1,40})\)")
_STATED = re.compile(r"at most ([\d,]{1,20}) tokens in references")


@dataclass(frozen=True, slots=True)
class PrimerCheckOptions:
    """What is asked of a check; ``source`` is what the paths were made of, or empty."""

    paths: tuple[Path, ...]
    source: str = ""
    ignore: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Text:
    """A text that quotes: where it is shown to be, and what states its budget."""

    shown: str
    text: str


def is_primed(path: Path) -> bool:
    """Whether a path is a priming bundle of ours, a skill's folder or a package."""
    if is_skill(path):
        return True
    try:
        with path.open("rb") as stream:
            return stream.read(len(MARK)) == MARK.encode()
    except OSError:
        return False


def check_primers(options: PrimerCheckOptions, cache: Cache) -> Report:
    """Check bundles and skills, what they quote too where their source is given.

    Raises:
        UsageError: a rule or a source that there is not.
        CtxbuildError: a path or the source cannot be read.
    """
    rules = applied(SKILL_RULES, options.ignore)
    skills = {path: read_skill(path) for path in options.paths if is_skill(path)}
    texts = {
        path: list(_texts(path, skills[path])) if path in skills else [_bundle(path)]
        for path in options.paths
    }
    every = [each for found in texts.values() for each in found]
    papers = _papers(options.source, every, cache) if options.source else None
    found = set[Finding]()
    for path in options.paths:
        if path in skills:
            found.update(_of_skill(path, skills[path], texts[path]))
        for each in texts[path]:
            found.update(_of_text(each, papers))
    known = {rule.id for rule in rules}
    quoted = sum(bool(said) for each in every for said, _ in quoted_in(each.text))
    numbers = {"files": len(options.paths), "texts": len(every), "quotations": quoted}
    compared = "" if papers is not None else ", not compared: name their source with --against"
    closing = f" in {plural(len(options.paths), 'file')}, {plural(quoted, 'quotation')}{compared}"
    kept = sorted(each for each in found if each.rule in known)
    return Report("check", kept, rules, numbers, closing=closing)


def _bundle(path: Path) -> _Text:
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise CtxbuildError(f"{path}: has more than {_MOST_BYTES // 1_000_000} MB")
        return _Text(path.as_posix(), path.read_text("utf-8", "replace"))
    except OSError as error:
        raise CtxbuildError(f"{path}: {error.strerror or error}") from None


def _texts(path: Path, skill: SkillFiles) -> Iterator[_Text]:
    """Yield the references of a skill of ours; others quote as they like."""
    if not is_ours(skill.files.get(MAIN, b"")):
        return
    for name, data in skill.files.items():
        if name.startswith("references/") and name.endswith(".md"):
            yield _Text(f"{path.as_posix()}/{name}", data.decode("utf-8", "replace"))


def _of_skill(path: Path, skill: SkillFiles, texts: Sequence[_Text]) -> Iterator[Finding]:
    where = path.as_posix()
    for problem in skill.problems:
        yield Finding(where, 1, "SKILL-010", problem)
    main = skill.files.get(MAIN, b"").decode("utf-8", "replace")
    count = counter(_encoding(main))
    for each in skill_findings(skill.files, skill.folder, count):
        yield Finding(f"{where}/{each.path}", each.line, each.rule, each.message)
    stated = re.search(
        r"at most ([\d,]+) tokens in references", str(fields_of(main).get("metadata"))
    )
    tokens = sum(count.count(each.text) for each in texts)
    if stated and tokens > int(stated[1].replace(",", "")):
        message = f"{tokens:,} tokens in references, {stated[1]} allowed"
        yield Finding(f"{where}/{MAIN}", 1, "PRIME-005", message)


def _of_text(text: _Text, papers: Mapping[str, Paper] | None) -> Iterator[Finding]:
    for fault in faults(text.text, papers, counter(_encoding(text.text))):
        message = f"{SKILL_RULES[_RULES[fault.kind]].title}: {fault.text[:160]}"
        yield Finding(text.shown, max(fault.line, 1), _RULES[fault.kind], message)


def _encoding(text: str) -> str:
    stated = _ENCODING.search(text[:20_000])
    return stated[1] if stated else "o200k_base"


def _papers(source: str, texts: Sequence[_Text], cache: Cache) -> Mapping[str, Paper]:
    """Return what the texts may quote, from a snapshot, a repository or a site."""
    wanted = {name for each in texts for _, name in quoted_in(each.text) if name}
    if Path(source).is_file():
        check_snapshot(Path(source))
        return _latest(paper for paper in papers_in(Path(source), Counts()) if paper.id in wanted)
    corpus = read_documents(source, cache, lambda *_told: None, WebOptions())
    return {
        each.id: each
        for document in corpus.documents
        for each in texts_of(document)
        if each.id in wanted
    }


def _latest(papers: Iterable[Paper]) -> Mapping[str, Paper]:
    """Return papers by identifier, of several the highest version, as the reader keeps them."""
    found: dict[str, Paper] = {}
    for paper in papers:
        if paper.id not in found or found[paper.id].version < paper.version:
            found[paper.id] = paper
    return found
