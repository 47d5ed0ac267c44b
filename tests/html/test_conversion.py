"""Links, tables, titles, metadata, and what a page may do to us."""

import re

import pytest

from ctxbuild.html import Options, convert, html_to_markdown

URL = "https://docs.example.org/guide/page.html"


def body(text, head=""):
    return f"<html><head>{head}</head><body><main><h1>T</h1>{text}</main></body></html>"


def markdown(text, **options):
    return convert(body(text), URL, Options(**options)).markdown.removeprefix("# T\n\n").strip()


def test_links_are_absolute_unless_asked_otherwise():
    link = '<p><a href="../api/x.html#y">x</a></p>'
    assert markdown(link) == "[x](https://docs.example.org/api/x.html#y)"
    assert markdown(link, links="relative") == "[x](../api/x.html#y)"


def test_base_moves_links():
    page = body('<p><a href="x">x</a></p>', '<base href="https://other.example/a/">')
    assert "(https://other.example/a/x)" in html_to_markdown(page, URL)


@pytest.mark.parametrize(
    "href", ["javascript:alert(1)", "data:text/html,x", "JaVaScript:x", " vbscript:x"]
)
def test_links_that_run_code_become_text(href):
    assert markdown(f'<p><a href="{href}">text</a></p>') == "text"


def test_spanned_cells_are_repeated_and_pipes_escaped():
    rows = (
        "<tr><th>A</th><th>B</th></tr><tr><td rowspan=2>x|y</td><td>1</td></tr><tr><td>2</td></tr>"
    )
    assert markdown(f"<table>{rows}</table>").splitlines() == [
        "| A | B |",
        "| --- | --- |",
        "| x\\|y | 1 |",
        "| x\\|y | 2 |",
    ]


def test_tables_as_html_by_option():
    assert "<td>" in markdown("<table><tr><td>a</td><td>b</td></tr></table>", tables="html")


def test_blocks_in_cells_are_joined():
    table = "<table><tr><th>A</th><th>B</th></tr><tr><td><p>a</p><p>b</p></td><td><ul><li>c</ul></td></tr></table>"
    assert "| a<br>b | - c |" in markdown(table)


def test_lists_nest_and_number():
    text = "<ol start=3><li>a<ul><li>b</li></ul></li><li><p>c</p></li></ol>"
    assert markdown(text) == "3. a\n   - b\n4. c"


def test_tasks():
    text = "<ul><li><input type=checkbox checked> a</li><li><input type=checkbox> b</li></ul>"
    assert markdown(text) == "- [x] a\n- [ ] b"


def test_footnotes():
    text = (
        '<p>Text<sup id="fnref:1"><a class="footnote-ref" href="#fn:1">1</a></sup>.</p><div class='
        '"footnotes"><ol><li id="fn:1"><p>A note here. <a href="#fnref:1">↩</a></p></li></ol></div>'
    )
    assert markdown(text) == "Text[^1].\n\n[^1]: A note here."


def test_keys_and_scripts_stay():
    text = "<p><kbd>Ctrl</kbd> H<sub>2</sub>O x<sup>2</sup></p>"
    assert markdown(text) == "<kbd>Ctrl</kbd> H<sub>2</sub>O x<sup>2</sup>"


@pytest.mark.parametrize(
    "formula",
    [
        '<script type="math/tex">a_b\\\\{c}</script>',
        '<span class="katex"><math><annotation encoding="application/x-tex">a_b\\\\{c}</annotation>'
        '</math><span class="katex-html" aria-hidden="true">abc</span></span>',
        '<span class="arithmatex">\\(a_b\\\\{c}\\)</span>',
        '<img class="math" alt="a_b\\\\{c}" src="m.png">',
        '<math alttext="a_b\\\\{c}"><mi>a</mi></math>',
    ],
)
def test_formulas_become_tex_as_it_was(formula):
    assert markdown(f"<p>So {formula}.</p>") == "So $a_b\\\\{c}$."


def test_dollars_are_escaped_beside_formulas_only():
    assert markdown("<p>$5 or $6</p>") == "$5 or $6"
    assert markdown('<p>$5 <script type="math/tex">x</script></p>') == "\\$5 $x$"


def test_mermaid_stays_source():
    assert (
        markdown('<pre class="mermaid">graph TD\n  a--&gt;b</pre>')
        == "```mermaid\ngraph TD\n  a-->b\n```"
    )


@pytest.mark.parametrize(
    ("mark_up", "language"),
    [
        ('<pre><code class="language-go">x</code></pre>', "go"),
        ('<pre class="brush: java; x">x</pre>', "java"),
        ('<div class="highlight-source-shell"><pre>x</pre></div>', "shell"),
        ('<pre class="sourceCode haskell"><code>x</code></pre>', "haskell"),
        (
            '<div class="sourceCode"><pre class="sourceCode python"><code>x</code></pre></div>',
            "python",
        ),
        ('<pre class="src src-lisp">x</pre>', "lisp"),
        ('<pre data-lang="toml"><code>x</code></pre>', "toml"),
        ('<pre class="prettyprint lang-c">x</pre>', "c"),
        ('<pre><code class="hljs rust">x</code></pre>', "rust"),
        ('<pre class="code">x</pre>', ""),
    ],
)
def test_language_conventions(mark_up, language):
    assert markdown(mark_up) == f"```{language}\nx\n```"


def test_prompts_numbers_and_buttons_are_no_code():
    text = '<pre><code><span class="lineno">1</span>a\n<span class="lineno">2</span>  b</code><button>Copy</button></pre>'
    assert markdown(text) == "```\na\n  b\n```"


def test_metadata():
    page = (
        '<html lang="fr"><head><title>Page — Site</title><meta name=description content="About it">'
        '<link rel=canonical href="/guide/"><link rel=next href="b.html"><meta name=generator '
        'content="Hugo 0.1"><meta name="docsearch:version" content="2.1"></head><body>'
        "<ol class=breadcrumb><li>Home</li><li>Guide</li></ol><main><h1>Page</h1><p>x</p></main>"
        '<div class="last-updated">Last updated on 2026-01-02</div></body></html>'
    )
    found = convert(page, URL).metadata
    assert (found.title, found.description, found.language) == ("Page", "About it", "fr")
    assert found.canonical == "https://docs.example.org/guide/"
    assert found.next == "https://docs.example.org/guide/b.html"
    assert (found.generator, found.version, found.updated) == ("Hugo 0.1", "2.1", "2026-01-02")
    assert found.breadcrumbs == ("Home", "Guide")


def test_what_was_left_out_is_counted():
    page = body("<p>Text.</p><nav>Menu here</nav>").replace("<main>", "<div>Outside</div><main>")
    dropped = convert(page, URL).dropped
    assert dropped["noise"] == len("Menuhere")
    assert dropped["outside"] == len("Outside")


def test_headings_and_links_are_listed():
    found = convert(body('<h2 id="a">Sub</h2><p><a href="x">y</a></p>'), URL)
    assert [(h.level, h.text, h.id) for h in found.headings] == [(1, "T", ""), (2, "Sub", "a")]
    assert [(link.text, link.href) for link in found.links] == [
        ("y", "https://docs.example.org/guide/x")
    ]


HOSTILE = {
    "nothing": "",
    "divs": "<div>" * 10_000 + "deep",
    "lists": "<ul><li>" * 10_000 + "deep",
    "bold": "<b>" * 10_000 + "deep",
    "quotes": "<blockquote>" * 10_000 + "deep",
    "tables": "<table><tr><td>" * 5_000 + "deep",
    "half a million levels": "<div>" * 500_000 + "deep",
    "emphasis": "<p>" + "<em>a</em>b " * 20_000,
    "links": "<p>" + "<a href=x>a</a> " * 20_000,
    "attributes": "<p " + " ".join(f"a{n}=1" for n in range(50_000)) + ">deep",
    "spans": "<table>" + "<tr><td rowspan=9999 colspan=9999>x</td></tr>" * 200 + "</table>",
    "collapsed": '<div class="collapse" style="display:none">x</div>' * 10_000,
    "braces": "<style>" + "{" * 200_000 + "</style>deep",
    "rules": "<style>"
    + "".join(f".a .b .c{{top:{n}px}}" for n in range(5_000))
    + "</style>"
    + '<div class="a b c">x</div>' * 3_000,
    "nul": "a\0b\0" * 1_000,
    "surrogates": "<p>\ud800</p><pre>\udfff</pre>",
    "open comment": "<!--" * 100_000,
    "brackets": "<p>" + "[" * 200_000 + "](x)",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_pages_are_converted(name):
    assert isinstance(html_to_markdown(HOSTILE[name], URL), str)


def test_two_hundred_thousand_cells():
    page = "<table>" + ("<tr>" + "<td>x</td>" * 10 + "</tr>") * 20_000 + "</table>"
    assert html_to_markdown(page).count("| x |") == 100_000


def test_the_same_page_gives_the_same_bytes_twice():
    page = body('<p class="a b c">x</p>' * 50)
    assert html_to_markdown(page, URL) == html_to_markdown(page, URL)


def test_footnotes_that_are_numbered_by_chapter_get_labels_of_their_own():
    notes = [("a", "1", "First"), ("b", "2", "Second"), ("c", "1", "Third"), ("d", "3", "Fourth")]
    page = "".join(
        f'<p>See<sup><a class="footnote-reference" href="#{name}">{number}</a></sup></p>'
        for name, number, _ in notes
    ) + "".join(
        f'<aside id="{name}" class="footnote"><p>{text}</p></aside>' for name, _, text in notes
    )
    written = html_to_markdown(f"<main><h1>Notes</h1>{page}</main>")
    labels = re.findall(r"^\[\^(.+?)\]: ", written, re.M)
    assert len(labels) == len(set(labels)) == 4


def test_an_address_with_encoded_characters_is_shown_as_it_is_written():
    page = '<main><p><a href="https://kiln.test/a%20b">https://kiln.test/a%20b</a></p></main>'
    assert html_to_markdown(page) == "[https://kiln.test/a%20b](https://kiln.test/a%20b)\n"
