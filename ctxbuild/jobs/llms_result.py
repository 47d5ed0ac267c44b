"""What a run of ``ctxbuild llms`` made, as JSON for programs that act on it."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

from ctxbuild.jobs.llms import LlmsFiles
from ctxbuild.jobs.llms_links import broken_links
from ctxbuild.jobs.llms_settings import LlmsSettings
from ctxbuild.jobs.output import write_file

VERSION = 1
"""Of the form; grows when a key changes its meaning or goes."""


def write_result(path: Path, made: LlmsFiles, settings: LlmsSettings, changed: list[str]) -> None:
    """Write the result of a run; ``changed`` are the files that were not, or not the same, before.

    Names are relative to ``output``, which is empty where nothing is written.

    Raises:
        CtxbuildError: it cannot be written.
    """
    root = made.pages.lists[0]
    main, _ = made.files[0]
    result = {
        "ctxbuild_llms": VERSION,
        "output": "" if settings.output == "-" else settings.output,
        "files": made.names(),
        "changed": changed,
        "tokens": made.tokens,
        "characters": {name: len(text) for name, text in made.files},
        "encoding": settings.encoding,
        "budget": settings.budget,
        "main": main,
        "full": settings.full_output if settings.full_output in made.tokens else "",
        "sections": {each.title: len(each.entries) for each in root.sections},
        "links": sum(len(each.entries) for each in root.sections),
        "broken_links": broken_links(made, Path(settings.source or ".")),
        "pages": made.total,
        "listed": made.listed,
        "left_out": dict(sorted(Counter(why for _, why in made.pages.left_out).items())),
        "skipped": len(made.corpus.skipped),
        "warnings": list(made.warnings),
        "notes": list(made.corpus.notes),
    }
    text = json.dumps(result, ensure_ascii=False, indent=1) + "\n"
    write_file(path, (text.encode("utf-8", "surrogateescape"),))
