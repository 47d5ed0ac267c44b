"""A wiki as a static site that opens from a file system: no server, no request, no other host.

================ ============================================================
``addresses``    what files and anchors are called, on pages of their own or in one file
``body``         the Markdown of a page as HTML
``kept``         bodies that need not be made again
``links``        links and cited places within it
``cited``        the source lines that a page shows
``names``        long names where there is little room
``page_data``    what scripts of a page need: its Markdown, its cited lines
``search_index`` what the search finds
``frame``        what is around a body: tree, contents, neighbours, stamp
``files``        all files of a site, or the one
================ ============================================================

``style.css`` and ``script.js`` stand beside them as they are delivered.
"""
