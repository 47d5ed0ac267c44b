"""Lint: how readable documents and code are for agents.

==================  ============================================================
module              job
==================  ============================================================
table               the rules, one row each
rule                what a row holds, and what rules are given
blocks, pages       a document of prose as blocks, whatever its mark-up
gathering           what the three scanners share
markdown_blocks     Markdown and the extensions of generators
rst_blocks          reStructuredText
asciidoc_blocks     AsciiDoc
inline, reading     code, links and images in a block; sentences and neighbours
gui_rules           steps on a screen
reference_rules     above, below, here, now
code_rules          blocks of code
page_rules          pages as wholes
link_rules          links between files
module_rules        source files
suppressions        comments that switch rules off
linting             the whole: corpus in, findings and score out
rule_pages          ``docs/lint/``, written from the table
==================  ============================================================
"""
