"""Pure predicates about statements that can be checked."""

from ctxbuild.claims.citations import (
    Check,
    Citation,
    Claim,
    cite,
    digest_of,
    lines_digest,
    objection,
)
from ctxbuild.claims.quotations import is_verbatim

__all__ = [
    "Check",
    "Citation",
    "Claim",
    "cite",
    "digest_of",
    "is_verbatim",
    "lines_digest",
    "objection",
]
