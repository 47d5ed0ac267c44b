"""The reader of documentation sites: rendered pages in, Markdown documents out.

==============  ================================================================
module          job
==============  ================================================================
recognise       what is a site, and opening it
page_source     what is asked of whatever holds the pages
folder          a directory, or one page
archive         a zip or tar archive
crawled         the pages of a crawl
own_markdown    pages that the site has as Markdown
page_text       bytes of a page → text
variants        versions and translations beside each other
service_pages   search pages, indexes, listings: names with a reason
converted       page → Markdown and facts, remembered by content
heading_places  ids of a page → headings of its Markdown
navigation      what pages show of the site's order
page_order      all of these → one reading order
same_pages      redirects, canonical pages, copies
targets         addresses within a site
page_names      names that every file system can hold
twin_links      links between pages → links between their Markdown
spool           texts put aside between the two passes
settled         what is decided between the passes
page_documents  pages → documents
site_reader     the whole
ahead           pages converted before the whole can be read
==============  ================================================================
"""

from ctxbuild.readers.site.ahead import convert_ahead
from ctxbuild.readers.site.page_source import PageSource, RawPage
from ctxbuild.readers.site.recognise import is_one_page, is_site, open_site
from ctxbuild.readers.site.site_reader import SiteOptions, read_pages

__all__ = [
    "PageSource",
    "RawPage",
    "SiteOptions",
    "convert_ahead",
    "is_one_page",
    "is_site",
    "open_site",
    "read_pages",
]
