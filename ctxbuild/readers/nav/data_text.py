"""Files of settings as plain values, by their ending: JSON, TOML, YAML."""

from __future__ import annotations

import json
import tomllib
from typing import Any

from ctxbuild.readers.nav.yaml_text import table, yaml_value


def data_of(path: str, text: str | None) -> Any:
    """Return what a file of settings holds; ``None`` where it is not there or cannot be read."""
    ending = path.rpartition(".")[2].lower()
    try:
        if text is None:
            return None
        if ending == "json":
            return json.loads(text)
        return tomllib.loads(text) if ending == "toml" else yaml_value(text)
    except (ValueError, RecursionError):
        return None


def lowered(value: Any) -> dict[str, Any]:
    """Return a table whose keys do not depend on case; empty where it is none."""
    return {key.lower(): each for key, each in table(value).items()}
