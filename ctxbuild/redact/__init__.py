"""Secrets: found span by span, replaced by a visible marker."""

from ctxbuild.redact.scan import VERSION, Secret, find_secrets, redact

__all__ = ["VERSION", "Secret", "find_secrets", "redact"]
