"""What readers of settings in scripts share: entries, and whether something was computed."""

from __future__ import annotations

from typing import Any

from ctxbuild.readers.nav.project_files import ProjectFiles
from ctxbuild.readers.nav.script_reading import exported_value
from ctxbuild.readers.nav.script_value import COMPUTED, Call, member, unwrapped, wrappers
from ctxbuild.readers.nav.yaml_text import text_of


class ScriptSettings:
    """The settings that a script exports; notes what of them would have to be run."""

    def __init__(self, path: str, files: ProjectFiles) -> None:
        """Read the script; its calls of packages' functions around the settings are left out."""
        made = exported_value(path, files)
        self.value: Any = unwrapped(made)
        self.wrappers = wrappers(made)
        self.is_computed = False

    def text(self, name: str) -> str:
        """Return a text of the settings, empty where there is none."""
        return text_of(member(self.value, name))

    def entry(self, of: Any, name: str) -> Any:
        """Return an entry of a table that the navigation depends on."""
        return self.known(member(of, name))

    def known(self, value: Any) -> Any:
        """Return a value that the navigation depends on; ``None``, and noted, if it is computed.

        Functions of packages whose names begin with ``define`` give back what they are given.
        """
        if isinstance(value, Call) and value.name.startswith("define"):
            value = unwrapped(value)
        if value is COMPUTED or isinstance(value, Call):
            self.is_computed = True
            return None
        return value

    def entries(self, value: Any) -> list[Any]:
        """Return the entries of a list that can be read."""
        value = self.known(value)
        found = value if isinstance(value, list) else []
        return [each for each in map(self.known, found) if each is not None]
