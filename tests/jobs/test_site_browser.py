"""A site in a real Chromium, opened as files: it works, asks for nothing, anyone can use it."""

from __future__ import annotations

import shutil
from pathlib import Path
from urllib.parse import unquote

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from node_packages import node_packages
from sample_wiki import HOSTILE, sample

from ctxbuild.jobs.site import write_site
from ctxbuild.search.words import terms, words

pytest.importorskip("playwright", reason="Playwright is not installed")

from playwright.sync_api import expect, sync_playwright

from ctxbuild.net.browser import _NAMES

PROGRAM = next(filter(None, map(shutil.which, _NAMES)), None)
pytestmark = pytest.mark.skipif(not PROGRAM, reason="Chromium is not installed")
DARK = {"color_scheme": "dark"}
PHONE = {"viewport": {"width": 390, "height": 844}}


@pytest.fixture(scope="module")
def browser():
    with sync_playwright() as playwright:
        program = playwright.chromium.launch(executable_path=PROGRAM, args=["--no-sandbox"])
        yield program
        program.close()


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    place = tmp_path_factory.mktemp("made")
    write_site(sample(), place / "site")
    write_site(sample(), place / "wiki.html", in_one_file=True)
    return place


class Visit:
    """A page of the site in a browser of its own, and what went wrong or went out."""

    def __init__(self, browser, place, name, script="", **options):
        self.context = browser.new_context(**options)
        self.context.grant_permissions(["clipboard-read", "clipboard-write"])
        self.page = self.context.new_page()
        self.wrong: list[str] = []
        self.asked: list[str] = []
        self.page.on("console", lambda m: self.wrong.append(m.text) if m.type == "error" else None)
        self.page.on("pageerror", lambda error: self.wrong.append(str(error)))
        self.page.on("requestfailed", lambda request: self.wrong.append(request.url))
        self.page.on("request", lambda request: self.asked.append(request.url))
        if script:
            self.page.add_init_script(script)
        self.root = place.as_uri()
        self.go(name)

    def go(self, name):
        self.page.goto(f"{self.root}/{name}")

    def at(self):
        return unquote(self.page.url.removeprefix(f"{self.root}/"))

    def look_for(self, text):
        self.page.keyboard.press("/")
        self.page.get_by_role("combobox").fill(text)
        expect(self.page.get_by_role("option").first).to_be_visible()

    def clipboard(self):
        return self.page.evaluate("navigator.clipboard.readText()")


@pytest.fixture
def visit(browser, place):
    visits = []

    def start(name, script="", **options):
        visits.append(Visit(browser, place, name, script, **options))
        return visits[-1]

    yield start
    for each in visits:
        each.context.close()
        assert not each.wrong
        assert not [url for url in each.asked if not url.startswith(f"{each.root}/")]


def test_every_page_opens_as_a_file_and_asks_for_nothing_else(visit, place):
    pages = sorted(path.name for path in (place / "site").glob("*.html"))
    there = visit(f"site/{pages[0]}")
    for name in pages[1:]:
        there.go(f"site/{name}")
    assert there.page.evaluate("document.title") != "1"
    assert {Path(url).suffix for url in there.asked} == {".html", ".css", ".js"}


def test_hostile_names_stay_names(visit):
    there = visit("site/names.html")
    assert there.page.title().startswith("</script>")
    assert HOSTILE in there.page.inner_text("h2")
    assert there.page.locator("img").count() == 0
    there.look_for("onerror")
    there.page.get_by_role("option").first.click()
    there.page.wait_for_url("**/names.html?q=onerror*")
    assert there.page.locator("img").count() == 0


def test_links_of_tree_diagram_contents_and_neighbours_lead_on(visit):
    there = visit("site/overview.html")
    there.page.locator(".diagram a", has_text="orders").first.click()
    assert there.at() == "site/4-orders.html"
    there.page.get_by_role("navigation", name="Pages").get_by_text("Architecture").click()
    there.page.get_by_role("navigation", name="On this page").get_by_text("Step 20").click()
    assert there.at() == "site/architecture.html#step-20"
    expect(there.page.locator("p", has_text="The ounce of step 20")).to_be_in_viewport()
    expect(there.page.locator(".contents .here")).to_have_text("Step 20")
    there.page.keyboard.press("j")
    there.page.wait_for_url("**/components.html")
    there.page.keyboard.press("p")
    there.page.wait_for_url("**/architecture.html")


def test_search_finds_by_parts_of_names_and_marks_what_was_found(visit):
    there = visit("site/index.html")
    there.look_for("http head")
    expect(there.page.get_by_role("option").first).to_contain_text("parse_http_header")
    there.page.get_by_role("combobox").fill("step 7 ounce")
    there.page.keyboard.press("ArrowDown")
    there.page.keyboard.press("ArrowUp")
    there.page.keyboard.press("Enter")
    there.page.wait_for_url("**/architecture.html?q=*")
    assert "ounce" in there.page.locator(".body mark").all_inner_texts()
    there.page.keyboard.press("Escape")
    expect(there.page.locator(".body mark")).to_have_count(0)
    there.look_for("zzz ounce")
    there.page.keyboard.press("Escape")
    expect(there.page.locator("dialog")).to_have_count(0)


def made_texts():
    found = []

    @settings(max_examples=200, database=None, derandomize=True, phases=[Phase.generate],
              suppress_health_check=list(HealthCheck), deadline=None)  # fmt: skip
    # What one side's version of Unicode does not know yet, the other may.
    @given(
        st.text(st.characters(exclude_categories=("Cn", "Cs", "Co")), max_size=40)
        | st.from_regex(r"[a-zA-Z_0-9.]{1,30}", fullmatch=True)
    )
    def collect(text):
        found.append(text)

    collect()
    return found


def test_the_search_divides_texts_as_ours_does(visit):
    known = ["parseHTTPHeader", "parse_http_header", "classes", "running", "漢字テスト", "v1.2.3"]
    known += ["Ünïcode_Größe", "creation", "a" * 99, "_", "１２３", "aBcDeFgHiJkLmNoPqRsTuVwXyZ"]
    texts = [text.encode("utf-8", "replace").decode() for text in known + made_texts()]
    read = visit("site/index.html").page.evaluate(
        """texts => texts.map((text) =>
          ctxbuildTerms.words(text).map((word) => [word, ctxbuildTerms.terms(word)]))""",
        texts,
    )
    for text, found in zip(texts, read, strict=True):
        assert found == [[word, list(terms(word))] for word in words(text)]


def test_pages_and_code_are_copied(visit, place):
    there = visit("site/overview.html")
    there.page.get_by_role("button", name="Copy page").click()
    expect(there.page.get_by_role("button", name="Copied").first).to_be_visible()
    assert there.clipboard() == sample().pages[0].body
    there.page.get_by_role("button", name="Copy for chat").click()
    expect(there.page.get_by_role("button", name="Copied").first).to_be_visible()
    assert there.clipboard().endswith(sample().pages[0].body)
    assert there.clipboard().startswith('The page "Overview of shop" of the wiki of')
    there.page.locator(".body > .code").hover()
    there.page.locator(".body > .code button").click()
    assert there.clipboard() == 'def order(ounces: int) -> "Price":\n    return </script>\n'


def test_places_show_their_lines_with_numbers(visit):
    there = visit("site/overview.html")
    there.page.get_by_role("button", name="shop/orders.py:3-9").first.click()
    lines = there.page.get_by_role("dialog").locator(".lines span")
    assert lines.all_text_contents()[:2] == ["class Order:\n", '    """</script>"""\n']
    assert lines.nth(1).get_attribute("data-line") == "4"
    there.page.keyboard.press("Escape")
    expect(there.page.get_by_role("dialog")).to_have_count(0)
    there.page.get_by_role("link", name="shop/prices.py:7").click()
    link = there.page.get_by_role("dialog").get_by_role("link", name="Open source")
    assert link.get_attribute("href") == "https://example.org/blob/abc/shop/prices.py#L7"


def test_a_choice_of_colours_is_remembered(visit):
    there = visit("site/overview.html")
    paper = "getComputedStyle(document.body).backgroundColor"
    light = there.page.evaluate(paper)
    there.page.get_by_role("button", name="Dark mode").click()
    assert there.page.evaluate(paper) != light
    there.go("site/architecture.html")
    assert there.page.evaluate(paper) != light
    button = there.page.get_by_role("button", name="Dark mode")
    assert button.get_attribute("aria-pressed") == "true"


def test_all_works_where_storage_and_clipboard_are_forbidden(visit):
    forbidden = """for (const name of ["localStorage", "clipboard"])
      Object.defineProperty(name === "clipboard" ? Navigator.prototype : window, name,
        { get() { throw new Error("forbidden"); } });"""
    there = visit("site/overview.html", forbidden)
    there.page.get_by_role("button", name="Dark mode").click()
    assert there.page.evaluate("document.documentElement.dataset.theme") == "dark"
    there.page.get_by_role("button", name="Copy page").click()
    expect(there.page.get_by_role("button", name="Copied").first).to_be_visible()


def test_pages_fit_a_phone(visit):
    there = visit("site/overview.html", **PHONE)
    for name in ("overview", "architecture", "names", "index"):
        there.go(f"site/{name}.html")
        assert there.page.evaluate("document.documentElement.scrollWidth") <= 390, name
    tree = there.page.get_by_role("navigation", name="Pages")
    expect(tree).to_be_hidden()
    there.page.get_by_role("button", name="Pages").click()
    expect(tree).to_be_visible()
    there.page.keyboard.press("Escape")
    expect(tree).to_be_hidden()


def test_paper_shows_the_page_alone(visit):
    there = visit("site/overview.html")
    there.page.emulate_media(media="print")
    expect(there.page.get_by_role("navigation", name="Pages")).to_be_hidden()
    expect(there.page.get_by_role("heading", name="Overview of shop")).to_be_visible()
    expect(there.page.locator("svg.diagram").first).to_be_visible()


def test_one_file_holds_the_whole_site(visit):
    there = visit("wiki.html")
    expect(there.page.get_by_role("heading", name="shop", exact=True)).to_be_visible()
    there.page.get_by_role("navigation", name="Pages").get_by_text("Overview of shop").click()
    there.page.locator(".diagram a:visible", has_text="prices").first.click()
    expect(there.page.get_by_role("heading", name="shop.prices")).to_be_visible()
    expect(there.page.locator("main:visible")).to_have_count(1)
    there.look_for("step 20")
    there.page.keyboard.press("Enter")
    expect(there.page.locator("p", has_text="The ounce of step 20")).to_be_in_viewport()
    assert there.at() == "wiki.html#architecture:step-20"
    there.page.get_by_role("button", name="Copy page").click()
    expect(there.page.get_by_role("button", name="Copied").first).to_be_visible()
    assert there.clipboard().startswith("# Architecture")
    there.page.go_back()
    expect(there.page.get_by_role("heading", name="shop.prices")).to_be_visible()
    there.go("wiki.html#names")
    there.page.get_by_role("button", name="LICENSE:1-300").first.click()
    last = there.page.get_by_role("dialog").locator(".lines span").last
    expect(last).to_contain_text("more lines")
    assert {url.partition("#")[0] for url in there.asked} == {f"{there.root}/wiki.html"}


@pytest.fixture(scope="module")
def axe():
    return (node_packages() / "node_modules" / "axe-core" / "axe.min.js").read_text("utf-8")


@pytest.mark.parametrize("options", [{}, DARK], ids=["light", "dark"])
def test_everyone_can_use_it(visit, axe, options):
    there = visit("site/overview.html", **options)

    def problems():
        there.page.evaluate(axe)
        found = there.page.evaluate("axe.run({ preload: false, resultTypes: ['violations'] })")
        return [(rule["id"], rule["nodes"][0]["html"]) for rule in found["violations"]]

    for name in ("overview", "index", "names"):
        there.go(f"site/{name}.html")
        assert not problems()
    there.look_for("ounce")
    assert not problems()
    there.page.keyboard.press("Escape")
    there.page.get_by_role("button", name="LICENSE:1-300").first.click()
    assert not problems()
