"""An llms.txt as rules see it."""

from __future__ import annotations

from dataclasses import dataclass

from ctxbuild.formats.llms_reading import LlmsTxt, read_llms_txt
from ctxbuild.formats.llms_strict import Strict, read_strictly
from ctxbuild.verify.findings import Finding

_EXCERPT = 80


@dataclass(frozen=True, slots=True)
class Listing:
    """A file: its name in reports, its text, and what tolerant and strict readers find."""

    path: str
    text: str
    found: LlmsTxt
    strict: Strict

    @classmethod
    def of(cls, path: str, text: str) -> Listing:
        """Read a text."""
        return cls(path, text, read_llms_txt(text), read_strictly(text))

    def finding(self, line: int, rule: str, message: str) -> Finding:
        """Return a finding with the beginning of its line."""
        lines = self.text.split("\n")
        excerpt = lines[line - 1].strip()[:_EXCERPT] if line <= len(lines) else ""
        return Finding(self.path, line, rule, message, excerpt)
