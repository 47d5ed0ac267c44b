"""Pure predicates about statements that can be checked."""

from ctxbuild.claims.citations import Check, Citation, Claim, cite, lines_digest, objection
from ctxbuild.claims.quotations import is_verbatim

__all__ = ["Check", "Citation", "Claim", "cite", "is_verbatim", "lines_digest", "objection"]
