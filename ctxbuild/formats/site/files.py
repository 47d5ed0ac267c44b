"""All files of a site, in an order that is always the same, or all of them in one."""

from __future__ import annotations

import hashlib
from base64 import b64encode
from collections.abc import Callable, Iterator, Sequence
from html import escape
from importlib.resources import files
from urllib.parse import quote

from ctxbuild.cache import Cache
from ctxbuild.formats.site.addresses import HOME, Addresses
from ctxbuild.formats.site.body import Parsed
from ctxbuild.formats.site.cited import Cited
from ctxbuild.formats.site.frame import MARKER, article, document, frame, home
from ctxbuild.formats.site.kept import Bodies
from ctxbuild.formats.site.page_data import chat_label, page_data, script
from ctxbuild.formats.site.search_index import index_script
from ctxbuild.formats.wiki_index import wiki_llms_text
from ctxbuild.model.wikis import Wiki

DATA = "data"
"""The directory of what pages load."""
_SCRIPT_MARKER = "/* ctxbuild: site 1 */\n"
_POLICY = (
    "default-src 'none'; script-src 'self' file:; style-src 'self' file:; img-src data:;"
    " base-uri 'none'; form-action 'none'"
)
"""Browsers differ in whether ``'self'`` means other files where a page is a file itself."""

Count = Callable[[str], int]


def site_files(
    wiki: Wiki, count: Count | None = None, cache: Cache | None = None
) -> Iterator[tuple[str, bytes]]:
    """Yield the names and bytes of all files of a site; pages first, in reading order.

    Args:
        wiki: what is shown. Slugs are names of files without an ending, in one directory.
        count: gives the tokens of a text; without it pages say those that they have.
        cache: remembers bodies of pages.
    """
    addresses = Addresses()
    cited = Cited(wiki.cited)
    bodies = Bodies(wiki.pages, addresses, cited, cache)
    pages = bodies.pages
    if HOME not in bodies.anchors:
        yield f"{HOME}.html", _bytes(_page(wiki, None, addresses, home(wiki, addresses)))
    for each in pages:
        page = each.page
        body = bodies.html(each)
        label = chat_label(wiki, page, count)
        content = article(wiki, page, addresses, body, each.headings, label)
        yield f"{page.slug}.html", _bytes(_page(wiki, each, addresses, content))
        yield f"{page.slug}.md", _bytes(f"{MARKER}\n{page.body}")
        yield f"{DATA}/{page.slug}.js", _script(page_data(wiki, page, cited.taken()))
    yield "search-index.js", _script(index_script(wiki, pages))
    yield "style.css", _script(_resource("style.css"))
    yield "script.js", _script(_resource("script.js"))
    yield "llms.txt", _bytes(wiki_llms_text(wiki.name, wiki.pages))


def single_file(wiki: Wiki, count: Count | None = None, cache: Cache | None = None) -> bytes:
    """Return a site as one file, all pages in it; the arguments are those of ``site_files``."""
    addresses = Addresses(single=True)
    cited = Cited(wiki.cited)
    bodies = Bodies(wiki.pages, addresses, cited, cache)
    pages = bodies.pages
    contents = [] if HOME in bodies.anchors else [_part(HOME, home(wiki, addresses))]
    scripts = [_resource("script.js")]
    for each in pages:
        body = bodies.html(each)
        label = chat_label(wiki, each.page, count)
        content = article(wiki, each.page, addresses, body, each.headings, label)
        contents.append(_part(each.page.slug, content))
        scripts.append(page_data(wiki, each.page, cited.taken()))
    scripts += [index_script(wiki, pages), script("ctxbuildSingle", "first", HOME)]
    style = _resource("style.css")
    whole = f'<div class="whole" id="ui:main" tabindex="-1">\n{"".join(contents)}</div>\n'
    parts = f'<div class="single">\n{frame(wiki, None, addresses, whole)}</div>\n'
    head = f"<style>{style}</style>\n" + f"<script>{scripts[0]}</script>\n"
    data = "".join(f"<script>{each}</script>\n" for each in scripts[1:])
    policy = (
        f"default-src 'none'; script-src {_hashes(scripts)}; style-src {_hashes([style])};"
        " img-src data:; base-uri 'none'; form-action 'none'"
    )
    return _bytes(document(wiki.name, head, policy, parts + data))


def _page(wiki: Wiki, each: Parsed | None, addresses: Addresses, content: str) -> str:
    """Return the document of one page, or of the first."""
    head = '<link rel="stylesheet" href="style.css">\n<script src="script.js"></script>\n'
    if each is None:
        return document(wiki.name, head, _POLICY, frame(wiki, None, addresses, content))
    name = escape(quote(each.page.slug))
    head += f'<script defer src="{DATA}/{name}.js"></script>\n'
    head += f'<link rel="alternate" type="text/markdown" href="{name}.md">\n'
    title = f"{each.page.title} · {wiki.name}"
    return document(title, head, _POLICY, frame(wiki, each.page, addresses, content))


def _part(slug: str, content: str) -> str:
    """Return a page within the one file."""
    content = content.replace(' id="ui:main"', "", 1)
    return f'<div class="part" id="{escape(slug)}">\n{content}</div>\n'


def _hashes(texts: Sequence[str]) -> str:
    """Return what a policy says of elements with exactly these texts."""
    digests = (hashlib.sha256(_bytes(text)).digest() for text in texts)
    return " ".join(f"'sha256-{b64encode(digest).decode()}'" for digest in digests)


def _resource(name: str) -> str:
    return (files("ctxbuild.formats.site") / name).read_text(encoding="utf-8")


def _script(text: str) -> bytes:
    return _bytes(_SCRIPT_MARKER + text)


def _bytes(text: str) -> bytes:
    """Return UTF-8; half a surrogate pair, which a file's name may hold, becomes ``?``."""
    return text.encode("utf-8", "replace")
