"""The rules, one row each; ``docs/lint/`` is generated from this table."""

from __future__ import annotations

from ctxbuild.verify.lint.code_rules import mixed_prompts, no_language, unexplained_placeholders
from ctxbuild.verify.lint.gui_rules import steps_by_hand
from ctxbuild.verify.lint.link_rules import not_portable
from ctxbuild.verify.lint.module_rules import too_large, undocumented, untested
from ctxbuild.verify.lint.page_rules import (
    nothing_to_run,
    repeated_headings,
    too_long,
    unlabelled_tabs,
)
from ctxbuild.verify.lint.picture_rules import only_pictures
from ctxbuild.verify.lint.position_rules import elsewhere
from ctxbuild.verify.lint.reference_rules import undated, vague_labels
from ctxbuild.verify.lint.rule import Rule
from ctxbuild.verify.lint.summary_rules import no_summary

_ROWS = (
    Rule(
        "GUI-001",
        "A step on a screen with no command beside it",
        "An instruction to use a control of a screen (button, menu, tab, check box …), in a "
        "section with no code, command, API call, address or setting within 12 lines. Left alone "
        "where the sentence gives keys or an address for the same, only describes or permits (“you "
        "can click”), where a tab or section beside it does it by a command line, an API or a "
        "file, and in designs and plans.",
        "An agent has a shell and an API, not a mouse. Where the same can be done by a command, "
        "a request or a file, say so beside the step.",
        "Click the **Save** button to publish the schedule.",
        "Click the **Save** button to publish the schedule, or run `kiln publish schedule.toml`.",
        "page",
        3,
        check=steps_by_hand,
    ),
    Rule(
        "GUI-002",
        "A step or section that is only a picture",
        "A numbered step that holds an image and hardly a word, one that only points at an "
        "image, or a section with nothing but images in it. Badges and logos, galleries whose "
        "pictures have names, pictures above sections that explain them, headings that are the "
        "instruction, and alternative texts of seven words or more are left alone.",
        "What a picture shows does not reach a model that reads text, nor a search index.",
        "1. Open the settings.\n2. ![](settings.png)",
        "1. Open the settings.\n"
        "2. Set *Glaze* to *Matt*.\n   ![The settings, Glaze is Matt](settings.png)",
        "page",
        3,
        check=only_pictures,
        default=False,
    ),
    Rule(
        "REF-001",
        "A reference by position",
        "“As shown above”, “see below”, “the previous section”, “in the figure”: where the "
        "sentence has no link, does not say a heading of the page or a name in code by which a "
        "search finds it, and nothing that can be meant stands within 25 lines in the same "
        "section: a list, table, block of code, picture or directive, and for “as described above” "
        "any text.",
        "Pages are cut into pieces before a model sees them, so that above and below are gone. "
        "Name what is meant and link to it.",
        "Use the options described above.",
        "Use the [firing options](#firing-options).",
        "page",
        1,
        check=elsewhere,
        default=False,
    ),
    Rule(
        "CODE-001",
        "A block of code with no language",
        "A fenced block, a `code-block` directive or a listing that names no language, where "
        "neither the directive `highlight` nor `:source-language:` sets one.",
        "The language says whether a block is to be run, saved or only read. Write `text` for "
        "output and `console` for sessions.",
        "```\nkiln fire --cone 6\n```",
        "```sh\nkiln fire --cone 6\n```",
        "page",
        2,
        check=no_language,
    ),
    Rule(
        "CODE-002",
        "Prompts mixed with output",
        "A block in a shell language, in `text` or in none, with commands after `$` and lines "
        "that are their output. `console`, which promises a session, is left alone.",
        "Agents run blocks as they stand. Put commands into one block and output into another, "
        "or call the block `console`.",
        "```sh\n$ kiln --version\nkiln 2.4\n```",
        "```sh\nkiln --version\n```\n\n```text\nkiln 2.4\n```",
        "page",
        2,
        check=mixed_prompts,
    ),
    Rule(
        "CODE-003",
        "A placeholder that nothing explains",
        "`<kiln-id>`, `YOUR_KILN`, `REPLACE_ME` in a command or in settings, where no text within "
        "15 lines of the same section uses its words or says what to replace.",
        "An agent has to know what to fill in and where to get it, or it runs the placeholder.",
        "```sh\nkiln pair --with <bridge-code>\n```",
        "Replace `<bridge-code>` with the six digits on the back of the kiln:\n\n"
        "```sh\nkiln pair --with <bridge-code>\n```",
        "page",
        2,
        default=False,
        check=unexplained_placeholders,
    ),
    Rule(
        "TAB-001",
        "Tabs that cannot be told apart",
        "A tab without a label, or two tabs of one group with the same label.",
        "A model sees all tabs one after the other; only their labels say which holds for whom.",
        '=== ""\n\n    Install with pip.',
        '=== "pip"\n\n    Install with pip.',
        "page",
        2,
        default=False,
        check=unlabelled_tabs,
    ),
    Rule(
        "PAGE-001",
        "A page too long to be read in one piece",
        "A page of more than 50,000 characters. Lines of more than 5,000, which hold images or "
        "scripts that nobody reads, do not count.",
        "Tools that fetch pages for agents cut them, and what is cut is not seen to be missing.",
        "The whole reference on one page of 180,000 characters.",
        "One page for each module, and one that links to them.",
        "page",
        2,
        markup="text",
        check=too_long,
    ),
    Rule(
        "PAGE-002",
        "A page that does not begin by saying what it is about",
        "No paragraph of at least four words between the title and the next heading, or below it "
        "if it is called overview, goal, purpose or the like; no first section that opens with a "
        "sentence about the page or about what its title names; and no description in the page's "
        "metadata. The title is the first heading of level 1, whatever stands before. Left alone: "
        "pages of less than 60 words, pages of which the title is a question or a whole sentence, "
        "parts that begin with a lower heading, and files that others include.",
        "The first sentence is what `llms.txt`, search results and lists of links show of a page.",
        "# Glazes\n\n## Cobalt\n\nCobalt makes it blue.",
        "# Glazes\n\nWhich glazes the kiln knows, and at which cone each is fired.\n\n## Cobalt",
        "page",
        1,
        check=no_summary,
        default=False,
    ),
    Rule(
        "HEAD-001",
        "General headings again and again",
        "“Example”, “Parameters”, “Notes” and the like, three times or more on one page.",
        "A section is found and cited by its heading; five that are called “Example” are one.",
        "### fire\n\n#### Example\n\n### cool\n\n#### Example\n\n### stack\n\n#### Example",
        "### fire\n\n#### Example: a bisque firing",
        "page",
        1,
        check=repeated_headings,
    ),
    Rule(
        "LINK-001",
        "A link that says “here”",
        "A link whose whole text is “here”, “this”, “click here”, “read more” and the like.",
        "Agents choose which links to follow by their text.",
        "The options are listed [here](options.md).",
        "See the [options of the kiln](options.md).",
        "page",
        1,
        check=vague_labels,
    ),
    Rule(
        "LINK-002",
        "A relative link that leads to no file",
        "In Markdown sources: a link that begins at the root of a site, or a relative one that is "
        "no file or directory of the source.",
        "Agents read pages as files of a repository or as Markdown twins, where only real paths "
        "lead anywhere.",
        "See [firing](/guide/firing) and [cooling](../cooling/).",
        "See [firing](guide/firing.md) and [cooling](cooling.md).",
        "page",
        1,
        check=not_portable,
    ),
    Rule(
        "VER-001",
        "A statement about now, with no version or date",
        "“Currently not supported”, “coming soon”, “recently added”, in a paragraph with neither a "
        "version nor a date, and none in the heading above it or in a line of the section that "
        "says since when it holds. Conditions (“if it is not yet supported”), “the currently "
        "supported ones” and general truths (“often”, “usually”) are left alone.",
        "A reader who was trained on this page, or finds it years later, cannot tell whether it "
        "still holds.",
        "Gas kilns are not yet supported.",
        "Version 2.4 does not support gas kilns.",
        "page",
        1,
        check=undated,
    ),
    Rule(
        "JS-001",
        "A page that is empty without its scripts",
        "A page of a built site that holds no text until its scripts have run.",
        "Most agents fetch pages without running them.",
        '<div id="root"></div><script src="app.js"></script>',
        "Pages rendered when the site is built.",
        "site",
        3,
        markup="html",
        default=False,
    ),
    Rule(
        "EX-001",
        "A page about installing that shows no command",
        "A page called installation, setup, getting started or quick start, with no block of code "
        "and no command in a line or a heading. Pages that include others or lead to those that "
        "say how are left alone.",
        "Installing is the first thing that an agent does, and it can only copy commands.",
        "# Installation\n\nThe kiln is available from the package index.",
        "# Installation\n\n```sh\npip install kiln\n```",
        "page",
        3,
        default=False,
        check=nothing_to_run,
    ),
    Rule(
        "SRC-001",
        "A public module without a word of documentation",
        "A source file with at least two public definitions, where neither the file nor anything "
        "in it has a doc comment. Files and directories that begin with `_`, and those below "
        "`internal`, are left alone, and so are scripts that begin with `#!`, listings of books, "
        "data for tests, and migrations.",
        "Signatures say how to call; an agent has to read bodies to learn why.",
        "def fire(cone): ...\ndef cool(hours): ...",
        '"""Firing and cooling."""\n\n\ndef fire(cone): ...\ndef cool(hours): ...',
        "module",
        1,
        markup="python",
        check_module=undocumented,
    ),
    Rule(
        "SRC-002",
        "A module that no test reaches",
        "A source file with at least two public definitions of which neither its name nor any of "
        "theirs occurs in a test, nor is it imported by a file of which that holds; in a source "
        "that has tests.",
        "An agent that changes a module looks for the tests to run, and learns from them how it "
        "is used.",
        "src/glaze.py, and no test that says glaze.",
        "tests/test_glaze.py",
        "module",
        1,
        markup="text",
        default=False,
        check_module=untested,
    ),
    Rule(
        "SRC-003",
        "A source file too large to read in one go",
        "A source file of more than 2,000 lines or 100,000 characters that is not generated, "
        "vendored, nor data: with a definition every 400 lines at least.",
        "The tools of coding agents show at most so much of a file in one call; what is further "
        "down has to be known of before it is looked for.",
        "kiln.py of 4,300 lines.",
        "A package of several modules, each about one thing.",
        "module",
        1,
        markup="text",
        check_module=too_large,
    ),
)
RULES: dict[str, Rule] = {rule.id: rule for rule in _ROWS}
"""By id, in the order of documents."""
