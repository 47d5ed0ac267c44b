"""The vocabulary of ctxbuild as frozen dataclasses and small protocols.

Every room of the house speaks in these types: readers make a :class:`Corpus`
of :class:`Document`, analysis ranks it, packing turns it into a
:class:`Plan`, formats render the plan. There is no I/O here.

Lines are 1-based and inclusive everywhere, bytes are offsets into the UTF-8
text after the document's transforms, tokens are those of a named encoding.
"""

from ctxbuild.model.corpus import (
    ContentRef,
    Corpus,
    Document,
    DocumentKind,
    Navigation,
    NavItem,
    PageFacts,
    Paper,
    Role,
    Skipped,
    Source,
    SourceKind,
    Transform,
)
from ctxbuild.model.errors import ContentChangedError, CtxbuildError, UsageError
from ctxbuild.model.history import Commit, Edit, History, Touch
from ctxbuild.model.outlines import Detail, Lines, Outline, Region, Symbol
from ctxbuild.model.page_lists import PageEntry, PageList, PageSection, PageSet
from ctxbuild.model.plans import ORDERS, Directory, Item, Order, Part, Plan, Stretch, TokenCounter
from ctxbuild.model.progress import Observer, Progress
from ctxbuild.model.ranking import WHOLE_DOCUMENT, Edge, Graph, Ranking, Signal, Why
from ctxbuild.model.stores import Store

__all__ = [
    "ORDERS",
    "WHOLE_DOCUMENT",
    "Commit",
    "ContentChangedError",
    "ContentRef",
    "Corpus",
    "CtxbuildError",
    "Detail",
    "Directory",
    "Document",
    "DocumentKind",
    "Edge",
    "Edit",
    "Graph",
    "History",
    "Item",
    "Lines",
    "NavItem",
    "Navigation",
    "Observer",
    "Order",
    "Outline",
    "PageEntry",
    "PageFacts",
    "PageList",
    "PageSection",
    "PageSet",
    "Paper",
    "Part",
    "Plan",
    "Progress",
    "Ranking",
    "Region",
    "Role",
    "Signal",
    "Skipped",
    "Source",
    "SourceKind",
    "Store",
    "Stretch",
    "Symbol",
    "TokenCounter",
    "Touch",
    "Transform",
    "UsageError",
    "Why",
]
