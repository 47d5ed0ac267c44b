"""Nextra and Rspress: directories that have a file with their order."""

from __future__ import annotations

import json

from project_nav import found_in, pages, shape

NEXTRA = "import nextra from 'nextra'\nexport default nextra({})({})\n"


def test_nextra_takes_order_titles_and_separators_from_each_directory():
    files = {
        "next.config.mjs": NEXTRA,
        "content/_meta.js": "const more = { title: 'More' }\nexport default {\n"
        "  start: 'Begin here',\n  far: { title: 'Far', href: 'https://x.example' },\n"
        "  '-- use': { type: 'separator', title: 'Use it' },\n"
        "  guide: { title: 'Guides' },\n  secret: { display: 'hidden' },\n  more,\n}\n",
        "content/guide/_meta.json": json.dumps({"b": "Bee"}),
        **pages("content/index.mdx", "content/start.mdx", "content/secret.mdx"),
        **pages("content/guide/index.mdx", "content/guide/a.mdx", "content/guide/b.md"),
        **pages("content/guide.mdx", "content/more/c.mdx", "content/left.mdx"),
        **pages("content/start.de.mdx", "content/_part.mdx"),
    }
    found = found_in(files)
    guide = [
        ("", "content/guide/index.mdx"),
        ("Bee", "content/guide/b.md"),
        ("", "content/guide/a.mdx"),
    ]
    assert (found.origin, found.root) == ("next.config.mjs", "content")
    assert shape(found.items) == [
        ("", "content/index.mdx"),
        ("Begin here", "content/start.mdx"),
        (
            "Use it",
            "",
            [
                ("Guides", "content/guide.mdx", guide),
                ("More", "", [("", "content/more/c.mdx")]),
                ("", "content/left.mdx"),
            ],
        ),
    ]


def test_nextra_has_pages_of_english_and_one_file_for_all_directories():
    meta = "export default { docs: { title: 'Docs', items: { b: 'Bee', a: '' } } }"
    files = {
        "web/next.config.ts": NEXTRA,
        "web/app/_meta.global.ts": meta,
        **pages("web/app/docs/a/page.mdx", "web/app/docs/b/page.mdx"),
    }
    inner = [("Bee", "web/app/docs/b/page.mdx"), ("", "web/app/docs/a/page.mdx")]
    assert shape(found_in(files).items) == [("Docs", "", inner)]
    files = {"next.config.js": NEXTRA, **pages("content/en/a.mdx", "content/de/a.mdx")}
    assert shape(found_in(files).items) == [("", "content/en/a.mdx")]


def test_nextra_tells_of_an_order_that_is_computed():
    files = {
        "next.config.js": NEXTRA,
        "content/_meta.js": "export default made()",
        **pages("content/b.mdx", "content/a.mdx"),
    }
    found = found_in(files)
    assert found.is_computed
    assert shape(found.items) == [("", "content/a.mdx"), ("", "content/b.mdx")]


def test_next_without_nextra_has_no_such_navigation():
    assert found_in({"next.config.js": "export default {}", "pages/a.mdx": ""}) is None
    assert found_in({"next.config.js": NEXTRA}) is None


RSPRESS = (
    "import path from 'node:path';\nimport { defineConfig } from '@rspress/core';\n"
    "export default defineConfig({ root: path.join(__dirname, 'docs'), title: 'Kiln',\n"
    "  description: 'Bakes.', lang: 'en', multiVersion: { default: 'v2', versions: [] } });\n"
)


def test_rspress_lists_what_each_directory_names():
    top = [{"text": "Use", "link": "/use/a"}, {"items": [{"text": "Api", "link": "/api/"}]}]
    use = [
        "index",
        {"type": "section-header", "label": "First steps"},
        {"type": "file", "name": "b", "label": "Bee"},
        {"type": "divider"},
        {"type": "dir", "name": "deep", "label": "Deep"},
        {"type": "custom-link", "link": "https://x.example", "label": "Far"},
        {"type": "file", "name": "../../../secret"},
    ]
    files = {
        "rspress.config.ts": RSPRESS,
        "docs/v2/en/_nav.json": json.dumps(top),
        "docs/v2/en/use/_meta.json": json.dumps(use),
        **pages("docs/v2/en/use/index.mdx", "docs/v2/en/use/b.md", "docs/v2/en/use/left.md"),
        **pages("docs/v2/en/use/deep/c.md", "docs/v2/en/api/d.md", "docs/v2/en/index.md"),
        **pages("docs/v2/zh/use/b.md", "docs/v1/en/use/b.md", "secret.md"),
    }
    found = found_in(files)
    home = "docs/v2/en"
    assert (found.root, found.title, found.summary) == (home, "Kiln", "Bakes.")
    assert shape(found.items) == [
        ("", f"{home}/index.md"),
        (
            "Use",
            f"{home}/use/index.mdx",
            [
                (
                    "First steps",
                    "",
                    [
                        ("Bee", f"{home}/use/b.md"),
                        ("Deep", "", [("", f"{home}/use/deep/c.md")]),
                    ],
                )
            ],
        ),
        ("Api", "", [("", f"{home}/api/d.md")]),
    ]


def test_rspress_of_the_first_version_has_its_bar_in_the_order_of_the_top():
    bar = [{"text": "Guide", "link": "/use/b", "activeMatch": "/use/"}]
    files = {
        "rspress.config.ts": "export default { root: 'docs' }",
        "docs/_meta.json": json.dumps(bar),
        "docs/use/_meta.json": json.dumps(["b", "a"]),
        **pages("docs/index.md", "docs/api/c.md", "docs/use/a.md", "docs/use/b.md"),
    }
    assert shape(found_in(files).items) == [
        ("", "docs/index.md"),
        ("Guide", "", [("", "docs/use/b.md"), ("", "docs/use/a.md")]),
        ("Api", "", [("", "docs/api/c.md")]),
    ]


def test_a_directory_that_the_bar_divides_is_no_section():
    top = [{"text": "Use", "link": "/docs/use/a"}, {"text": "Api", "link": "/docs/api/b"}]
    files = {
        "rspress.config.ts": "export default { root: 'docs' }",
        "docs/_nav.json": json.dumps(top),
        **pages("docs/docs/use/a.md", "docs/docs/api/b.md"),
    }
    assert [item.title for item in found_in(files).items] == ["Api", "Use"]


def test_rspress_whose_sidebar_stands_in_its_settings_is_passed_over():
    assert found_in({"rspress.config.ts": RSPRESS, "docs/a.md": ""}) is None
