"""TypeScript's call signatures on lines of their own, which the grammar reads as going on.

Members of an interface need no semicolons. Where one begins with ``<`` the grammar takes it
for more of the type before, loses count of the braces, and the rest of the file with it.
"""

from __future__ import annotations

import re

_SIGNATURE = re.compile(rb"(?<=[\w>\])}]\n)([ \t]*)[ \t](?=<(?:[ \t]*\n[ \t]*)?[A-Z]\w*\b[^\n(=]*)")


def separated(text: bytes) -> bytes:
    """Return ``text`` with a semicolon for the blank before such signatures; places stay."""
    return _SIGNATURE.sub(rb"\1;", text)
