"""What a site keeps back: its generator makes no page of it, or none that is to be found."""

from __future__ import annotations

import pytest
from project_nav import found_in

BACK = {"draft": "true", "unlisted": "true", "hidden": "true", "published": "false"}


@pytest.mark.parametrize(
    ("settings", "root", "field"),
    [
        ({"sidebars.json": '{"a": ["a"]}'}, "docs", "draft"),
        ({"sidebars.json": '{"a": ["a"]}'}, "docs", "unlisted"),
        ({"docs.json": '{"navigation": {"pages": ["a"]}}'}, "", "hidden"),
        ({"_quarto.yml": "website: {sidebar: {contents: [a.md]}}"}, "", "draft"),
        (
            {
                "astro.config.mjs": "import starlight from '@astrojs/starlight';\n"
                "export default { integrations: [starlight({ title: 'K' })] };"
            },
            "src/content/docs",
            "draft",
        ),
    ],
)
def test_fields_keep_pages_back_where_the_generator_knows_them(settings, root, field):
    home = f"{root}/" if root else ""
    files = {
        **settings,
        **{f"{home}{name}.md": f"---\n{name}: {value}\n---\n" for name, value in BACK.items()},
        f"{home}a.md": f"Text.\n\n{field}: true\n",
        f"{home}b.md": f"---\n{field}: maybe\n---\n",
    }
    assert f"{home}{field}.md" in found_in(files).unpublished
    others = {"a", "b", *BACK} - {"draft", "unlisted", field}
    assert not {f"{home}{name}.md" for name in others} & found_in(files).unpublished


def test_patterns_of_mkdocs_keep_files_back():
    files = {
        "mkdocs.yml": "nav: [a.md]\nexclude_docs: |\n  # old\n  /old/*\n  !/old/kept.md\n"
        "  *.tmp.md\ndraft_docs: soon.md\nnot_in_nav: b.md\n",
        **dict.fromkeys(("docs/a.md", "docs/b.md", "docs/old/c.md", "docs/x/d.tmp.md"), ""),
        **dict.fromkeys(("docs/soon.md", "old/e.md", "docs/old/kept.md"), ""),
    }
    names = ("old/c.md", "x/d.tmp.md", "soon.md")
    assert found_in(files).unpublished == {f"docs/{name}" for name in names}


def test_globs_of_vitepress_begin_at_its_root():
    files = {
        "docs/.vitepress/config.ts": "export default { srcExclude: ['README.md', 'in/**', "
        "'**/part.md', 1], themeConfig: { sidebar: [{ text: 'A', link: '/a' }] } }",
        **dict.fromkeys(("docs/a.md", "docs/README.md", "docs/x/README.md", "docs/in/b.md"), ""),
        **dict.fromkeys(("docs/x/part.md", "docs/x/in/c.md"), ""),
    }
    found = found_in(files)
    assert found.unpublished == {"docs/README.md", "docs/in/b.md", "docs/x/part.md"}
    assert not found.is_computed


def test_patterns_made_to_take_long_are_passed_over():
    files = {
        "mkdocs.yml": "nav: [a.md]\nexclude_docs: |\n  " + "*a" * 40 + "\n",
        "docs/a.md": "",
        "docs/" + "a" * 200 + ".md": "",
    }
    assert found_in(files).unpublished == frozenset()
