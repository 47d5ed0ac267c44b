"""A documentation site, read page by page, politely, and the same every time.

The crawl is a plain function of what the network answers. It goes in waves: all
pages of one wave are fetched, in any order and by as many threads as allowed, then
looked at in the order in which they were found; what they link to is the next wave.
Every answer is written into a journal (SQLite) the moment it is complete. After a
crash the same function runs again and finds the journal's answers instead of asking
for them, so it ends as if nothing had happened, whatever the moment of the crash.

A finished journal makes the next run a refresh: each page is asked for with the
validators of the last one, and what a server cannot give now is taken from then.

==========  ==================================================================
module      job
==========  ==================================================================
addresses   one identity for the many spellings of a page's address
scope       which addresses belong to what was asked for
robots      what a site allows (RFC 9309)
sitemap     lists of addresses: sitemaps and ``llms.txt``
look        what the crawl needs to know of a page: links, canonical, a digest
kinds       what a body is, and its text: HTML, Markdown or neither
journal     every answer, kept in SQLite
exchange    one address → one answer, by journal or network
lanes       several exchanges at a time, results as they come
traps       bounds for addresses without end
editions    one version and one language of several
lists       llms.txt, inventories, search indexes, sitemaps
page_paths  addresses → paths as on a disk
site        what a site says of itself: robots, error pages
twins       where a site's own Markdown of a page lies, and whether it agrees
twin_wave   fetching it
walk        wave after wave
harvest     fetched pages → the pages that count, and why the others do not
run         the whole, with refresh
==========  ==================================================================
"""

from ctxbuild.readers.crawl.journal import journal_path
from ctxbuild.readers.crawl.model import Crawl, Options, Page, Progress, Skipped
from ctxbuild.readers.crawl.run import crawl

__all__ = ["Crawl", "Options", "Page", "Progress", "Skipped", "crawl", "journal_path"]
