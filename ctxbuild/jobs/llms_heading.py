"""What stands above the sections of an llms.txt: title, summary, how to install, key facts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from ctxbuild.analysis.descriptions import author_line
from ctxbuild.analysis.install_commands import install_command
from ctxbuild.analysis.page_titles import site_title
from ctxbuild.formats.llms_txt import address_of, description_text, one_line
from ctxbuild.jobs.llms_pages import Page
from ctxbuild.jobs.llms_settings import LlmsSettings
from ctxbuild.jobs.llms_source import LlmsSource
from ctxbuild.packing.page_set import Heading

_MARKDOWN = (".md", ".mdx", ".qmd", ".markdown")
_LOOKED_AT = 12


def heading_of(
    source: LlmsSource, settings: LlmsSettings, pages: Sequence[Page], base: str
) -> Heading:
    """Return what stands above the sections."""
    own = source.corpus.sources[0]
    home = next((page for page in pages if page.kind.name == "home"), _first(pages))
    first = home.title if home.kind.name == "home" else ""
    title = settings.title or site_title(source.title, own.title, first, source.name, own.name)
    summary = settings.summary or author_line(source.summary) or home.description.text
    details = [settings.details] if settings.details else _facts(source, pages, title)
    is_markdown = all(page.path.partition("#")[0].endswith(_MARKDOWN) for page in pages)
    form = "Markdown" if is_markdown else "plain text"
    more = _where_else(settings, base, form, has_lists=source.has_lists)
    paragraphs = [_paragraph(each) for each in (*details, more) if each]
    return Heading(title, summary, tuple(paragraphs) or ("The pages in reading order.",))


def _first(pages: Sequence[Page]) -> Page:
    """Return the first page that tells of the project: a readme that is no home does not."""
    return next((page for page in pages if not page.path.startswith("README.")), pages[0])


def _paragraph(text: str) -> str:
    """Return a paragraph on one line that begins neither a heading nor a list."""
    line = one_line(text)
    return line if line[:1] not in "#>-+*=|" else description_text(line)


def _facts(source: LlmsSource, pages: Sequence[Page], title: str) -> list[str]:
    """Return how to install what the site is about, and its version."""
    documents = source.corpus.documents
    telling = [page for page in pages if page.kind.name in ("home", "install", "start")]
    texts = [documents[page.number].text() for page in telling[:_LOOKED_AT]]
    command = install_command(texts, title)
    found = [f"Install with `{command}`."] if command else []
    about = (documents[page.number].page for page in pages)
    versions = Counter(each.version for each in about if each is not None and each.version)
    if versions:
        version, count = min(versions.items(), key=lambda each: (-each[1], each[0]))
        if count * 2 > len(pages):
            found.append(f"Version: {description_text(version)}.")
    return [" ".join(found)] if found else []


def _where_else(settings: LlmsSettings, base: str, form: str, *, has_lists: bool) -> str:
    led = f"Every link leads to a page as {form}"
    if not settings.full or not has_lists:
        return f"{led}."
    name = settings.full_output
    address = address_of(name, "", base)
    return f"{led}; [{name}]({address}) has all in one file."
