"""The plugin of MkDocs and ProperDocs: llms.txt and Markdown of every page with each build.

What it knows, it hands to :func:`ctxbuild.jobs.llms_built.write_built` when the site stands:
navigation, titles, the author's descriptions. On more than one core another process does that
(:mod:`ctxbuild.integrations.companion`), and converts pages while MkDocs still builds. Pages are
read as they were written, so that whatever other plugins did to them counts. Names of options are
those of mkdocs-llmstxt, and those of ``[llms]`` in ``ctxbuild.toml`` with ``_`` for ``-``.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

from mkdocs.config import base
from mkdocs.config import config_options as opt
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import BasePlugin, event_priority
from mkdocs.structure.files import Files
from mkdocs.structure.nav import Navigation, Section
from mkdocs.structure.pages import Page

from ctxbuild.integrations.companion import Companion, spare_cores
from ctxbuild.integrations.page_hook import PageHook, load_hook
from ctxbuild.jobs.built_site import BuiltSite, Written, glob_of
from ctxbuild.jobs.config import nearest
from ctxbuild.jobs.llms_settings import LlmsSettings, settings_from
from ctxbuild.model import CtxbuildError, NavItem, UsageError

log = logging.getLogger("mkdocs.plugins.ctxbuild")
"""Below MkDocs' own: what is said here counts under ``--strict``, also in ProperDocs."""

_LAST = -200
"""After all plugins that change pages or build again, such as translations (-100)."""

_FEW_PAGES = 10
"""Of so few the conversion takes less than the start of another process."""

_PATIENCE_SECONDS, _PATIENCE_OF_A_PAGE = 60.0, 0.2
"""How long another process may work when the site stands; some 20 times what a page takes."""

_HIGHLIGHT, _FENCES = "pymdownx.highlight", "pymdownx.superfences"
_LANGUAGES = "ctxbuild.integrations.code_languages"
_PLACE = "mkdocs.yml: plugins.ctxbuild"
_RENAMED = {"markdown_description": "details"}


class Options(base.Config):  # type: ignore[no-untyped-call]  # MkDocs has half of its types
    """What may be said in ``mkdocs.yml``."""

    enabled = opt.Type(bool, default=True)
    # As in mkdocs-llmstxt.
    sections = opt.Type(dict, default={})
    full_output = opt.Optional(opt.Type(str))
    base_url = opt.Optional(opt.Type(str))
    markdown_description = opt.Optional(opt.Type(str))
    autoclean = opt.Type(bool, default=True)
    preprocess = opt.Optional(opt.File(exists=True))
    # Ours.
    rest = opt.Type(bool, default=False)
    languages = opt.Type(str, default="")
    summary = opt.Optional(opt.Type(str))
    include = opt.Optional(opt.Type((str, list)))
    exclude = opt.Optional(opt.Type((str, list)))
    promote = opt.Optional(opt.Type((str, list)))
    demote = opt.Optional(opt.Type((str, list)))
    optional = opt.Optional(opt.Type((str, list)))
    descriptions = opt.Optional(opt.Type(dict))
    sets = opt.Optional(opt.Type(dict))
    budget = opt.Optional(opt.Type((int, str)))
    full_budget = opt.Optional(opt.Type((int, str)))
    small = opt.Optional(opt.Type((int, str)))
    encoding = opt.Optional(opt.Type(str))
    twins = opt.Optional(opt.Type(str))
    full = opt.Optional(opt.Type(bool))
    nested = opt.Optional(opt.Type(bool))
    relations = opt.Optional(opt.Type(bool))
    directive = opt.Optional(opt.Type(bool))


_APART = frozenset(
    {"enabled", "sections", "autoclean", "preprocess", "rest", "languages", "descriptions"}
)
"""Options that are no plain settings of llms.txt."""


class CtxbuildPlugin(BasePlugin[Options]):  # type: ignore[no-untyped-call]
    """Writes llms.txt when a build is done; a failure of it is a warning, never an error."""

    def __init__(self) -> None:
        self._depth = 0
        self._nav: Navigation | None = None
        self._pages: dict[str, Page] = {}
        self._hook: PageHook | None = None
        self._companion: Companion | None = None
        self._last_page = ""

    def on_startup(self, *, command: str, dirty: bool) -> None:
        """Stay one object for all builds of ``mkdocs serve``; that there is this hook says so."""

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Have code blocks keep their language: it is not in the page otherwise."""
        if self.config.enabled:
            _keep_code_languages(config)
        return config

    def on_pre_build(self, *, config: MkDocsConfig) -> None:  # noqa: ARG002 - MkDocs' name
        """Begin; plugins for translations build again within a build."""
        self._depth += 1
        if self._depth > 1:
            return
        self._stop()
        self._nav, self._pages = None, {}
        self._hook, self._last_page = None, ""
        if self.config.enabled and self.config.preprocess:
            self._hook = self._loaded(self.config.preprocess)

    def _loaded(self, path: str) -> PageHook | None:
        try:
            return load_hook(Path(path))
        except CtxbuildError as error:
            log.warning("%s; pages are taken as they are", error)
            return None

    @event_priority(_LAST)
    def on_env(self, env: Any, *, config: MkDocsConfig, files: Files) -> Any:  # noqa: ARG002
        """Take note of the pages, now that all are known."""
        for file in files.documentation_pages():
            if file.page is not None:
                self._pages.setdefault(file.dest_uri, file.page)
        return env

    @event_priority(_LAST)
    def on_nav(self, nav: Navigation, *, config: MkDocsConfig, files: Files) -> Navigation:
        """Take note of the navigation as other plugins left it."""
        if self._depth <= 1:
            self._nav = nav
            self._start(config, len(files.documentation_pages()))
        return nav

    def _start(self, config: MkDocsConfig, pages: int) -> None:
        """Start another process, where it saves time and can know all that counts."""
        self._stop()
        is_wanted = self.config.enabled and self._hook is None and pages > _FEW_PAGES
        if is_wanted and spare_cores() > 0:
            encoding = self.config.encoding or LlmsSettings().encoding
            first = {"directory": config.site_dir, "encoding": encoding}
            self._companion = Companion.started(first)

    def _stop(self) -> None:
        companion, self._companion = self._companion, None
        if companion is not None:
            companion.stop()

    @event_priority(_LAST)
    def on_post_page(self, output: str, *, page: Page, config: MkDocsConfig) -> str:
        """Let the project's own function change what will be read of a page.

        MkDocs writes a page when all plugins have seen it, so the one before stands now.
        """
        if self._companion is not None:
            if self._last_page:
                self._companion.tell(self._last_page)
            self._last_page = page.file.dest_uri
        if self._hook is not None:
            path = Path(config.site_dir, page.file.dest_uri).with_suffix(".md")
            try:
                self._hook.take(page.file.dest_uri, output, page.content or "", path)
            except Exception as error:  # noqa: BLE001 - foreign code must not break the build
                log.warning("preprocess: %s: %s", page.file.src_uri, error)
        return output

    def on_build_error(self, *, error: Exception) -> None:  # noqa: ARG002 - MkDocs' name
        """Forget a build that failed."""
        self._depth = 0
        self._stop()

    def on_shutdown(self) -> None:
        """Leave nothing behind when MkDocs ends."""
        self._stop()

    @event_priority(_LAST)
    def on_post_build(self, *, config: MkDocsConfig) -> None:
        """Write everything, once the outermost build is done."""
        self._depth = max(0, self._depth - 1)
        if self._depth or not self.config.enabled:
            return
        try:
            self._write(config)
        except CtxbuildError as error:
            log.warning("llms.txt was not written: %s", error)
        except Exception:
            log.warning("llms.txt was not written; please report this:", exc_info=True)

    def _write(self, config: MkDocsConfig) -> None:
        settings = self._settings(config)
        site = BuiltSite(
            config.site_dir,
            tuple(_items(self._nav.items)) if self._nav is not None else (),
            config.site_name,
            self.config.summary or config.site_description or "",
            self.config.languages,
            Path(config.config_file_path or "mkdocs.yml").name,
        )
        written = self._by_companion(site, settings) or self._here(site, settings)
        if written.error:
            raise CtxbuildError(written.error)
        for note in written.notes:
            log.debug("%s", note)
        for warning in written.warnings:
            log.warning("%s", warning)
        for path, reason in written.left_out:
            log.info("Left out %s: %s", path, reason)
        log.info(
            "%s: %d of %d pages, %d tokens; %d files written",
            *(written.name, written.listed, written.total, written.tokens, written.files),
        )

    def _by_companion(self, site: BuiltSite, settings: LlmsSettings) -> Written | None:
        companion, self._companion = self._companion, None
        if companion is None:
            return None
        order = {"site": asdict(site), "settings": asdict(settings)}
        patience = _PATIENCE_SECONDS + _PATIENCE_OF_A_PAGE * len(self._pages)
        answer = companion.answer(order, patience)
        if answer is None:
            log.debug("the process beside this one gave no answer; its work is done here")
            return None
        return Written(**answer)

    def _here(self, site: BuiltSite, settings: LlmsSettings) -> Written:
        from ctxbuild.cache import Cache
        from ctxbuild.jobs.llms_built import write_built

        change = self._hook.changed if self._hook is not None else None
        with Cache.open(warn=log.debug) as cache:
            return write_built(site, settings, cache, change)

    def _settings(self, config: MkDocsConfig) -> LlmsSettings:
        """Return what the options mean.

        Raises:
            UsageError: one of them means nothing.
        """
        _check_names(self.config)
        values = {
            _RENAMED.get(key, key): value
            for key, value in self.config.items()
            if value is not None and key not in _APART
        }
        values["title"] = config.site_name
        values["base_url"] = self.config.base_url or config.site_url or "."
        if values["base_url"] == "." and self.config.base_url is None:
            log.warning("site_url is not set, so links in llms.txt are relative")
        if not self.config.autoclean:
            log.info("autoclean: false has no effect: nothing but noise is ever removed")
        named, said = self._named()
        descriptions = {_twin(uri): text for uri, text in self._described()}
        own_words = self.config.descriptions or {}
        values["descriptions"] = {**descriptions, **said, **own_words}
        if named:
            values["sections"] = named
            values["rest"] = self.config.rest
        return settings_from(values, _PLACE)

    def _described(self) -> Iterator[tuple[str, str]]:
        """Yield the pages whose author describes them, with what is said."""
        for uri, page in self._pages.items():
            said = (page.meta or {}).get("description")
            if isinstance(said, str) and said.strip():
                yield uri, " ".join(said.split())

    def _named(self) -> tuple[dict[str, list[str]], dict[str, str]]:
        """Return the sections that are asked for, as globs of pages, and descriptions in them.

        Raises:
            UsageError: they have another form.
        """
        by_source = self._by_source()
        sections: dict[str, list[str]] = {}
        said: dict[str, str] = {}
        for title, inputs in self.config.sections.items():
            globs = sections.setdefault(str(title), [])
            for source, description in _inputs(str(title), inputs):
                found = _matches(source, by_source)
                if not found:
                    log.warning("sections: %s: there is no page %s", title, source)
                for uri in found:
                    globs.append(glob_of(uri))
                    if description:
                        said[_twin(uri)] = description
        return {title: globs for title, globs in sections.items() if globs}, said

    def _by_source(self) -> dict[str, str]:
        """Return the page of each source, in the order of the navigation.

        A source has several where translations fall back on it; the first is its own.
        """
        first = [page.file.dest_uri for page in self._nav.pages] if self._nav is not None else []
        found: dict[str, str] = {}
        for uri in dict.fromkeys([*first, *self._pages]):
            if uri in self._pages:
                found.setdefault(self._pages[uri].file.src_uri, uri)
        return found


def _check_names(options: Options) -> None:
    """Raise UsageError if an option is none of ours; MkDocs keeps those that it does not know."""
    known = [name for name, _ in options._schema]
    for name in options:
        if name not in known:
            raise UsageError(f"{_PLACE}: unknown option {name!r}{nearest(name, known)}")


def _inputs(title: str, inputs: Any) -> Iterator[tuple[str, str]]:
    """Yield the entries of a section with their descriptions, if any.

    Raises:
        UsageError: it is no list of pages.
    """
    if not isinstance(inputs, list):
        raise UsageError(f"sections: {title}: a list of pages is wanted")
    for each in inputs:
        if isinstance(each, dict) and len(each) == 1:
            source, description = next(iter(each.items()))
            yield str(source), str(description or "")
        elif isinstance(each, str):
            yield each, ""
        else:
            raise UsageError(f"sections: {title}: {each!r} is neither a page nor a glob")


def _matches(source: str, by_source: Mapping[str, str]) -> list[str]:
    """Return the pages that a path or glob means; ``*`` stands for ``/`` too."""
    if "*" in source:
        return [uri for name, uri in by_source.items() if fnmatchcase(name, source)]
    return [by_source[source]] if source in by_source else []


def _items(items: Iterable[Any]) -> Iterator[NavItem]:
    """Yield entries of MkDocs' navigation as ours; links elsewhere are left out."""
    for item in items:
        if isinstance(item, Page) or item.is_page:
            yield NavItem(str(item.title or ""), item.file.dest_uri)
        elif isinstance(item, Section) or item.is_section:
            yield NavItem(str(item.title or ""), "", tuple(_items(item.children)))


def _twin(uri: str) -> str:
    return f"{uri.rpartition('.')[0]}.md"


def _keep_code_languages(config: MkDocsConfig) -> None:
    """Have the highlighter write a block's language as a class, unless the project decided."""
    extensions = config.markdown_extensions
    if _HIGHLIGHT in extensions:
        settings = config.mdx_configs.setdefault(_HIGHLIGHT, {})
        settings.setdefault("pygments_lang_class", True)
    elif _FENCES in extensions and _LANGUAGES not in extensions:
        extensions.insert(extensions.index(_FENCES), _LANGUAGES)
