"""Papers → a corpus: each paper a document of Markdown, in the order in which it was found."""

from __future__ import annotations

from hashlib import blake2b

from ctxbuild.model import Corpus, CtxbuildError, Document, Observer, PageFacts, Paper, Source
from ctxbuild.readers.arxiv.reading import THANKS, Found
from ctxbuild.readers.content import Recipe, TextStore, digest_of, normalise
from ctxbuild.readers.printable import printable
from ctxbuild.transforms import count_lines

_BATCH = 256
_MOST_AUTHORS = 20
"""Names shown of a paper; some have 3,000, which would be all there is to see."""
_ADDRESS = "https://arxiv.org/abs/"
_LONGEST_NAME = 60


def paper_corpus(
    found: Found, store: TextStore, observe: Observer | None = None, *, redact: bool = True
) -> Corpus:
    """Return papers as documents.

    Args:
        found: what was found; its papers are gone through.
        store: holds texts in memory.
        observe: given each batch of documents while their texts are in memory.
        redact: whether to take secrets out.

    Raises:
        CtxbuildError: there is no paper, or reading failed.
    """
    documents: list[Document] = []
    revision = blake2b(digest_size=6)
    for place, paper in enumerate(found.papers, 1):
        document = _document(paper, place, store, redact=redact)
        revision.update(f"{document.id} {document.digest}\n".encode())
        documents.append(document)
        if observe is not None and len(documents) % _BATCH == 0:
            observe(documents[-_BATCH:])
    if not documents:
        raise CtxbuildError(_nothing(found))
    if observe is not None and len(documents) % _BATCH:
        observe(documents[-(len(documents) % _BATCH) :])
    shown = found.request.shown()
    source = Source(
        "arxiv",
        printable(f"arxiv:{shown}"),
        f"papers:{revision.hexdigest()}",
        source_name(shown),
        recipe=tuple(sorted(found.recipe.items())),
    )
    ordered = sorted(documents, key=lambda each: each.id.encode("utf-8", "surrogateescape"))
    return Corpus((source,), tuple(ordered), tuple(found.skipped), (*found.notes, THANKS))


def source_name(shown: str) -> str:
    """Return what a request is called in names of files and directories."""
    safe = "".join(c if c.isascii() and (c.isalnum() or c in ".-") else "-" for c in shown)
    parts = [part for part in safe.split("-") if part]
    return "-".join(["arxiv", *parts])[:_LONGEST_NAME].rstrip("-.")


def markdown_of(paper: Paper) -> str:
    """Return a paper as Markdown: title, where it is from, authors, abstract."""
    title = paper.title or paper.name
    days = [f"submitted {paper.submitted[:10]}"] if paper.submitted else []
    days += [f"updated {paper.updated[:10]}"] if _is_updated(paper) else []
    origin = "; ".join([f"arXiv:{paper.name}", ", ".join(paper.categories), *days]).strip("; ")
    more = (("DOI", paper.doi), ("Journal", paper.journal), ("Comments", paper.comments))
    lines = [f"# {title}", "", origin]
    lines += [f"Authors: {_authors(paper)}"] if paper.authors else []
    lines += [f"{name}: {value}" for name, value in more if value]
    return "\n".join([*lines, "", _as_paragraph(paper.abstract), ""])


def _is_updated(paper: Paper) -> bool:
    return bool(paper.updated) and paper.updated[:10] != paper.submitted[:10]


def _authors(paper: Paper) -> str:
    rest = len(paper.authors) - _MOST_AUTHORS
    shown = ", ".join(paper.authors[:_MOST_AUTHORS])
    return f"{shown} and {rest:,} more" if rest > 0 else shown


def _as_paragraph(text: str) -> str:
    """Return one line that Markdown does not read as a heading, quotation, list or fence."""
    return f"\\{text}" if text[:1] in "#>-+*`~|=" else text


def _document(paper: Paper, place: int, store: TextStore, *, redact: bool) -> Document:
    raw = markdown_of(paper).encode("utf-8", "replace")
    name = f"{paper.name}.md"
    made = normalise(raw, name, redact=redact)
    recipe, data = (made.recipe, made.data) if made is not None else (Recipe(), raw)
    digest = digest_of(raw)
    return Document(
        id=name,
        kind="prose",
        role="docs",
        language="markdown",
        digest=digest,
        size=len(data),
        lines=count_lines(data),
        content=store.content(name, digest, recipe, lambda: raw, data),
        transforms=recipe.transforms(),
        page=PageFacts(
            title=paper.title,
            url=_ADDRESS + paper.name,
            breadcrumbs=paper.categories[:1],
            place=place,
            version=str(paper.version or ""),
            updated=paper.updated[:10],
        ),
    )


def _nothing(found: Found) -> str:
    """Say why there is nothing, by what was passed over."""
    shown = printable(found.request.shown())
    because = "; ".join(
        [f"{each.id}: {each.reason}" for each in found.skipped[:3]] + found.notes[:2]
    )
    return f"{shown}: no paper is left{': ' + because if because else ''}; ask for something wider"
