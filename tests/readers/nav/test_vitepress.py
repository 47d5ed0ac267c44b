"""VitePress' sidebars as its settings have them."""

from __future__ import annotations

import pytest
from project_nav import found_in, of, pages, shape

from ctxbuild.model import UsageError
from ctxbuild.readers.nav import navigation_beside, navigation_in, read_navigation

IMPORT = "import { defineConfig } from 'vitepress'\n"


def config(theme, more=""):
    return f"{IMPORT}export default defineConfig({{ {more} themeConfig: {{ {theme} }} }})"


def test_groups_links_and_bases():
    sidebar = """sidebar: [
      { text: 'Start', items: [{ text: 'Why?', link: '/why' }, { text: 'Home', link: '/' }] },
      { text: 'Jobs', base: '/guide/jobs/', link: '/', items: [
        { text: 'Run <b>it</b>', link: 'run.html#now' }, { text: 'Gone', link: '/gone' },
        { text: 'Elsewhere', link: 'https://x.example/' }, { text: 'Out', link: '/../../secret' },
      ] },
    ]"""
    more = "title: 'Kiln', description: 'Fires.', srcDir: 'src', "
    more += "sitemap: { hostname: 'https://k.example' }, base: '/docs/',"
    files = {
        "docs/.vitepress/config.mts": config(sidebar, more),
        "secret.md": "",
        **pages("docs/src/why.md", "docs/src/index.md"),
        **pages("docs/src/guide/jobs/index.md", "docs/src/guide/jobs/run.md"),
    }
    found = found_in(files)
    assert (found.root, found.title, found.summary) == ("docs/src", "Kiln", "Fires.")
    assert (found.url, found.is_computed) == ("https://k.example/docs/", False)
    jobs = ("Jobs", "docs/src/guide/jobs/index.md", [("Run it", "docs/src/guide/jobs/run.md")])
    start = [("Why?", "docs/src/why.md"), ("Home", "docs/src/index.md")]
    assert shape(found.items) == [("Start", "", start), jobs]


def test_sidebars_by_place_are_named_as_the_bar_names_the_place():
    theme = """nav: [
      { text: 'Learn', link: '/guide/a' },
      { text: 'Parts', items: [
        { text: 'Overview', link: '/parts/' }, { text: 'B', link: '/parts/b' } ] },
    ],
    sidebar: {
      '/guide/': [{ text: 'A', link: '/guide/a' }, { text: 'C', link: '/guide/c' }],
      '/parts/': { base: '/parts', items: [{ text: 'B', link: '/b' }, { text: 'All', link: '/' }] },
      '/user-api/': [{ text: 'D', link: '/user-api/d' }, { text: 'E', link: '/user-api/e' }],
      '/again/': [{ text: 'A', link: '/guide/a' }, { text: 'C', link: '/guide/c' }],
      '/one/': [{ text: 'Only', items: [{ text: 'F', link: '/one/f' }] }],
    }"""
    names = ("guide/a", "guide/c", "parts/index", "parts/b", "user-api/d", "user-api/e", "one/f")
    files = {".vitepress/config.js": config(theme), **pages(*(f"{each}.md" for each in names))}
    assert shape(found_in(files).items) == [
        ("Learn", "", [("A", "guide/a.md"), ("C", "guide/c.md")]),
        ("Parts", "", [("B", "parts/b.md"), ("All", "parts/index.md")]),
        ("User api", "", [("D", "user-api/d.md"), ("E", "user-api/e.md")]),
        ("Only", "", [("F", "one/f.md")]),
    ]


def test_languages_in_files_of_their_own_and_pages_that_are_moved():
    files = {
        "docs/.vitepress/config/index.ts": IMPORT
        + "import en from './en'; import zh from './zh';\n"
        "export default defineConfig({ title: 'Kiln', rewrites: { 'en/:rest*': ':rest*' },"
        " locales: { zh: { lang: 'zh-CN', ...zh }, root: { lang: 'en-GB', ...en('1.0') } } })",
        "docs/.vitepress/config/en.ts": IMPORT + "export default function made(version: string) {"
        " return defineConfig({ description: 'Hot.', themeConfig: { sidebar: side() } }) }\n"
        "function side() { return [{ text: 'Fire', link: '/fire' }] }",
        "docs/.vitepress/config/zh.ts": "export default { themeConfig: { sidebar: [] } }",
        "docs/en/fire.md": "",
        "docs/zh/fire.md": "",
    }
    found = found_in(files)
    assert shape(found.items) == [("Fire", "docs/en/fire.md")]
    assert (found.title, found.summary) == ("Kiln", "Hot.")


def test_the_language_at_the_root_counts_else_english():
    bar = "lang: '{0}', themeConfig: {{ sidebar: [{{ link: '/{1}a' }}] }}"
    zh, en = bar.format("zh-CN", ""), bar.format("en-US", "en/")
    files = pages("a.md", "en/a.md", "fr/a.md")
    script = config("", f"locales: {{ en: {{ {en} }}, root: {{ {zh} }} }},")
    assert shape(found_in({".vitepress/config.ts": script, **files}).items) == [("", "a.md")]
    fr = bar.format("fr-FR", "fr/")
    script = config("", f"locales: {{ fr: {{ {fr} }}, en: {{ {en} }} }},")
    assert shape(found_in({".vitepress/config.ts": script, **files}).items) == [("", "en/a.md")]


def test_what_is_computed_is_left_out_and_said():
    theme = "sidebar: [{ text: 'A', link: '/a' }, ...generated(), { text: 'B', items: made() }]"
    found = found_in({".vitepress/config.ts": config(theme), "a.md": "", "b.md": ""})
    assert found.is_computed
    assert shape(found.items) == [("A", "a.md")]


@pytest.mark.parametrize(
    "script",
    [
        config("sidebar: generated({ root: 'docs' })"),
        "import { withSidebar } from 'vitepress-sidebar'\nexport default withSidebar({})",
        "import { gen } from 'sidebars'\n" + config("sidebar: gen({ '/': [] })"),
    ],
)
def test_a_sidebar_that_code_makes_leaves_where_the_pages_are(script):
    files = {"docs/.vitepress/config.ts": script, "docs/a.md": "", "b.md": ""}
    found = found_in(files)
    assert (found.is_computed, found.items, found.root) == (True, (), "docs")
    with pytest.raises(UsageError, match="without running it"):
        read_navigation("docs/.vitepress/config.ts", of(files))


def test_another_navigation_counts_before_one_that_is_computed():
    files = {
        "site/.vitepress/config.ts": config("sidebar: generated()"),
        "site/a.md": "",
        "book/book.toml": "",
        "book/src/SUMMARY.md": "[One](one.md)",
        "book/src/one.md": "",
    }
    assert found_in(files).origin == "SUMMARY.md"


def test_a_config_that_is_not_vitepress_is_none():
    assert found_in({"src/config.ts": config("sidebar: [{ link: '/a' }]"), "a.md": ""}) is None
    assert found_in({".vitepress/config.ts": "export default 3", "a.md": ""}) is None


def test_rewrites_that_are_no_patterns_of_ours_do_nothing():
    more = "rewrites: { ':a/:b/:c/:d': 'x', '(.*)+$': 'y', ':a/:a': 'z', 'b.md': 'c/d.md' },"
    theme = "sidebar: [{ text: 'D', link: '/c/d' }, { text: 'A', link: '/a' }]"
    found = found_in({".vitepress/config.ts": config(theme, more), **pages("a.md", "b.md")})
    assert shape(found.items) == [("D", "b.md"), ("A", "a.md")]


def test_deep_and_endless_groups_end():
    theme = "sidebar: [g]"
    script = IMPORT + "const g = { text: 'G', items: [g, { text: 'A', link: '/a' }] }\n"
    script += f"export default {{ themeConfig: {{ {theme} }} }}"
    found = found_in({".vitepress/config.ts": script, "a.md": ""})
    assert found.is_computed
    assert found.items


def test_the_settings_beside_a_built_site_and_by_name(tmp_path):
    docs = tmp_path / "docs"
    site = docs / ".vitepress" / "dist"
    site.mkdir(parents=True)
    (docs / ".vitepress" / "config.mjs").write_text(config("sidebar: [{ text: 'A', link: '/a' }]"))
    (docs / "a.md").write_text("# A\n")
    assert shape(next(navigation_beside(site)).items) == [("A", "a.md")]
    assert shape(navigation_in(docs / ".vitepress" / "config.mjs").items) == [("A", "a.md")]
