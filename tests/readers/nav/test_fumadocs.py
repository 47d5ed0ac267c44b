"""Fumadocs' collections and the order of their directories."""

from __future__ import annotations

import json

from project_nav import found_in, pages, shape

CONFIG = (
    "import { defineConfig, defineDocs } from 'fumadocs-mdx/config';\n"
    "export const docs = defineDocs({ dir: 'content/docs' });\nexport default defineConfig();"
)


def test_separators_are_sections_and_directories_keep_their_order():
    meta = {
        "title": "Docs",
        "pages": [
            "index",
            "---[Rocket]Get going---",
            "start",
            "use",
            "!secret",
            "---Rest---",
            "...(group)",
            "[Far](https://x.example)",
            "...",
        ],
    }
    use = {"title": "Using it", "pages": ["./b", "a"]}
    files = {
        "source.config.ts": CONFIG,
        "content/docs/meta.json": json.dumps(meta),
        "content/docs/use/meta.json": json.dumps(use),
        **pages("content/docs/index.mdx", "content/docs/start.mdx", "content/docs/start.zh.mdx"),
        **pages("content/docs/use/index.mdx"),
        **pages("content/docs/use/a.mdx", "content/docs/use/b.mdx", "content/docs/secret.mdx"),
        **pages("content/docs/(group)/c.mdx", "content/docs/left.mdx"),
        **pages("content/docs/api-more/index.mdx", "content/docs/api-more/d.mdx"),
        **pages("content/docs/plain/e.mdx"),
    }
    root = "content/docs"
    assert shape(found_in(files).items) == [
        ("", f"{root}/index.mdx"),
        (
            "Get going",
            "",
            [
                ("", f"{root}/start.mdx"),
                (
                    "Using it",
                    f"{root}/use/index.mdx",
                    [("", f"{root}/use/b.mdx"), ("", f"{root}/use/a.mdx")],
                ),
            ],
        ),
        (
            "Rest",
            "",
            [
                ("", f"{root}/(group)/c.mdx"),
                ("", f"{root}/left.mdx"),
                ("", f"{root}/api-more/index.mdx", [("", f"{root}/api-more/d.mdx")]),
                ("Plain", "", [("", f"{root}/plain/e.mdx")]),
            ],
        ),
    ]


def test_several_collections_are_sections():
    script = CONFIG + "\nexport const more = defineDocs({ dir: 'content/guides' });"
    script += "\nexport const inner = defineDocs({ dir: 'content/docs/blog' });"
    files = {
        "site/source.config.ts": script,
        "site/content/docs/meta.json": '{"title": "Manual"}',
        **pages("site/content/docs/a.mdx", "site/content/guides/b.mdx"),
        **pages("site/content/docs/blog/c.mdx"),
    }
    found = found_in(files)
    assert found.root == "site/content"
    blog = ("Blog", "", [("", "site/content/docs/blog/c.mdx")])
    assert shape(found.items) == [
        ("Manual", "", [("", "site/content/docs/a.mdx"), blog]),
        ("Guides", "", [("", "site/content/guides/b.mdx")]),
    ]


def test_english_where_each_language_has_a_directory():
    files = {"source.config.ts": CONFIG, **pages("content/docs/en/a.mdx", "content/docs/zh/a.mdx")}
    assert shape(found_in(files).items) == [("", "content/docs/en/a.mdx")]


def test_directories_that_lead_to_each_other_are_entered_once():
    loop = json.dumps({"pages": ["../b", "../b", "..", "../../../x", "a", "...", "..."]})
    files = {
        "source.config.ts": CONFIG,
        "content/docs/a/meta.json": loop,
        "content/docs/b/meta.json": loop.replace("/b", "/a"),
        **pages("content/docs/a/a.md", "content/docs/b/a.md", "x.md"),
    }
    text = str(shape(found_in(files).items))
    assert text.count("content/docs/a/a.md") == text.count("content/docs/b/a.md") == 1
    assert "x.md" not in text


def test_other_settings_of_that_name_are_none():
    assert found_in({"source.config.ts": "export default {}", "content/docs/a.md": ""}) is None
