"""arXiv's metadata → papers: the query API, OAI-PMH, feeds of new papers, and files.

=================  =========================================================
``request``        what may be asked for, checked before anything is asked
``identifiers``    identifiers of all schemes
``categories``     the taxonomy, with aliases
``days``           days and months
``wording``        TeX out of titles and abstracts; withdrawn papers
``names``          authors in one string
``xml_nodes``      XML without entities
``atom``           answers of the query API
``oai``            answers of OAI-PMH
``rss``            feeds of new papers
``asking``         one request every three seconds, patience, answers kept for the day
``searching``      queries and identifiers over the query API
``harvest``        OAI-PMH by months, with resumption
``drawing``        uniform samples that can be drawn again
``records``        papers as JSON lines, in the shapes that are around
``snapshot``       files of them, of any size, packed or not
``offline``        what a query means where no server answers it
``choosing``       duplicates, withdrawn papers, order, limit
``reading``        a request → what was found
``documents``      papers → a corpus
=================  =========================================================

Nothing here is arXiv's own or endorsed by it. Thank you to arXiv for use of
its open access interoperability.
"""

from ctxbuild.readers.arxiv.documents import paper_corpus, source_name
from ctxbuild.readers.arxiv.reading import Found, read_arxiv
from ctxbuild.readers.arxiv.request import PREFIX, Request, is_arxiv, request_of

__all__ = [
    "PREFIX",
    "Found",
    "Request",
    "is_arxiv",
    "paper_corpus",
    "read_arxiv",
    "request_of",
    "source_name",
]
