"""Mark-up that several generators share, without the table of generators: general rules alone."""

import pytest

from ctxbuild.html import Options, convert


def markdown(body):
    page = f"<!doctype html><html><body><h1>T</h1>{body}</body></html>"
    return convert(page, options=Options(generators=False)).markdown.removeprefix("# T\n\n")


def test_line_numbers_beside_a_listing_with_a_file_name_are_left_out():
    found = markdown(
        '<table class="highlighttable"><tr><th colspan="2" class="filename">a.py</th></tr>'
        '<tr><td class="linenos"><div><pre>1\n2</pre></div></td>'
        '<td class="code"><pre><code class="language-py">a = 1\nb = 2</code></pre></td></tr></table>'
    )
    assert found == "a.py\n\n```py\na = 1\nb = 2\n```\n"


def test_a_table_of_lines_inside_a_listing_is_code():
    found = markdown(
        '<pre><code data-lang="ruby"><table class="linenotable"><tbody><tr>\n  <td class="linenos">'
        '<pre>1\n2</pre></td>\n  <td class="code"><pre>def f\nend</pre></td></tr></tbody></table>'
        "</code></pre>"
    )
    assert found == "```ruby\ndef f\nend\n```\n"


def test_explanations_of_marks_in_a_listing_are_a_numbered_list():
    found = markdown(
        '<div class="colist arabic"><table><tr><td><i class="conum" data-value="1"></i><b>1</b></td>'
        "<td>The first</td></tr><tr><td><b>2</b></td><td>The <em>second</em></td></tr></table></div>"
    )
    assert found == "1. The first\n2. The _second_\n"


def test_terms_in_a_table_are_definitions():
    found = markdown(
        '<div class="hdlist"><table><tr><td class="hdlist1">CPU</td><td class="hdlist2">'
        "<p>The brain</p></td></tr></table></div>"
    )
    assert found == "CPU\n: The brain\n"


def test_a_table_with_a_nested_one_stays_a_table():
    found = markdown(
        "<table><thead><tr><th>Name</th><th>Says</th></tr></thead><tbody><tr><td>a</td><td>It is"
        "<h6>Parts</h6><table><tr><th>N</th></tr><tr><td>x</td></tr></table></td></tr></tbody></table>"
    )
    assert found.startswith("| Name | Says |\n| --- | --- |\n| a | It is")


def test_a_title_below_an_icon_is_the_title_of_the_callout():
    found = markdown(
        '<div class="admonitionblock warning"><table><tr>\n<td class="icon">\n<i title="W"></i>\n'
        '</td>\n<td class="content"><div class="title">Mind</div><p>The gap.</p></td></tr></table>'
        "</div><p>And text that is not in it.</p>"
    )
    assert found.startswith("> [!WARNING]\n> **Mind**\n>\n> The gap.\n\n")


def test_an_admonition_whose_class_ends_like_a_part_is_whole():
    found = markdown(
        '<div class="admonition-own-title admonition"><p class="admonition-title">Own title</p>'
        "<p>Text.</p></div>"
    )
    assert found == "> [!NOTE]\n> **Own title**\n>\n> Text.\n"


def test_footnotes_of_asciidoc_and_of_gitbook():
    page = (
        "<html><body><div id='content'><h1>T</h1><p>A long enough text, said in one sentence."
        '<sup class="footnote">[<a id="_footnoteref_1" class="footnote" href="#_footnotedef_1">1</a>]'
        "</sup></p></div><div id='footnotes'><hr><div class='footnote' id='_footnotedef_1'>\n"
        '<a href="#_footnoteref_1">1</a>. Said <b>there</b>.\n</div></div></body></html>'
    )
    text = "# T\n\nA long enough text, said in one sentence.[^1]\n\n[^1]: Said **there**.\n"
    for generators in (True, False):
        assert convert(page, options=Options(generators=generators)).markdown == text
    assert (
        markdown(
            '<p>Said.<sup><a href="#fn_a" id="reffn_a">a</a></sup></p><blockquote id="fn_a"><sup>a</sup>.'
            ' There.<a href="#reffn_a" title="Jump back"> &#8617;</a></blockquote>'
        )
        == "Said.[^a]\n\n[^a]: There.\n"
    )


def test_a_hidden_footnote_stays_hidden():
    found = markdown(
        '<p>Said.<sup><a href="#fn1">1</a></sup></p><div style="display:none"><p id="fn1">Secret</p></div>'
    )
    assert "Secret" not in found


def test_a_button_that_is_a_heading_or_holds_text_is_content():
    body = (
        '<h2><button aria-expanded="false">What is it?</button></h2><p>An answer.</p>'
        "<div><button><strong>200 </strong><div><p>The box.</p></div></button></div>"
        "<h3>Use <button>Copy</button></h3><button>Try it</button>"
    )
    text = "## What is it?\n\nAn answer.\n\n**200** The box.\n\n### Use\n"
    assert markdown(body).replace("\n\nThe box", " The box") == text


def test_icons_of_tasks():
    found = markdown(
        '<ul class="checklist"><li><p><i class="fa fa-check-square-o"></i> done</p></li>'
        '<li><p><i class="fa fa-square-o"></i> open</p></li></ul>'
    )
    assert found == "- [x] done\n- [ ] open\n"


@pytest.mark.parametrize(
    "body",
    [
        '<div class="tsd-signature"><span>area</span>(<span>w</span>: <a href="n">number</a>): void</div>',
        '<p class="signature"><strong>area</strong>(w: number): void</p>',
        '<dl class="first-deftypefn"><dt class="deftypefn" id="i"><span>area</span>(w: number): void'
        '<a class="copiable-link" href="#i"> ¶</a></dt></dl>',
    ],
)
def test_a_declaration_is_one_line_of_code(body):
    assert markdown(f"{body}<p>Says.</p>") == "`area(w: number): void`\n\nSays.\n"


def test_a_list_of_declarations_only_lays_out():
    found = markdown('<ul><li><div class="signature">f(x)</div><div><p>Says.</p></div></li></ul>')
    assert found == "`f(x)`\n\nSays.\n"


def test_a_term_and_its_class_are_two():
    found = markdown('<dl><dt>x<span class="classifier">int</span></dt><dd>One.</dd></dl>')
    assert found == "x : int\n: One.\n"


def test_numbers_beside_cells_of_notebooks_are_noise():
    found = markdown(
        '<div class="nbinput"><div class="prompt highlight-none"><div><pre>[1]:\n</pre></div></div>'
        '<div class="highlight-ipython3"><pre>a = 1</pre></div></div>'
    )
    assert found == "```python\na = 1\n```\n"


def test_a_row_of_links_to_edit_is_noise_and_to_the_next_page_too():
    assert markdown('<p>Text.</p><p><a href="e">Edit page</a></p>') == "Text.\n"
    assert markdown('<p>Text.</p><span>| <a href="e">Improve this Doc</a></span>') == "Text.\n"
    assert (
        markdown('<div><p>Next: <a rel="next" href="n">More</a></p></div><p>Text.</p>') == "Text.\n"
    )


def test_a_line_across_the_page_at_its_end_is_left_out():
    assert markdown("<p>Text.</p><hr>") == "Text.\n"


def test_an_article_below_its_title_does_not_lose_the_headings_above():
    page = (
        '<body><div id="nav"><a href="i">Home</a></div><div id="main"><h1>Class: Box</h1><section>'
        "<header><h2>Box(options)</h2></header><article><h4>new Box(options)</h4><p>A box.</p>"
        "</article></section></div></body>"
    )
    text = "# Class: Box\n\n## Box(options)\n\n#### new Box(options)\n\nA box.\n"
    assert convert(page).markdown == text


def test_a_title_with_a_number_is_the_title():
    page = "<head><title>Setting up (Manual)</title></head><body><div><h3>1.2 Setting up</h3><p>So.</p></div></body>"
    assert convert(page).markdown == "# 1.2 Setting up\n\nSo.\n"
