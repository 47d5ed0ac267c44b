"""Which files of a repository's documentation are pages."""

from pathlib import Path

from ctxbuild.cache import Cache
from ctxbuild.jobs.llms_repo import repo_source
from ctxbuild.jobs.llms_settings import LlmsSettings
from ctxbuild.readers.source import RepoOptions


def _pages(root: Path, texts: dict[str, str]) -> set[str]:
    """Return the pages of ``docs/`` in a repository with such files in it."""
    (root / ".git").mkdir()
    for name, text in texts.items():
        path = root / "docs" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    options = RepoOptions(location=str(root / "docs"))
    with Cache.disabled() as cache:
        source = repo_source(options, LlmsSettings(), cache, lambda *_: None, beside=False)
    documents = source.corpus.documents
    return {documents[number].path for number in source.order}


def test_a_directory_of_guides_is_not_all_of_a_documentation_without_navigation(
    tmp_path: Path,
) -> None:
    names = ["index.md", "guide/a.md", "intro/b.md", "intro/c.md", "recipes/d.md", "recipes/e.md"]

    assert _pages(tmp_path, dict.fromkeys(names, "# Page\n\nText.\n")) == set(names)


def test_what_stands_above_a_sites_content_tells_how_it_is_built(tmp_path: Path) -> None:
    content = [f"src/content/docs/{name}.md" for name in "abcdef"]
    texts = dict.fromkeys([*content, "README.md", "plans/idea.md"], "# Page\n\nText.\n")

    assert _pages(tmp_path, texts) == set(content)


def test_what_stands_above_them_is_no_page_where_a_navigation_says_where_pages_are(
    tmp_path: Path,
) -> None:
    settings = "import s from '@astrojs/starlight';\nexport default { integrations: [s({})] };\n"
    content = [f"src/content/docs/{name}.md" for name in "abcdef"]
    texts = dict.fromkeys([*content, "README.md"], "# Page\n\nText.\n")

    assert _pages(tmp_path, texts | {"astro.config.mjs": settings}) == set(content)


def test_the_page_of_a_section_stands_before_its_pages_and_drafts_are_none(tmp_path: Path) -> None:
    names = ["a.md", "tours/b.md", "tours/_index.md", "tours/_draft.md"]

    assert _pages(tmp_path, dict.fromkeys(names, "# Page\n\nText.\n")) == set(names[:3])
