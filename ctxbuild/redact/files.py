"""Files whose every value is a secret: ``.env`` and its like, known by their names."""

from __future__ import annotations

import re
from collections.abc import Iterator

Span = tuple[int, int, str]

_SAMPLE_WORDS = ("example", "sample", "template", "dist", "default", "schema", "test")
_ASSIGNMENT = re.compile(
    r"^[ \t]*(?:export[ \t]+)?[A-Za-z_][\w.-]*[ \t]*[=:][ \t]*"
    r"(?:\"(?P<double>[^\"\n]+)\"|'(?P<single>[^'\n]+)'|(?P<bare>[^\s#\"'][^\n#]*?))"
    r"[ \t\r]*(?:#.*)?$",
    re.MULTILINE,
)
_HARMLESS = re.compile(
    r"true|false|yes|no|on|off|null|none|\d{1,5}|\d+(?:\.\d+)+|localhost|127\.0\.0\.1|0\.0\.0\.0"
    r"|dev(?:elopment)?|prod(?:uction)?|test(?:ing)?|staging|local|debug|info|warn(?:ing)?|error"
    r"|\$\{?\w+\}?|\[REDACTED:[\w-]+\]",
    re.IGNORECASE,
)
_NETRC = re.compile(r"\bpassword[ \t\n]+(?P<secret>\S+)")
_PYPIRC = re.compile(r"^[ \t]*password[ \t]*[=:][ \t]*(?P<secret>\S+)", re.MULTILINE)
_DOCKER_AUTH = re.compile(r"\"auth\"\s*:\s*\"(?P<secret>[A-Za-z0-9+/=]{8,})\"")
_PGPASS = re.compile(r"^(?:[^:\n]*:){4}(?P<secret>[^:\n\r]+)", re.MULTILINE)

_BY_NAME: dict[str, tuple[str, re.Pattern[str]]] = {
    ".netrc": ("netrc-password", _NETRC),
    "_netrc": ("netrc-password", _NETRC),
    ".pypirc": ("pypirc-password", _PYPIRC),
    ".pgpass": ("pgpass-password", _PGPASS),
    ".dockerconfigjson": ("docker-auth", _DOCKER_AUTH),
    ".dockercfg": ("docker-auth", _DOCKER_AUTH),
}


def is_secret_file(path: str) -> bool:
    """Whether a file's name promises secrets, so that its content must be looked through."""
    name = path.rpartition("/")[2].lower()
    return name in _BY_NAME or _is_env(name) or path.lower().endswith(".docker/config.json")


def spans_in_file(text: str, path: str) -> Iterator[Span]:
    """Yield start, end and rule of the secrets that the file's name announces."""
    name = path.rpartition("/")[2].lower()
    if _is_env(name):
        yield from _env_values(text)
        return
    row = _BY_NAME.get(name)
    if row is None and path.lower().endswith(".docker/config.json"):
        row = ("docker-auth", _DOCKER_AUTH)
    if row is not None:
        for match in row[1].finditer(text):
            if not match["secret"].startswith("[REDACTED:"):
                yield *match.span("secret"), row[0]


def _is_env(name: str) -> bool:
    if name == ".env" or (name.endswith(".env") and "." in name[:-4]) or name == "env":
        return name != "env"
    if name.startswith(".env.") or name.endswith(".env"):
        return not any(word in name for word in _SAMPLE_WORDS)
    return False


def _env_values(text: str) -> Iterator[Span]:
    for match in _ASSIGNMENT.finditer(text):
        group = match.lastgroup or "bare"
        if not _HARMLESS.fullmatch(match[group]):
            yield *match.span(group), "env-value"
