"""Seeded changes of a wiki: of a page, of its record, of both alike, of what lies beside."""

from __future__ import annotations

import hashlib
import json
import random
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from wiki_source_changes import CITATION, UnfitError, pages_of

Telling = Callable[[dict[str, Any]], dict[str, Any]]
Edit = Callable[[Path, random.Random], tuple[str, str]]


def body_of(text: str) -> int:
    """Return where the text after the front matter begins."""
    return text.index("\n---\n", 4) + 5


def edit_match(
    pattern: str, new: Callable[[re.Match[str]], str], *, flags: int = re.MULTILINE
) -> Edit:
    def edit(wiki: Path, rng: random.Random) -> tuple[str, str]:
        choices: list[tuple[Path, re.Match[str]]] = []
        for page in pages_of(wiki).values():
            if page.stem == "index":
                continue
            text = page.read_text(encoding="utf-8")
            choices += [(page, m) for m in re.compile(pattern, flags).finditer(text, body_of(text))]
        if not choices:
            raise UnfitError
        page, match = rng.choice(choices)
        text = page.read_text(encoding="utf-8")
        changed = text[: match.start()] + new(match) + text[match.end() :]
        if changed == text:
            raise UnfitError
        page.write_text(changed, encoding="utf-8", newline="")
        return page.stem, f"{match[0][:70]!r} -> {new(match)[:70]!r}"

    return edit


def shift(match: re.Match[str]) -> str:
    last = f"-{int(match[3]) + 1}" if match[3] else ""
    return f"`{match[1]}:{int(match[2]) + 1}{last}`"


def add_arrow(match: re.Match[str]) -> str:
    return f"{match[0]}\n    {match[4]} {match[3]} {match[2]}"


PAGE: dict[str, Edit] = {
    "citation's lines": edit_match(CITATION.pattern, shift),
    "citation's path": edit_match(CITATION.pattern, lambda m: m[0].replace(m[1], m[1] + "x")),
    "digest of a section": edit_match(
        r"· `([0-9a-f]{16})`$", lambda m: m[0].replace(m[1], m[1][::-1])
    ),
    "number in a table": edit_match(
        r"^(\| .* \| )(\d+)( \|.*)$", lambda m: f"{m[1]}{int(m[2]) + 7}{m[3]}"
    ),
    "sentence": edit_match(
        r"^([A-Z][a-z]+ [a-z ,]+)\.(?=$| )", lambda m: m[1] + ", and it is the best of all."
    ),
    "number in a sentence": edit_match(
        r"\b(\d+)( source files)", lambda m: f"{int(m[1]) + 3}{m[2]}"
    ),
    "signature": edit_match(r"^- `([^`]+\()([^`]*)\)", lambda m: f"- `{m[1]}lie, {m[2]})"),
    "arrow added": edit_match(r"^( +)(n\d+) (-->|--\|>) (n\d+)$", add_arrow),
    "arrow removed": edit_match(r"^ +n\d+ (-->|--\|>) n\d+\n", lambda _: ""),
    "arrow reversed": edit_match(
        r"^( +)(n\d+) (-->|--\|>) (n\d+)$", lambda m: f"{m[1]}{m[4]} {m[3]} {m[2]}"
    ),
    "node renamed": edit_match(r'^( +n\d+\[")([^"]+)("\])$', lambda m: f"{m[1]}Made up{m[3]}"),
    "link": edit_match(r"\]\(([\w-]+)\.md\)", lambda m: f"]({m[1]}-lost.md)"),
    "anchor": edit_match(r"\]\(([\w-]+)\.md\)", lambda m: f"]({m[1]}.md#no-such-place)"),
    "link to another page": edit_match(r"\]\((?!gaps)([\w-]+)\.md\)", lambda _: "](gaps.md)"),
    "title": edit_match(r"^# (.+)$", lambda m: f"# {m[1]} and more"),
    "quotation": edit_match(r"^> (.+)$", lambda m: f"> {m[1]} It is the fastest."),
    "mermaid syntax": edit_match(r"^flowchart TD$", lambda _: "flowchart TD((["),
    "control characters": edit_match(r"^## (.+)$", lambda m: f"## {m[1]}\n\n<script>1</script>"),
}


def consistent(wiki: Path, slug: str) -> None:
    """Write the new digest of a page where wiki.json has the old one: a lie in both."""
    path = wiki / "wiki.json"
    record = json.loads(path.read_text(encoding="utf-8"))
    for entry in record["files"]:
        if entry["path"] == f"{slug}.md":
            data = (wiki / entry["path"]).read_bytes()
            entry["digest"] = hashlib.blake2b(data, digest_size=20).hexdigest()
    rewrite(path, record)


def rewrite(path: Path, record: object) -> None:
    path.write_text(json.dumps(record, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def lie(
    wiki: Path, rng: random.Random, fits: str, tell: Callable[[dict[str, Any]], dict[str, Any]]
) -> tuple[str, str]:
    """Change a claim in wiki.json, the same in the Markdown, and the digest of the page."""
    path = wiki / "wiki.json"
    record = json.loads(path.read_text(encoding="utf-8"))
    choices = [(p, c) for p in record["pages"] for c in p["claims"] if c["check"] == fits]
    if not choices:
        raise UnfitError
    page, claim = rng.choice(choices)
    old = dict(claim, lines=list(claim["lines"]))
    claim.update(tell(claim))
    place = wiki / f"{page['slug']}.md"
    text = place.read_text(encoding="utf-8")
    for key in ("symbol", "evidence"):
        if old[key] != claim[key]:
            text = text.replace(old[key].split("\n")[0], claim[key].split("\n")[0])
    text = text.replace(cite(old), cite(claim))
    place.write_text(text, encoding="utf-8", newline="")
    rewrite(path, record)
    consistent(wiki, page["slug"])
    return page["slug"], f"{cite(old)} {old['symbol']} -> {cite(claim)} {claim['symbol']}"


def cite(claim: dict[str, Any]) -> str:
    first, last = claim["lines"]
    return f"`{claim['path']}:{first}`" if first == last else f"`{claim['path']}:{first}-{last}`"


def moved_claim(claim: dict[str, Any]) -> dict[str, Any]:
    return {"lines": [n + 2 for n in claim["lines"]]}


def named_claim(claim: dict[str, Any]) -> dict[str, Any]:
    return {"symbol": claim["symbol"] + "Invented"}


def quoted_claim(claim: dict[str, Any]) -> dict[str, Any]:
    return {"evidence": claim["evidence"] + " and more"}


def import_claim(claim: dict[str, Any]) -> dict[str, Any]:
    return {"evidence": claim["evidence"] + "_other"}


def digest_claim(claim: dict[str, Any]) -> dict[str, Any]:
    return {"digest": claim["digest"][::-1]}


def lying(fits: str, tell: Telling) -> Edit:
    return lambda wiki, rng: lie(wiki, rng, fits, tell)


def edge_in_both(wiki: Path, rng: random.Random) -> tuple[str, str]:
    """Turn an arrow round in wiki.json and in the diagram."""
    path = wiki / "wiki.json"
    record = json.loads(path.read_text(encoding="utf-8"))
    choices = [(p, e) for p in record["pages"] for e in p["edges"]]
    if not choices:
        raise UnfitError
    page, edge = rng.choice(choices)
    edge["from"], edge["to"] = edge["to"], edge["from"]
    place = wiki / f"{page['slug']}.md"
    text = place.read_text(encoding="utf-8")
    names = {
        m[2].replace("#95;", "_").replace("#46;", "."): m[1]
        for m in re.finditer(r'(n\d+)\["([^"]+)"\]', text)
    }
    one, two = names.get(edge["to"]), names.get(edge["from"])
    text = re.sub(rf"^( +){one} (\S+) {two}$", rf"\1{two} \2 {one}", text, flags=re.M)
    place.write_text(text, encoding="utf-8", newline="")
    rewrite(path, record)
    consistent(wiki, page["slug"])
    return page["slug"], f"{edge['to']} -> {edge['from']} turned round"


def claims_dropped(wiki: Path, rng: random.Random) -> tuple[str, str]:
    path = wiki / "wiki.json"
    record = json.loads(path.read_text(encoding="utf-8"))
    page = rng.choice([p for p in record["pages"] if p["claims"]])
    page["claims"] = []
    rewrite(path, record)
    return page["slug"], "no claims in wiki.json, citations in the page"


def page_dropped(wiki: Path, rng: random.Random) -> tuple[str, str]:
    page = rng.choice([p for s, p in pages_of(wiki).items() if s != "index"])
    page.unlink()
    return page.stem, "page deleted"


def file_edit(name: str, pattern: str, new: str) -> Edit:
    def edit(wiki: Path, rng: random.Random) -> tuple[str, str]:
        choices = sorted(wiki.glob(name))
        rng.shuffle(choices)
        for path in choices:
            text = path.read_text(encoding="utf-8")
            changed = re.sub(pattern, new, text, count=1)
            if changed != text:
                path.write_text(changed, encoding="utf-8", newline="")
                return str(path.relative_to(wiki)), f"{pattern!r} -> {new!r}"
        raise UnfitError

    return edit


def site_page_dropped(wiki: Path, rng: random.Random) -> tuple[str, str]:
    path = rng.choice(sorted(wiki.glob("site/*.html")))
    path.unlink()
    return str(path.relative_to(wiki)), "deleted"


def stray_page(wiki: Path, _: random.Random) -> tuple[str, str]:
    (wiki / "extra.md").write_text("# Extra\n\nSee [lost](lost.md).\n")
    return "extra", "a page that ctxbuild did not write"


OTHER: dict[str, Edit] = {
    "page deleted": page_dropped,
    "claim's lines, in both": lying("symbol", moved_claim),
    "claim's name, in both": lying("symbol", named_claim),
    "claim's quotation, in both": lying("quoted", quoted_claim),
    "claim's import, in both": lying("import", import_claim),
    "claim's digest, in both": lying("lines", digest_claim),
    "arrow turned round, in both": edge_in_both,
    "claims dropped from wiki.json": claims_dropped,
    "facts.json": file_edit("facts.json", r'("lines": )(\d+)', r"\g<1>999"),
    "llms.txt": file_edit("llms.txt", r"(?m)^- \[", "- [Lie "),
    "index": file_edit("index.md", r"(?m)^- 1 \[", "- 1 [Lie "),
    "site: text of a page": file_edit("site/[a-z]*.html", r"<p>(\w)", r"<p>Lie \1"),
    "site: arrow of a drawing": file_edit("site/*.html", r"<path[^>]*marker-end[^>]*>", ""),
    "site: node of a drawing": file_edit("site/*.html", r"<text([^>]*)>[^<]+", r"<text\1>Lie"),
    "site: link": file_edit("site/*.html", r'href="overview\.html"', 'href="lost.html"'),
    "site: search index": file_edit("site/search-index.js", r"overview", "oversight"),
    "site: Markdown twin": file_edit("site/*.md", r"(?m)^# ", "# Lie "),
    "site: page deleted": site_page_dropped,
    "front matter: commit": file_edit(
        "*.md", r'(?m)^  commit: "[0-9a-f]{8}', '  commit: "00000000'
    ),
    "front matter: date": file_edit("*.md", r'at: "20\d\d', 'at: "1999'),
    "front matter: source": file_edit("*.md", r'resource: "', 'resource: "lie/'),
    "stray page": stray_page,
}
