"""Text that people do not see never reaches the Markdown; what they can open stays."""

import pytest

from ctxbuild.html import convert, html_to_markdown

SECRET = "xyzzy"


def page(body, head=""):
    return (
        f"<!doctype html><html><head><title>T</title>{head}</head><body><main><h1>Title</h1>"
        f"<p>Before, a paragraph that people read.</p>{body}<p>After it.</p></main></body></html>"
    )


LEAKS = {
    "display": '<p style="display:none">xyzzy</p>',
    "display, important": '<p style="display : none !important">xyzzy</p>',
    "display in capitals": '<p STYLE="DISPLAY:NONE">xyzzy</p>',
    "display on an ancestor": '<div style="display:none"><div><p>xyzzy</p></div></div>',
    "visibility": '<p style="visibility:hidden">xyzzy</p>',
    "visibility: collapse": '<span style="visibility:collapse">xyzzy</span>',
    "opacity": '<p style="opacity:0">xyzzy</p>',
    "opacity in percent": '<p style="opacity: 0%">xyzzy</p>',
    "opacity nearly 0": '<p style="opacity:.01">xyzzy</p>',
    "filter": '<p style="filter: opacity(0)">xyzzy</p>',
    "font size 0": '<p style="font-size:0">xyzzy</p>',
    "font size 1px": '<p style="font-size:1px">xyzzy</p>',
    "font size 0.01em": '<p style="font-size:0.01em">xyzzy</p>',
    "font shorthand": '<p style="font: 0px/1 serif">xyzzy</p>',
    "no height": '<div style="height:0;overflow:hidden">xyzzy</div>',
    "no width": '<div style="width:1px;height:1px;overflow:hidden">xyzzy</div>',
    "max-height": '<div style="max-height:0;overflow:hidden">xyzzy</div>',
    "off to the left": '<div style="position:absolute;left:-9999px">xyzzy</div>',
    "off the top": '<div style="position:fixed;top:-200em">xyzzy</div>',
    "text-indent": '<p style="text-indent:-9999px">xyzzy</p>',
    "margin": '<p style="margin-left:-5000px">xyzzy</p>',
    "transform": '<p style="transform:translateX(-9999px)">xyzzy</p>',
    "scale": '<p style="transform: scale(0)">xyzzy</p>',
    "clip": '<p style="position:absolute;clip:rect(0 0 0 0)">xyzzy</p>',
    "clip with commas": '<p style="position:absolute;clip:rect(1px,1px,1px,1px)">xyzzy</p>',
    "clip-path": '<p style="clip-path: inset(50%)">xyzzy</p>',
    "white on white": '<p style="color:#fff;background:#ffffff">xyzzy</p>',
    "white on the page": '<p style="color:white">xyzzy</p>',
    "nearly white": '<span style="color: rgb(254, 254, 253)">xyzzy</span>',
    "black on black": '<div style="background:#000"><p style="color:black">xyzzy</p></div>',
    "hsl": '<p style="color:hsl(0, 0%, 100%)">xyzzy</p>',
    "transparent": '<p style="color:transparent">xyzzy</p>',
    "transparent by alpha": '<p style="color:rgba(0,0,0,0)">xyzzy</p>',
    "font element": '<font color="#FFFFFF">xyzzy</font>',
    "bgcolor": '<table bgcolor="#336699"><tr><td><font color="#336699">xyzzy</font></td></tr></table>',
    "hidden attribute": "<p hidden>xyzzy</p>",
    "hidden with a value": '<div hidden="hidden"><p>xyzzy</p></div>',
    "aria-hidden": '<p aria-hidden="true">xyzzy</p>',
    "comment": "<!-- xyzzy -->",
    "comment in code": "<pre><code>a <!-- xyzzy --> b</code></pre>",
    "template": "<template><p>xyzzy</p></template>",
    "script": "<script>xyzzy</script>",
    "style element": "<style>p::after{content:'xyzzy'}</style>",
    "noscript": "<noscript>xyzzy</noscript>",
    "hidden input": '<input type="hidden" value="xyzzy">',
    "select": "<select><option>xyzzy</option></select>",
    "textarea": "<textarea>xyzzy</textarea>",
    "svg": "<svg><title>xyzzy</title><text>xyzzy</text></svg>",
    "svg description": "<svg><desc>xyzzy</desc></svg>",
    "closed dialog": "<dialog><p>xyzzy</p></dialog>",
    "popover": "<div popover>xyzzy</div>",
    "sr-only": '<span class="sr-only">xyzzy</span>',
    "visually-hidden": '<span class="visually-hidden">xyzzy</span>',
    "d-none": '<div class="d-none">xyzzy</div>',
    "data attribute": '<p data-note="xyzzy">Text.</p>',
    "title attribute": '<p title="xyzzy">Text.</p>',
    "aria-label": '<p aria-label="xyzzy">Text.</p>',
    "alt of a hidden image": '<img style="display:none" src="a.png" alt="xyzzy">',
    "content-visibility": '<p style="content-visibility:hidden">xyzzy</p>',
    "inside a listing": '<pre><code>a<span style="display:none">xyzzy</span></code></pre>',
    "inside a table": '<table><tr><th>A</th></tr><tr style="display:none"><td>xyzzy</td></tr></table>',
    "inside a list": '<ul><li>a</li><li style="display:none">xyzzy</li></ul>',
    "inside a heading": '<h2>Head <span style="font-size:0">xyzzy</span></h2>',
    "inside a link": '<a href="b.html">text <span hidden>xyzzy</span></a>',
}

SHEETS = {
    "class": (".x{display:none}", '<p class="x">xyzzy</p>'),
    "id": ("#x { visibility: hidden }", '<p id="x">xyzzy</p>'),
    "element": ("aside { opacity: 0 }", "<aside>xyzzy</aside>"),
    "attribute": ("[data-x=y]{display:none}", '<p data-x="y">xyzzy</p>'),
    "descendant": (
        ".a .b{font-size:0}",
        '<div class="a"><p><span class="b">xyzzy</span></p></div>',
    ),
    "child": (".a > p{display:none}", '<div class="a"><p>xyzzy</p></div>'),
    "list of selectors": ("b, .x , i{display:none}", '<p class="x">xyzzy</p>'),
    "in @media screen": ("@media screen { .x{display:none} }", '<p class="x">xyzzy</p>'),
    "after a comment": ("/* } */ .x{/* a */display:none}", '<p class="x">xyzzy</p>'),
    "off screen": (".x{position:absolute;left:-10000px}", '<p class="x">xyzzy</p>'),
    "colour of the page": ("body{background:#222} .x{color:#222}", '<p class="x">xyzzy</p>'),
    "important wins": (".x{display:none!important} p.x{display:block}", '<p class="x">xyzzy</p>'),
    "the later rule wins": (".x{display:block} .x{display:none}", '<p class="x">xyzzy</p>'),
}

KEPT = {
    "details": "<details><summary>More</summary><p>plugh</p></details>",
    "until found": '<div hidden="until-found">plugh</div>',
    "tab panel": '<div><div role="tablist"><button role="tab" aria-controls="p1">One</button>'
    '<button role="tab" aria-controls="p2">Two</button></div><div role="tabpanel" id="p1">first</div>'
    '<div role="tabpanel" id="p2" hidden>plugh</div></div>',
    "tab panel by style": '<ul class="nav nav-tabs"><li><a href="#one">One</a></li>'
    '<li><a href="#two">Two</a></li></ul><div class="tab-content"><div class="tab-pane" id="one">first'
    '</div><div class="tab-pane" id="two" style="display:none">plugh</div></div>',
    "collapsed with a control": '<button data-bs-toggle="collapse" data-bs-target="#c">Show</button>'
    '<div class="collapse" id="c" style="display:none">plugh</div>',
    "accordion": '<h3 class="accordion-header">Why?</h3>'
    '<div class="accordion-body" style="max-height:0;overflow:hidden">plugh</div>',
    "controlled by aria": '<a aria-controls="q" aria-expanded="false" href="#q">More</a>'
    '<div id="q" hidden>plugh</div>',
    "visible in a hidden box": '<div style="visibility:hidden"><p style="visibility:visible">plugh</p></div>',
    "grey": '<p style="color:#777">plugh</p>',
    "white on dark": '<p style="color:#fff;background:#333">plugh</p>',
    "white in a dark box": '<div style="background-color:navy"><p style="color:white">plugh</p></div>',
    "white on a gradient": '<p style="color:white;background:linear-gradient(#123,#456)">plugh</p>',
    "badge styled elsewhere": '<span class="badge" style="color:#fff">plugh</span>',
    "half transparent": '<p style="opacity:0.5">plugh</p>',
    "small print": '<p style="font-size:9px">plugh</p>',
    "font size in percent": '<p style="font-size:80%">plugh</p>',
    "indented": '<p style="text-indent:-2em;margin-left:2em">plugh</p>',
    "moved a little": '<p style="position:relative;left:-10px">plugh</p>',
    "absolute": '<p style="position:absolute;left:10px;top:5px">plugh</p>',
    "clipped overflow": '<div style="overflow:hidden;height:300px">plugh</div>',
    "overflow auto": '<div style="max-height:20em;overflow:auto">plugh</div>',
    "inline display": '<p style="display:inline-block">plugh</p>',
    "none in a word": '<p style="list-style:none;text-decoration:none">plugh</p>',
    "responsive": '<p class="hidden md:block">plugh</p>',
    "aria-hidden false": '<p aria-hidden="false">plugh</p>',
    "alt text": '<img src="a.png" alt="plugh">',
    "kept by a print sheet": "<style>@media print{.x{display:none}}</style><p class=x>plugh</p>",
    "shown again": "<style>.x{display:none} .x.open{display:block}</style><p class='x open'>plugh</p>",
    "hover rule": "<style>.x:hover{display:none}</style><p class=x>plugh</p>",
    "other class": "<style>.xx{display:none}</style><p class=x>plugh</p>",
    "open dialog": "<dialog open><p>plugh</p></dialog>",
}


@pytest.mark.parametrize("form", LEAKS)
def test_hidden_text_does_not_leak(form):
    assert SECRET not in html_to_markdown(page(LEAKS[form]))


@pytest.mark.parametrize("form", SHEETS)
def test_text_hidden_by_a_style_sheet_does_not_leak(form):
    css, body = SHEETS[form]
    assert SECRET not in html_to_markdown(page(body, f"<style>{css}</style>"))


@pytest.mark.parametrize("form", KEPT)
def test_text_that_people_see_or_can_open_stays(form):
    assert "plugh" in html_to_markdown(page(KEPT[form]))


@pytest.mark.parametrize("form", [*LEAKS, *KEPT])
def test_text_around_stays(form):
    markdown = html_to_markdown(page({**LEAKS, **KEPT}[form]))
    assert "# Title" in markdown
    assert "Before, a paragraph that people read." in markdown
    assert "After it." in markdown


def test_tag_characters_do_not_pass():
    smuggled = "".join(chr(0xE0000 + ord(character)) for character in SECRET)
    markdown = html_to_markdown(page(f"<p>Hello{smuggled} there</p><pre>code{smuggled}</pre>"))
    assert "Hello there" in markdown
    assert not any(0xE0000 <= ord(character) <= 0xE0FFF for character in markdown)


@pytest.mark.parametrize("invisible", ["\u200b", "\u2060", "\ufeff", "\u00ad", "\u2063", "\u034f"])
def test_characters_without_a_shape_do_not_pass(invisible):
    assert "abcdef" in html_to_markdown(page(f"<p>abc{invisible}{invisible}def</p>"))


def test_variation_selectors_carry_no_text():
    assert "a b" in html_to_markdown(page("<p>a\ufe00\ufe01\ufe02\U000e0100 b</p>"))


def test_joiners_that_shape_letters_stay():
    for text in (
        "\u0646\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645",
        "👩\u200d💻",
        "🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f",
        "❤\ufe0f",
    ):
        assert text in html_to_markdown(page(f"<p>{text}</p>"))


def test_what_was_hidden_is_counted():
    assert convert(page("<p hidden>xyzzy</p>")).dropped["hidden"] == 5
    assert convert(page("<p>plugh</p>")).dropped["hidden"] == 0


@pytest.mark.parametrize(
    ("css", "code"),
    [
        (".k {display: none}", '<span class="n">a</span><span class="k">xyzzy</span>'),
        ("pre .c1 {visibility: hidden}", '<span class="n">a</span><span class="c1">xyzzy</span>'),
        ("span {font-size: 0}", '<span class="n">xyzzy</span>'),
        ("[class=nb] {opacity: 0}", '<span class="n">a</span><span class="nb">xyzzy</span>'),
        (
            ".k {color: #fff; background: #fff}",
            '<span class="n">a</span><span class="k">xyzzy</span>',
        ),
        ("pre * {display: none}", '<span class="n">xyzzy</span>'),
    ],
)
def test_words_of_code_can_be_hidden_by_the_classes_that_colour_them(css, code):
    assert SECRET not in html_to_markdown(page(f"<pre>{code}</pre>", f"<style>{css}</style>"))
    assert SECRET in html_to_markdown(page(f"<pre>{code}</pre>"))


def test_a_rule_for_an_id_holds_for_all_elements_that_have_it():
    head = "<style>#x {display: none}</style>"
    body = '<p id="x">xyzzy</p><div><p id="x">xyzzy</p></div><p id="y">kept</p><b id="x">xyzzy</b>'
    written = html_to_markdown(page(body, head))
    assert SECRET not in written
    assert "kept" in written


def test_what_is_seen_again_inside_an_invisible_box_stays():
    body = (
        '<div style="visibility:hidden">xyzzy<p>xyzzy</p>'
        '<p style="visibility:visible">seen <b>again</b></p><i>xyzzy</i></div>'
    )
    written = html_to_markdown(page(body))
    assert SECRET not in written
    assert "seen **again**" in written


def test_an_element_that_is_hidden_twice_is_counted_once():
    inner = '<p hidden style="display:none">four</p>'
    assert convert(page(f'<div hidden class="d-none">{inner}</div>')).dropped["hidden"] == 4
