"""A Markdown extension: code blocks of ``pymdownx.superfences`` keep their language as a class.

For projects that use superfences without ``pymdownx.highlight``; with it, its own option
``pygments_lang_class`` does this. Superfences registers the highlighter switched off, to ask
it for defaults; this is that highlighter, with the one option on.
"""

from __future__ import annotations

from typing import Any

from pymdownx.highlight import HighlightExtension


class CodeLanguages(HighlightExtension):  # type: ignore[misc]  # it has no types
    """The highlighter, switched off, whose defaults name languages."""

    def __init__(self) -> None:
        super().__init__(_enabled=False, pygments_lang_class=True)

    def get_pymdownx_highlight_settings(self) -> dict[str, Any]:
        """Return the defaults, with languages."""
        return {**super().get_pymdownx_highlight_settings(), "pygments_lang_class": True}


def makeExtension(**_settings: Any) -> CodeLanguages:  # noqa: N802 - Markdown's name
    """Return the extension."""
    return CodeLanguages()
