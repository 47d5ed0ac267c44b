"""Hugo's and Zola's sites: the order of pages by what stands in front of them."""

from __future__ import annotations

import pytest
from project_nav import found_in, pages, shape


def page(**fields):
    lines = "".join(f"{name}: {value}\n" for name, value in fields.items())
    return f"---\n{lines}---\nText.\n"


def test_sections_are_ordered_by_weight_then_date_then_title():
    files = {
        "hugo.toml": "title = 'Kiln'\nbaseURL = 'https://kiln.example/docs'\n"
        "[params]\ndescription = 'Bakes clay.'\n",
        "content/_index.md": page(title="Home"),
        "content/use/_index.md": page(title="Using it", weight=2),
        "content/use/last.md": page(title="A", weight=0),
        "content/use/zebra.md": page(title="Zebra", weight=5),
        "content/use/apple.md": page(title="Apple", weight=5),
        "content/use/new.md": page(title="New", weight=5, date="2024-05-01"),
        "content/use/first.md": page(title="First", linkTitle="1st", weight=-1),
        "content/start/_index.md": page(title="Start", weight=1),
        "content/start/deep/one.md": page(title="One"),
        "content/start/bundle/index.md": page(title="Bundle", weight=9),
        "content/start/bundle/part.md": page(title="Part"),
        "content/plain/b.md": "",
    }
    found = found_in(files)
    assert (found.root, found.title, found.summary) == ("content", "Kiln", "Bakes clay.")
    assert found.url == "https://kiln.example/docs/"
    start = [("", "content/start/bundle/index.md"), ("", "content/start/deep/one.md")]
    assert shape(found.items) == [
        ("", "content/_index.md"),
        ("Start", "content/start/_index.md", start),
        (
            "Using it",
            "content/use/_index.md",
            [
                ("1st", "content/use/first.md"),
                ("", "content/use/new.md"),
                ("", "content/use/apple.md"),
                ("", "content/use/zebra.md"),
                ("", "content/use/last.md"),
            ],
        ),
        ("Plain", "", [("", "content/plain/b.md")]),
    ]


def test_the_bar_of_the_site_orders_what_stands_at_the_top():
    files = {
        "site/config/_default/hugo.toml": "title = 'Kiln'",
        "site/config/_default/menus.en.toml": "[[main]]\nurl = '/use/first/'\nweight = 10\n"
        "[[main]]\npageRef = '/about'\nweight = 5\n[[main]]\nurl = 'https://far.example'",
        "site/content/about.md": "",
        "site/content/blog/_index.md": "---\nmenu: {main: {weight: 7}}\n---\n",
        "site/content/use/_index.md": page(title="Use", weight=1),
        "site/content/alone/_index.md": page(title="Alone", weight=2),
    }
    found = [item.page for item in found_in(files).items]
    names = ("about.md", "blog/_index.md", "use/_index.md", "alone/_index.md")
    assert found == [f"site/content/{name}" for name in names]


@pytest.mark.parametrize(
    ("settings", "root"),
    [
        ("languages:\n  de: {contentDir: inhalt}\n  en: {contentDir: text/en}\n", "text/en"),
        ("module:\n  mounts:\n  - {source: text/en, target: content, lang: en}\n", "text/en"),
        (
            "module:\n  mounts:\n  - source: inhalt\n    target: content\n"
            "    sites: {matrix: {languages: [de]}}\n  - {source: text/en, target: content}\n",
            "text/en",
        ),
        ("contentDir: text\nlanguages: {en: {}, de: {}}\n", "text/en"),
    ],
)
def test_the_pages_of_the_language_at_the_root_count(settings, root):
    files = {"hugo.yaml": f"title: Kiln\n{settings}", **pages("text/en/a.md", "inhalt/a.md")}
    found = found_in(files)
    assert (found.root, shape(found.items)) == (root, [("", "text/en/a.md")])


def test_translations_beside_pages_are_passed_over():
    files = {
        "hugo.json": '{"languages": {"en": {}, "de": {}}}',
        **pages("content/a.md", "content/a.de.md", "content/b.en.md"),
    }
    assert [item.page for item in found_in(files).items] == ["content/a.md", "content/b.en.md"]


def test_drafts_and_what_is_not_rendered_are_unpublished_and_menus_may_lack_pages():
    files = {
        "hugo.toml": "",
        "content/a.md": page(title="A"),
        "content/draft.md": page(title="D", draft="true"),
        "content/none/_index.md": "---\ntitle: None\nbuild: {render: never}\n---\n",
        "content/none/inner.md": page(title="Inner"),
        "content/hidden.md": page(title="H", toc_hide="true"),
        "content/head/index.md": page(title="Head", headless="true"),
    }
    found = found_in(files)
    assert shape(found.items) == [
        ("", "content/a.md"),
        ("None", "", [("", "content/none/inner.md")]),
    ]
    names = ("draft.md", "none/_index.md", "head/index.md")
    assert found.unpublished == {f"content/{name}" for name in names}


def test_zola_orders_each_directory_as_it_says():
    files = {
        "config.toml": "base_url = 'https://kiln.example'\ntitle = 'Kiln'\ndescription = 'D.'\n"
        "[languages.de]\n",
        "content/_index.md": "+++\nsort_by = 'weight'\n+++\n",
        "content/b.md": "+++\nweight = 0\n+++\n",
        "content/a.md": "+++\nweight = 1\n+++\n",
        "content/a.de.md": "+++\nweight = 1\n+++\n",
        "content/news/_index.md": "+++\ntitle = 'News'\nsort_by = 'date'\nweight = 2\n+++\n",
        "content/news/old.md": "+++\ndate = 2020-01-01\n+++\n",
        "content/news/new.md": "+++\ndate = 2024-01-01\n+++\n",
        "content/news/soon.md": "+++\ndraft = true\n+++\n",
    }
    found = found_in(files)
    news = [("", "content/news/new.md"), ("", "content/news/old.md")]
    assert shape(found.items) == [
        ("", "content/_index.md"),
        ("", "content/b.md"),
        ("", "content/a.md"),
        ("News", "content/news/_index.md", news),
    ]
    assert (found.url, found.unpublished) == ("https://kiln.example/", {"content/news/soon.md"})


def test_settings_of_something_else_are_no_navigation():
    assert found_in({"config.toml": "[server]\nport = 1\n", "content/a.md": ""}) is None
    assert found_in({"hugo.toml": "title = 'K'\n"}) is None
    assert found_in({"hugo.toml": "title = [", "content/a.md": ""}).title == ""


def test_hostile_fields_neither_fail_nor_change_the_order_between_runs():
    files = {
        "hugo.yaml": "languages: [1, 2]\nmodule: {mounts: {a: 1}}\nmenu: {main: [1, {url: []}]}\n",
        "content/a.md": page(title="[1]", weight=10**400, date="[[]]"),
        "content/b.md": page(title="{}", weight=".nan", build="3", menu="{main: 4}"),
        "content/c.md": "---\n: [\n---\n",
        "content/" + "d/" * 200 + "e.md": "",
        "content/../f.md": "",
    }
    found = [item.page for item in found_in(files).items if item.page]
    assert found == ["content/a.md", "content/b.md", "content/c.md"]
