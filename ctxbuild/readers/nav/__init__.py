"""Navigations as projects write them down, read without running anything.

===============  ================================================================
module           reads
===============  ================================================================
project_files    what readers may ask for: names and texts of files
yaml_text        YAML with tags that generators know, as plain values
data_text        JSON, TOML and YAML by the ending of the file
mkdocs           ``mkdocs.yml`` and ``properdocs.yml``, ``zensical.toml``
page_files       ``.nav.yml`` and ``.pages``, which order one directory each
quarto           ``_quarto.yml``
docusaurus       ``sidebars.json``, ``sidebars.js`` and ``.ts``
docusaurus_tree  the order of a directory that Docusaurus generates
vitepress        ``.vitepress/config.ts``
rewrites         addresses that VitePress' ``rewrites`` give to pages
starlight        Starlight's sidebar in ``astro.config.mjs``
starlight_tree   the order of a directory that Starlight generates
mintlify         ``docs.json`` and ``mint.json``
fumadocs         ``source.config.ts`` and the ``meta.json`` of directories
nextra           ``_meta`` of Nextra's directories
rspress          ``_meta.json`` and ``_nav.json``
hugo             ``hugo.toml``, and Zola's ``config.toml``
weights          the order of pages by what stands in front of them, as these two have it
just_the_docs    Just the Docs: pages that name their parents
antora           ``antora.yml`` and its lists of references
front_fields     the fields in front of a text
script_names     what names mean in a script
script_reading   values of scripts, from syntax; nothing is run
script_value     what such a value is, where it is none that is plain
script_settings  settings of a script, and whether it computes them
sphinx           the tables of contents of ``conf.py``'s documents
summary          ``SUMMARY.md`` of mdBook and GitBook, Docsify's ``_sidebar.md``
nested           entries with how deep they stand, as a tree
unpublished      files that a site keeps back
find             which of these a project has
beside           those of the directories above a built site
built            sources → the pages built from them
===============  ================================================================
"""

from ctxbuild.readers.nav.beside import navigation_beside, navigation_in
from ctxbuild.readers.nav.built import as_built
from ctxbuild.readers.nav.find import find_navigation, read_navigation
from ctxbuild.readers.nav.project_files import ProjectFiles, ProjectNavigation

__all__ = [
    "ProjectFiles",
    "ProjectNavigation",
    "as_built",
    "find_navigation",
    "navigation_beside",
    "navigation_in",
    "read_navigation",
]
