"""Rows of the tables of generators, on pages of our own in each generator's mark-up."""

import pytest

from ctxbuild.html import Options, convert
from ctxbuild.html.generators import detect
from ctxbuild.html.parsing import parse

# name → (page, its Markdown with the table)
PAGES = {
    "typedoc": (
        '<head><meta name="generator" content="typedoc"></head><body><header class="tsd-page-toolbar">'
        '<a href="i">Site</a></header><div class="container container-main"><div class="col-content">'
        '<div class="tsd-page-title"><h1>Function area</h1></div><ul class="tsd-signatures">'
        '<li><div class="tsd-signature"><span>area</span>(<span>w</span>: <a href="n">number</a>): '
        'number</div><div class="tsd-description"><p>The area.</p><h4>Parameters</h4><ul><li>'
        "<span>w: number</span><p>width</p></li></ul><pre><code>area(1)</code></pre>"
        '<aside class="tsd-sources"><ul><li>Defined in a.ts:3</li></ul></aside></div></li></ul></div>'
        '<div class="col-sidebar"><h3>Settings</h3><p>Theme</p></div></div></body>',
        "# Function area\n\n`area(w: number): number`\n\nThe area.\n\n#### Parameters\n\n"
        "- w: number\n\n  width\n\n```typescript\narea(1)\n```\n",
    ),
    "jsdoc": (
        '<body><div id="main"><h1 class="page-title">Class: Box</h1><section><header><h2>Box(o)</h2>'
        '<div class="class-description">A box.</div></header><article><h4 class="name" id="Box">new '
        'Box<span class="signature">(o)</span><span class="type-signature"></span></h4><h5>Example</h5>'
        '<pre class="prettyprint"><code>new Box()</code></pre><dl class="details"><dt class="tag-source">'
        'Source:</dt><dd class="tag-source"><ul class="dummy"><li><a href="b.js">b.js</a></li></ul></dd>'
        "</dl></article></section></div><nav><h2>Home</h2></nav></body>",
        "# Class: Box\n\n## Box(o)\n\nA box.\n\n#### new Box(o)\n\n##### Example\n\n"
        "```javascript\nnew Box()\n```\n",
    ),
    "docfx": (
        '<head><meta property="docfx:navrel" content="t"></head><body><div role="main"><div class="sidenav">'
        '<a href="#t">Show / Hide Table of Contents</a></div><article class="content wrap" id="_content" '
        'data-uid="N.Box"><h1>Class Box</h1><p>A box.</p><h5>Syntax</h5><div class="codewrapper"><pre>'
        '<code class="lang-csharp hljs">public class Box</code></pre></div><span class="small pull-right '
        'mobile-hide"><span class="divider">|</span><a href="e">Improve this Doc</a></span>'
        "<h4>Open()</h4><p>Opens it.</p></article></div></body>",
        "# Class Box\n\nA box.\n\n##### Syntax\n\n```csharp\npublic class Box\n```\n\n"
        "#### Open()\n\nOpens it.\n",
    ),
    "gitbook": (
        '<head><meta name="generator" content="HonKit 4.0.4"></head><body><div class="book"><div '
        'class="book-summary"><nav><a href="o">Other</a></nav></div><div class="book-body"><div '
        'class="page-wrapper"><div id="book-search-results"><div class="search-noresults"><section '
        'class="normal markdown-section"><h1 id="t">Title</h1><p>Text.</p></section></div><div '
        'class="search-results"><div class="has-results"><h1 class="search-results-title">results '
        'matching ""</h1></div></div></div></div></div></div></body>',
        "# Title\n\nText.\n",
    ),
    "pdoc": (
        '<head><meta name="generator" content="pdoc 16.0.0"></head><body><nav class="pdoc"><a href="#f">f'
        '</a></nav><main class="pdoc"><section class="module-info"><h1 class="modulename">mod</h1>'
        '<div class="docstring"><p>Says.</p></div></section><section id="f"><div class="attr function">'
        '<span class="def">def</span> <span class="name">f</span><span class="signature pdoc-code">'
        '(x: int) -&gt; int</span>:<label class="view-source-button"><span>View Source</span></label>'
        '</div><div class="pdoc-code codehilite"><pre>def f(x): ...</pre></div><div class="docstring">'
        "<p>Does.</p></div></section></main></body>",
        "# mod\n\nSays.\n\n`def f(x: int) -> int:`\n\nDoes.\n",
    ),
    "yard": (
        '<body><div id="main"><div id="content"><h1>Class: Box</h1><div class="box_info"><dl><dt>Inherits:'
        '</dt><dd>Object <a href="#" class="inheritanceTree">show all</a></dd></dl></div><h2>Class Method '
        'Summary <small><a href="#" class="summary_toggle">collapse</a></small></h2><h3 class="signature" '
        'id="o">#<strong>open</strong>(wide) ⇒ <tt>Array</tt></h3><div class="docstring"><p>Opens.</p>'
        '<ul class="param"><li><span class="name">wide</span> &mdash; <div class="inline"><p>how</p></div>'
        '</li></ul><pre class="code"><code>box.open</code></pre></div><table class="source_code"><tr><td>'
        '<pre class="lines">1</pre></td><td><pre class="code">def open; end</pre></td></tr></table>'
        "</div></div></body>",
        "# Class: Box\n\nInherits:\n: Object\n\n## Class Method Summary\n\n"
        "### #**open**(wide) ⇒ `Array`\n\nOpens.\n\n- wide — how\n\n```ruby\nbox.open\n```\n",
    ),
    "pkg.go.dev": (
        '<body><main><div class="UnitDetails"><div class="UnitDetails-content"><div class="Documentation '
        'js-documentation"><div class="Documentation-content"><section><p>Package box keeps things.</p>'
        '</section><div class="Documentation-function"><h4 id="Open" class="Documentation-functionHeader">'
        '<span>func <a class="Documentation-source" href="s">Open</a> <a class="Documentation-idLink" '
        'href="#Open">¶</a></span></h4><div class="Documentation-declaration"><pre>func Open(wide bool) '
        "error</pre></div><p>Open opens.</p></div></div></div></div></div></main></body>",
        None,
    ),
    "mintlify": (
        '<head><meta name="generator" content="Mintlify"></head><body><div id="sidebar"><a href="o">Other'
        '</a></div><div id="content-area"><header id="header"><div class="eyebrow">Guides</div><h1 '
        'id="page-title">Start</h1></header><div class="mdx-content" data-page-title="Start"><p>Text.</p>'
        '<div class="callout my-4" data-callout-type="warning"><div><p>Mind the gap.</p></div></div>'
        '<div id="feedback-toolbar">Was this page helpful?</div></div><div id="pagination"><a href="n">'
        "Next up</a></div></div></body>",
        "# Start\n\nText.\n\n> [!WARNING]\n> Mind the gap.\n",
    ),
    "quarto": (
        '<head><meta name="generator" content="quarto-1.5.57"></head><body><div id="quarto-content"><nav '
        'id="quarto-sidebar"><a href="o">Other</a></nav><div id="quarto-margin-sidebar"><p>On this page'
        '</p></div><main class="content" id="quarto-document-content"><header id="title-block-header">'
        '<h1 class="title">Report</h1></header><div class="callout callout-style-default callout-tip '
        'callout-titled"><div class="callout-header"><div class="callout-icon-container"><i></i></div>'
        '<div class="callout-title-container">Look</div></div><div class="callout-body-container"><p>Here.'
        '</p></div></div><div class="sourceCode cell-code"><pre class="sourceCode python"><code '
        'class="sourceCode python"><span id="cb1-1"><a href="#cb1-1"></a>x = 1</span></code></pre></div>'
        "</main></div></body>",
        "# Report\n\n> [!TIP]\n> **Look**\n>\n> Here.\n\n```python\nx = 1\n```\n",
    ),
    "antora": (
        '<head><meta name="generator" content="Antora 3.1"></head><body><div class="nav-container"><a '
        'href="o">Other</a></div><main class="article"><div class="toolbar">Edit this Page</div><article '
        'class="doc"><h1 class="page">Title</h1><div class="sect1"><h2 id="_a"><a class="anchor" '
        'href="#_a"></a>Use</h2><div class="listingblock"><div class="content"><pre class="highlightjs">'
        '<code class="language-ruby hljs" data-lang="ruby">a = 1</code></pre></div></div></div><nav '
        'class="pagination"><a href="n">Next</a></nav></article></main></body>',
        "# Title\n\n## Use\n\n```ruby\na = 1\n```\n",
    ),
    "gi-docgen": (
        '<body><nav class="sidebar devhelp-hidden"><a href="o">Other</a></nav><section id="main" '
        'class="content"><header><h1>Gtk.Box</h1></header><section><h4>Declaration<a class="srclink" '
        'href="s">[src]</a></h4><div class="docblock c-decl"><pre><code><div class="highlight"><pre>'
        "void\nopen (Box* b)</pre></div></code></pre></div></section></section></body>",
        "# Gtk.Box\n\n#### Declaration\n\n```c\nvoid\nopen (Box* b)\n```\n",
    ),
    "haddock": (
        '<body><div id="package-header">pkg</div><div id="content"><div id="module-header"><p '
        'class="caption">Data.Box</p></div><div id="interface"><h1>Documentation</h1><div class="top"><p '
        'class="src"><a class="def">open</a> :: Int -&gt; Box</p><div class="doc"><p>Opens.</p></div></div>'
        "</div></div></body>",
        "# Data.Box\n\n## Documentation\n\n`open :: Int -> Box`\n\nOpens.\n",
    ),
}


@pytest.mark.parametrize("name", PAGES)
def test_the_row_is_found(name):
    assert detect(parse(PAGES[name][0])).name == name


@pytest.mark.parametrize("name", [name for name, (_, text) in PAGES.items() if text])
def test_a_page_is_clean_with_its_row(name):
    html, text = PAGES[name]
    assert convert(html).markdown == text


def test_declarations_of_go():
    found = convert(PAGES["pkg.go.dev"][0]).markdown
    assert "Package box keeps things." in found
    assert "```go\nfunc Open(wide bool) error\n```" in found
    assert "¶" not in found


@pytest.mark.parametrize("name", PAGES)
def test_no_word_of_the_documentation_is_lost_without_the_row(name):
    html, text = PAGES[name]
    words = {word for word in (text or "").split() if word.isalpha()}
    found = convert(html, options=Options(generators=False)).markdown
    assert {word for word in words if word not in found} - {"typescript", "ruby", "c"} == set()


def test_tabs_whose_labels_and_panels_take_turns():
    html = (
        '<body><h1>T</h1><div class="book-tabs"><input type="radio" name="t" id="a" checked><label '
        'for="a">One</label><div class="book-tabs-content"><p>First.</p></div><input type="radio" '
        'name="t" id="b"><label for="b">Two</label><div class="book-tabs-content"><p>Second.</p></div>'
        "</div></body>"
    )
    assert convert(html).markdown == "# T\n\n**One**\n\nFirst.\n\n**Two**\n\nSecond.\n"


def test_the_title_of_an_aside_is_its_label_when_the_text_is_for_eyes_alone():
    html = (
        '<body><h1>T</h1><p>Text.</p><aside aria-label="Look here" class="starlight-aside '
        'starlight-aside--note"><p class="starlight-aside__title" aria-hidden="true">Look here</p>'
        '<div class="starlight-aside__content"><p>Here.</p></div></aside></body>'
    )
    assert convert(html).markdown.endswith("> [!NOTE]\n> **Look here**\n>\n> Here.\n")
