"""Starlight's sidebars in Astro's settings."""

from __future__ import annotations

from project_nav import found_in, pages, shape

HEAD = (
    "import { defineConfig } from 'astro/config'; import starlight from '@astrojs/starlight';\n"
    "import topics from 'starlight-sidebar-topics';\n"
)
CONTENT = "docs/src/content/docs"


def config(about, more=""):
    called = f"integrations: [mdx(), starlight({{ {about} }})]"
    return f"{HEAD}export default defineConfig({{ {more} {called} }})"


def docs(*names):
    return pages(*(f"{CONTENT}/{name}" for name in names))


def test_slugs_links_groups_and_directories():
    about = """title: 'Kiln', tagline: 'Hot.', sidebar: [
      'start', { slug: '', label: 'Home' }, { label: 'Far', link: 'https://x.example' },
      { label: 'Use', items: [{ label: 'Fire', link: '/use/fire/' }, { slug: 'lost' }] },
      { label: 'All', autogenerate: { directory: 'ref' } },
      { label: 'Out', autogenerate: { directory: '../../..' } },
    ]"""
    files = {
        "docs/astro.config.mjs": config(about, "site: 'https://k.example', base: '/v1',"),
        **docs("start.md", "index.mdx", "use/fire.md"),
        f"{CONTENT}/ref/b.md": "---\nsidebar:\n  order: 1\n  label: Bee\n---\n",
        f"{CONTENT}/ref/a.md": "",
        f"{CONTENT}/ref/index.md": "",
        f"{CONTENT}/ref/notes.txt": "",
        f"{CONTENT}/ref/hidden.md": "---\nsidebar: {hidden: true}\n---\n",
        f"{CONTENT}/ref/deep/z.md": "---\nsidebar: {order: 2}\n---\n",
    }
    found = found_in(files)
    assert (found.title, found.summary, found.url) == ("Kiln", "Hot.", "https://k.example/v1/")
    assert (found.root, found.is_computed) == (CONTENT, False)
    assert shape(found.items) == [
        ("", f"{CONTENT}/start.md"),
        ("Home", f"{CONTENT}/index.mdx"),
        ("Use", "", [("Fire", f"{CONTENT}/use/fire.md")]),
        (
            "All",
            "",
            [
                ("Bee", f"{CONTENT}/ref/b.md"),
                ("Deep", "", [("", f"{CONTENT}/ref/deep/z.md")]),
                ("", f"{CONTENT}/ref/index.md"),
                ("", f"{CONTENT}/ref/a.md"),
            ],
        ),
    ]


def test_without_a_sidebar_all_pages_are_it():
    found = found_in({"docs/astro.config.ts": config("title: 'K'"), **docs("index.md", "a/b.md")})
    assert shape(found.items) == [
        ("", f"{CONTENT}/index.md"),
        ("A", "", [("", f"{CONTENT}/a/b.md")]),
    ]


def test_a_sidebar_from_another_file_and_one_of_a_plugin():
    files = {
        "docs/astro.config.mjs": "import { bar } from './bar.mjs';" + config("sidebar: bar"),
        "docs/bar.mjs": "export const bar = [{ label: 'A', slug: 'a' }, groupOfTypes];",
        **docs("a.md"),
    }
    found = found_in(files)
    assert (shape(found.items), found.is_computed) == ([("A", f"{CONTENT}/a.md")], True)
    about = "plugins: [topics([{ label: 'T', link: '/', items: ['a'] }])]"
    found = found_in({"docs/astro.config.mjs": config(about), **docs("a.md")})
    assert shape(found.items) == [("T", "", [("", f"{CONTENT}/a.md")])]


def test_languages_with_a_directory_each():
    about = "defaultLocale: 'de', locales: { de: {}, en: {} }, sidebar: ['a']"
    found = found_in({"docs/astro.config.mjs": config(about), **docs("de/a.md", "en/a.md")})
    assert shape(found.items) == [("", f"{CONTENT}/en/a.md")]
    assert found.root == f"{CONTENT}/en"


def test_sites_of_astro_alone_are_no_documentation():
    script = HEAD + "export default defineConfig({ integrations: [mdx()] })"
    assert found_in({"docs/astro.config.mjs": script, **docs("a.md")}) is None
    assert found_in({"docs/astro.config.mjs": config("sidebar: ['a']"), "a.md": ""}) is None
