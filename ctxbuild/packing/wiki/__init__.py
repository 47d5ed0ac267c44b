"""What a wiki says, page by page, before it is written: blocks with their claims.

===============  =================================================================
``blocks``       what pages are made of
``known``        everything that pages are made from
``diagrams``     drawings of parts of the graph
``opening``      overview, getting started, reading path
``structure``    architecture and the list of components
``component``    the page of one component
``surface``      public API, entry points and routes
``data``         data models, configuration, dependencies
``documents``    documentation and other prose
``work``         tests and CI, history
``lookup``       glossary, symbol index, gaps
``wanted``       the pages that the owner wants instead
``plan``         which pages there are, their numbers
``fit``          pages within a budget
===============  =================================================================
"""
