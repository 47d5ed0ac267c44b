"""Pure predicates about statements that can be checked."""

from ctxbuild.claims.quotations import is_verbatim

__all__ = ["is_verbatim"]
