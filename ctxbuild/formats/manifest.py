"""The machine-readable record of a bundle: what went in, how, and what did not."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from ctxbuild.formats.names import shown_path
from ctxbuild.model import Detail, Document, Item, Plan
from ctxbuild.packing.layout import facts_of
from ctxbuild.packing.split import Split
from ctxbuild.version import __version__

SCHEMA = 1


def manifest(plan: Plan, options: Mapping[str, Any]) -> str:
    """Return the manifest as JSON; its fields are described in ``docs/formats.md``.

    Args:
        plan: the plan that was rendered.
        options: the options of the run that changed what the output holds.

    """
    return _written(_record(plan, options))


def split_manifest(split: Split, names: Sequence[str], options: Mapping[str, Any]) -> str:
    """Return one manifest for all parts of a split bundle.

    Args:
        split: the parts that were rendered.
        names: of the files they were written to, in order.
        options: the options of the run that changed what the output holds.

    """
    record = _record(split.whole, options)
    record["budget"] = split.part(1).budget
    record["parts"] = [
        {"part": number, "file": shown_path(name), "tokens": tokens}
        for number, (name, tokens) in enumerate(zip(names, split.tokens, strict=True), 1)
    ]
    for item in record["items"]:
        item["parts"] = []
    for number, plan in enumerate(split.parts(), 1):
        for index in plan.order:
            if plan.items[index].detail > Detail.NAME:
                record["items"][index]["parts"].append(_piece(plan, number, index))
    return _written(record)


def _piece(plan: Plan, number: int, index: int) -> dict[str, Any]:
    """Describe what one part holds of a document."""
    item, stretch = plan.items[index], plan.part.stretches.get(index) if plan.part else None
    lines = stretch.lines if stretch else (1, plan.corpus.documents[index].lines)
    return {"part": number, "lines": list(lines), "tokens": item.tokens}


def _written(record: dict[str, Any]) -> str:
    return json.dumps(record, ensure_ascii=True, indent=1) + "\n"


def _record(plan: Plan, options: Mapping[str, Any]) -> dict[str, Any]:
    facts = facts_of(plan)
    return {
        "ctxbuild": {"manifest": SCHEMA, "version": __version__},
        "options": dict(options),
        "sources": [
            {
                "kind": s.kind,
                "location": s.location,
                "name": s.name,
                "revision": s.revision,
                "weight": s.weight,
                **({"recipe": dict(s.recipe)} if s.recipe else {}),
            }
            for s in plan.corpus.sources
        ],
        "format": plan.format,
        "encoding": {"name": facts.encoding, "exact": facts.exact},
        "budget": plan.budget,
        "tokens": plan.tokens,
        "value": round(plan.value, 6),
        "redactions": redactions(plan),
        "items": [_item(plan, item) for item in plan.items],
        "skipped": [{"path": shown_path(s.id), "reason": s.reason} for s in plan.corpus.skipped],
        "notes": list(plan.corpus.notes),
    }


def redactions(plan: Plan) -> int:
    """Return how many secrets were redacted in the documents of the corpus."""
    return sum(
        int(transform.detail)
        for document in plan.corpus.documents
        for transform in document.transforms
        if transform.name == "redacted" and transform.detail.isdecimal()
    )


def _page(document: Document) -> dict[str, Any]:
    """Return what is known of a page of a site, nothing of another document."""
    page = document.page
    if page is None:
        return {}
    return {"title": page.title, "url": page.url, "breadcrumbs": list(page.breadcrumbs)}


def _item(plan: Plan, item: Item) -> dict[str, Any]:
    document = plan.corpus.documents[item.document]
    return {
        "path": shown_path(document.id),
        **_page(document),
        "detail": item.detail.label,
        "tokens": item.tokens,
        "file_tokens": plan.file_tokens[item.document],
        "lines": document.lines,
        "shown": [list(run) for run in item.shown],
        "kind": document.kind,
        "role": document.role,
        "language": document.language,
        "digest": document.digest,
        "transforms": [[t.name, t.detail] for t in document.transforms],
        "reason": item.reason,
        "signals": [[each.label, round(each.value, 4)] for each in item.signals],
    }
