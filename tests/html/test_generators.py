"""Each generator's mark-up, in pages of our own, with the table of generators and without."""

import pytest

from ctxbuild.html import Options, convert

WITHOUT = Options(generators=False)


def page(body, head=""):
    return f"<!doctype html><html lang=en><head>{head}</head><body>{body}</body></html>"


def generator(name):
    return f'<meta name="generator" content="{name}">'


# name → (page, what the Markdown holds, what it does not hold)
PAGES = {
    "mkdocs-material": (
        page(
            '<nav class="md-tabs"><a href="x">Nav</a></nav><main class="md-main">'
            '<article class="md-content__inner"><a class="md-content__button" href="e">Edit</a>'
            '<h1 id="t">Title<a class="headerlink" href="#t">¶</a></h1>'
            '<div class="tabbed-set"><input type="radio" name="g" checked><input type="radio" name="g">'
            '<div class="tabbed-labels"><label>One</label><label>Two</label></div>'
            '<div class="tabbed-content"><div class="tabbed-block"><p>First.</p></div>'
            '<div class="tabbed-block"><p>Second.</p></div></div></div>'
            '<div class="language-py highlight"><table class="highlighttable"><tr>'
            '<td class="linenos"><div class="linenodiv"><pre><span>1</span>\n2</pre></div></td>'
            '<td class="code"><div><pre><code>a = 1\nb = 2</code></pre></div></td></tr></table></div>'
            '<div class="admonition tip"><p class="admonition-title">Look</p><p>Here.</p></div>'
            '<details class="warning"><summary>Careful</summary><p>Sharp.</p></details>'
            '</article></main><footer class="md-footer">Made with</footer>'
        ),
        ["# Title\n", "**One**\n\nFirst.", "**Two**\n\nSecond.", "```py\na = 1\nb = 2\n```"]
        + ["> [!TIP]\n> **Look**\n>\n> Here.", "> [!WARNING]\n> **Careful**\n>\n> Sharp."],
        ["Nav", "Edit", "¶", "Made with", "1\n2"],
    ),
    "sphinx": (
        page(
            '<div class="related" role="navigation"><a href="n">next</a></div><div class="document">'
            '<div class="body" role="main"><section id="m"><h1>Module<a class="headerlink" href="#m"'
            ' title="Link to this heading">¶</a></h1><dl class="py function">'
            '<dt class="sig sig-object py" id="f"><span class="sig-prename descclassname">m.</span>'
            '<span class="sig-name descname">f</span><span class="sig-paren">(</span>'
            '<em class="sig-param">x</em>, <em class="sig-param">y=1</em><span class="sig-paren">)</span>'
            '<a class="viewcode-link" href="s">[source]</a><a class="headerlink" href="#f">¶</a></dt>'
            '<dd><p>Does it.</p><dl class="field-list simple"><dt class="field-odd">Parameters:</dt>'
            "<dd><ul><li><p><strong>x</strong> – one</p></li></ul></dd></dl></dd></dl>"
            '<div class="highlight-default notranslate"><div class="highlight"><pre>'
            '<span class="kn">import</span> <span class="nn">m</span></pre></div></div>'
            '<div class="highlight-none"><div class="highlight"><pre>plain</pre></div></div>'
            '<div class="versionadded"><p><span>New in 2.0.</span></p></div>'
            '<p>Euler: <span class="math notranslate nohighlight">\\(e^{i\\pi}_0\\)</span></p>'
            "</section></div></div>",
            generator("Docutils 0.21"),
        ),
        ["# Module\n", "`m.f(x, y=1)`", "Does it.", "**Parameters:**", "- **x** – one"]
        + ["```python\nimport m\n```", "```\nplain\n```", "New in 2.0.", "$e^{i\\pi}_0$"],
        ["[source]", "¶", "next"],
    ),
    "docusaurus": (
        page(
            '<div id="__docusaurus"><nav class="navbar">Site</nav><main><article>'
            '<nav class="theme-doc-breadcrumbs">Home</nav><div class="theme-doc-markdown markdown">'
            '<header><h1>Guide</h1></header><h2 class="anchor" id="a">Use<a class="hash-link"'
            ' href="#a" aria-label="Direct link to Use">\u200b</a></h2>'
            '<div class="tabs-container"><ul role="tablist" class="tabs"><li role="tab">npm</li>'
            '<li role="tab">Yarn</li></ul><div class="margin-top--md"><div role="tabpanel">'
            '<div class="language-bash codeBlockContainer"><div><pre class="prism-code language-bash">'
            '<code><span class="token-line" style="color:#000"><span>npm i x</span><br></span>'
            '<span class="token-line"><span>  npm start</span><br></span></code></pre>'
            '<button aria-label="Copy code to clipboard">Copy</button></div></div></div>'
            '<div role="tabpanel" hidden><p>yarn add x</p></div></div></div>'
            '<div class="theme-admonition theme-admonition-info alert alert--info">'
            '<div class="admonitionHeading_x"><span class="admonitionIcon_x"></span>info</div>'
            '<div class="admonitionContent_x"><p>Told.</p></div></div></div>'
            '<footer class="theme-doc-footer">Edit this page</footer></article></main></div>'
        ),
        ["# Guide\n", "## Use\n", "**npm**\n\n```bash\nnpm i x\n  npm start\n```"]
        + ["**Yarn**\n\nyarn add x", "> [!NOTE]\n> **info**\n>\n> Told."],
        ["Site", "Home", "Edit this page", "Copy", "\u200b"],
    ),
    "vitepress": (
        page(
            '<div class="VPContent"><main class="main"><div class="vp-doc"><h1 id="t">T '
            '<a class="header-anchor" href="#t" aria-label="Permalink to T">\u200b</a></h1>'
            '<div class="vp-code-group"><div class="tabs"><input type="radio" checked><label>a.js</label>'
            '<input type="radio"><label>b.js</label></div><div class="blocks">'
            '<div class="language-js active"><button class="copy"></button><span class="lang">js</span>'
            '<pre class="shiki"><code><span class="line">let a</span>\n<span class="line">a++</span></code>'
            '</pre></div><div class="language-js"><button class="copy"></button><span class="lang">js'
            '</span><pre class="shiki"><code><span class="line">let b</span></code></pre></div></div></div>'
            '<div class="tip custom-block"><p class="custom-block-title">TIP</p><p>Try.</p></div>'
            "</div></main></div>"
        ),
        ["# T\n", "**a.js**\n\n```js\nlet a\na++\n```", "**b.js**\n\n```js\nlet b\n```"]
        + ["> [!TIP]\n> Try."],
        ["\u200b", "Permalink", "\njs\n"],
    ),
    "starlight": (
        page(
            '<main><div class="content-panel"><h1 id="_top">T</h1></div><div class="content-panel">'
            '<div class="sl-markdown-content"><p>Text.</p><div class="expressive-code"><figure>'
            '<pre data-language="ts"><code><div class="ec-line"><div class="code">if (a) {</div></div>'
            '<div class="ec-line"><div class="code"><span class="indent">  </span>b</div></div>'
            '<div class="ec-line"><div class="code">}</div></div></code></pre><div class="copy">'
            "<button>Copy</button></div></figure></div>"
            '<aside class="starlight-aside starlight-aside--caution" aria-label="Caution">'
            '<p class="starlight-aside__title">Caution</p><div class="starlight-aside__content">'
            "<p>Hot.</p></div></aside></div></div></main>",
            generator("Starlight v0.30"),
        ),
        ["# T\n", "```ts\nif (a) {\n  b\n}\n```", "> [!CAUTION]\n> Hot."],
        ["Copy"],
    ),
    "mdbook": (
        page(
            '<div id="menu-bar"><h1 class="menu-title">The Book</h1></div><div id="content"><main>'
            '<h1 id="t"><a class="header" href="#t">Chapter</a></h1><pre><pre class="playground">'
            '<code class="language-rust edition2021"><span class="boring">fn main() {\n</span>'
            'let x = 1;\n<span class="boring">}</span></code></pre></pre></main>'
            '<nav class="nav-wrapper"><a rel="next" href="n.html">next</a></nav></div>'
        ),
        ["# Chapter\n", "```rust\nlet x = 1;\n```"],
        ["The Book", "fn main", "](", "next"],
    ),
    "rustdoc": (
        page(
            '<section id="main-content"><h1>Struct <span class="struct">Foo</span></h1>'
            '<pre class="rust item-decl"><code>pub struct Foo { <a href="b">pub x</a>: u8 }</code></pre>'
            '<details class="toggle top-doc" open><summary class="hideme"><span>Expand description</span>'
            '</summary><div class="docblock"><p>A foo.</p></div></details>'
            '<details class="toggle method-toggle" open><summary><section id="m"><a class="src" href="s">'
            'Source</a><h4 class="code-header">pub fn <a href="#m">bar</a>(&amp;self) -&gt;&nbsp;u8</h4>'
            '</section></summary><div class="docblock"><div class="example-wrap">'
            '<pre class="rust rust-example-rendered"><code>Foo.bar();</code></pre></div></div></details>'
            "</section>",
            generator("rustdoc"),
        ),
        ["# Struct Foo\n", "```rust\npub struct Foo { pub x: u8 }\n```", "A foo."]
        + ["`pub fn bar(&self) -> u8`", "```rust\nFoo.bar();\n```"],
        ["Expand", "Source"],
    ),
    "doxygen": (
        page(
            '<div id="top"><span id="projectnumber">1.2</span></div><div class="header">'
            '<div class="headertitle"><div class="title">Foo Class</div></div></div>'
            '<div class="contents"><h2 class="groupheader">Detail</h2><div class="fragment">'
            '<div class="line"><span class="keywordtype">int</span> x;</div>'
            '<div class="line">  x = 1;</div></div><div class="memproto"><table class="memname"><tr>'
            '<td class="memname">int foo </td><td>(</td><td class="paramtype">int </td>'
            '<td class="paramname"><em>a</em></td><td>)</td><td></td></tr></table></div>'
            '<dl class="section note"><dt>Note</dt><dd>Mind.</dd></dl>'
            '<p>So <img class="formulaInl" alt="$x_1$" src="form_0.png"/>.</p></div>',
            generator("Doxygen 1.9.8") + "<title>Proj: Foo Class</title>",
        ),
        ["# Foo Class\n", "## Detail\n", "```\nint x;\n  x = 1;\n```", "`int foo (int a)`"]
        + ["> [!NOTE]\n> Mind.", "$x_1$"],
        [],
    ),
    "javadoc": (
        page(
            '<header><nav>Overview</nav></header><main role="main"><div class="header">'
            '<h1 class="title">Class Foo</h1></div><section class="details"><ul class="details-list">'
            '<li><section class="method-details"><h2>Method Details</h2><ul class="member-list"><li>'
            '<section class="detail" id="bar()"><h3>bar</h3><div class="member-signature">'
            '<span class="modifiers">public</span>&nbsp;<span class="return-type">int</span>&nbsp;'
            '<span class="element-name">bar</span>()</div><div class="block">Counts.</div>'
            '<dl class="notes"><dt>Returns:</dt><dd>a number</dd></dl></section></li></ul></section>'
            '</li></ul></section><div class="summary-table two-column-summary">'
            '<div class="table-header">Method</div><div class="table-header">Description</div>'
            "<div><code>bar()</code></div><div>Counts.</div></div></main>"
        ),
        ["# Class Foo\n", "## Method Details\n", "### bar\n", "`public int bar()`", "Counts."]
        + ["**Returns:** a number", "| `bar()` | Counts. |"],
        ["Overview", "- ##"],
    ),
    "node": (
        page(
            '<div id="column2"><ul><li><a href="a.html">Assert</a></li></ul></div><div id="column1">'
            '<header><h1>Node.js v1 documentation</h1></header><details id="toc"><summary>Table of '
            'contents</summary><ul><li><a href="#x">X</a></li></ul></details><div id="apicontent">'
            '<h2>Events<span><a class="mark" href="#x">#</a></span></h2><pre class="with-53-chars">'
            '<code class="language-js mjs">import a;</code></pre></div></div>'
        ),
        ["# Events\n", "import a;"],
        ["Assert", "Node.js v1", "#x"],
    ),
    "asciidoc": (
        page(
            '<div id="header"><h1>git-x(1)</h1><h2>NAME</h2><div class="sectionbody"><p>git-x - do x'
            '</p></div></div><div id="content"><div class="sect1"><h2 id="o">OPTIONS</h2>'
            '<div class="sectionbody"><div class="dlist"><dl><dt class="hdlist1">-q</dt><dd><p>Quiet.</p>'
            '</dd></dl></div><div class="listingblock"><div class="content"><pre><code '
            'class="language-sh" data-lang="sh">git x</code></pre></div></div>'
            '<div class="admonitionblock note"><table><tr><td class="icon"><div class="title">Note</div>'
            '</td><td class="content">Mind.</td></tr></table></div></div></div></div>'
            '<div id="footer">Last updated</div>',
            generator("AsciiDoc 10.2"),
        ),
        ["# git-x(1)\n", "## NAME\n", "git-x - do x", "-q\n: Quiet.", "```sh\ngit x\n```"]
        + ["> [!NOTE]\n> Mind."],
        ["Last updated"],
    ),
    "rdoc": (
        page(
            '<main role="main"><h1 class="module">module Foo</h1><div id="method-i-bar" '
            'class="method-detail"><div class="method-heading"><span class="method-name">bar</span>'
            '<span class="method-args">(a)</span><span class="method-click-advice">click to toggle '
            'source</span></div><div class="method-description"><p>Bars.</p></div></div></main>'
        ),
        ["# module Foo\n", "`bar(a)`", "Bars."],
        ["click"],
    ),
    "docbook": (
        page(
            '<div class="navheader"><table><tr><td><a accesskey="p" href="p.html">Prev</a></td><td>'
            '<a accesskey="n" href="n.html">Next</a></td></tr></table></div><div class="sect1">'
            '<div class="titlepage"><h2 class="title">1.2. Things</h2></div><p>Text.</p>'
            '<div class="warning"><h3 class="title">Warning</h3><p>Hot.</p></div>'
            '<pre class="programlisting">x</pre></div>',
            generator("DocBook XSL Stylesheets"),
        ),
        ["# 1.2. Things\n", "> [!WARNING]\n> Hot.", "```\nx\n```"],
        ["Prev", "Next"],
    ),
    "haddock": (
        page(
            '<div id="package-header">pkg</div><div id="content"><div id="module-header"><p '
            'class="caption">Data.Foo</p></div><div id="interface"><h1>Docs</h1><div class="top">'
            '<p class="src"><a class="def">foo</a> :: Int -&gt; Int <a href="s" class="link">Source</a>'
            '<a class="selflink" href="#v">#</a></p><div class="doc"><p>Foos.</p></div></div></div></div>'
        ),
        ["`foo :: Int -> Int`", "Foos."],
        ["[#]"],
    ),
}


@pytest.mark.parametrize("name", PAGES)
def test_a_page_of_a_generator_becomes_markdown(name):
    html, wanted, unwanted = PAGES[name]
    markdown = convert(html).markdown
    assert [part for part in wanted if part not in markdown] == []
    assert [part for part in unwanted if part in markdown] == []


@pytest.mark.parametrize("name", PAGES)
def test_an_unknown_generator_keeps_text_and_code(name):
    html, wanted, _ = PAGES[name]
    markdown = convert(html, options=WITHOUT).markdown
    words = {word for part in wanted for word in part.split() if word.isalpha()}
    assert {word for word in words if word not in markdown} == set()


@pytest.mark.parametrize("name", ["mkdocs-material", "docusaurus", "vitepress", "starlight"])
def test_general_rules_alone_do_for_the_usual_mark_up(name):
    html, wanted, _ = PAGES[name]
    markdown = convert(html, options=WITHOUT).markdown
    assert [part for part in wanted if part not in markdown] == []
