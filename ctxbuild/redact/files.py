"""Files whose name says what they hold: settings, or secrets and nothing else."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PurePosixPath

Span = tuple[int, int, str]

_SETTINGS = frozenset(
    {".bash", ".cfg", ".cnf", ".conf", ".config", ".env", ".fish", ".ini", ".json", ".plist"}
    | {".properties", ".ps1", ".service", ".sh", ".tf", ".tfvars", ".toml", ".xml", ".yaml"}
    | {".yml", ".zsh"}
)
_SAMPLES = {"example", "sample", "template", "tmpl", "tpl", "dist", "defaults", "schema"}

_ASSIGNMENT = re.compile(
    r"^[ \t]*(?:export[ \t]+|set[ \t]+)?[A-Za-z_][\w.-]*[ \t]*[=:][ \t]*(?P<secret>\S[^\n]*)",
    re.MULTILINE,
)
_COMMENT = re.compile(r"[ \t]#")
_HARMLESS = re.compile(
    r"true|false|yes|no|on|off|null|none|\d{1,5}|\d+(?:\.\d+)+|localhost(?::\d+)?"
    r"|(?:https?://)?(?:localhost|127\.0\.0\.1|0\.0\.0\.0)(?::\d+)?/?"
    r"|dev(?:elopment)?|prod(?:uction)?|test(?:ing)?|staging|local|debug|info|warn(?:ing)?|error"
    r"|.{1,2}|\$\{?\w+\}?|#.*|\[REDACTED:[\w-]+\]",
    re.IGNORECASE,
)
_KUBERNETES_SECRET = re.compile(r"^kind:[ \t]*[\"']?Secret[\"']?[ \t]*(?:#.*)?$", re.MULTILINE)
_DATA = re.compile(r"^(?:data|stringData):[ \t]*\n(?P<rows>(?:[ \t]+[^\n]*\n?|\n)+)", re.MULTILINE)
_DATA_ROW = re.compile(
    # A certificate is public; a template or the head of a block holds nothing.
    r"^[ \t]+[\"']?[\w./-]+[\"']?:[ \t]*[\"']?(?!LS0tLS1CRUdJTiBDRVJU)"
    r"(?P<secret>[^\s\"'{}$#|>\[][^\s\"'{}]*)",
    re.MULTILINE,
)
_PATTERNS = {
    "netrc-password": re.compile(r"\bpassword[ \t\n]+(?P<secret>\S+)"),
    "pypirc-password": re.compile(r"^[ \t]*password[ \t]*[=:][ \t]*(?P<secret>\S+)", re.MULTILINE),
    "pgpass-password": re.compile(r"^(?!#)(?:[^:\n]*:){4}(?P<secret>[^\n\r]+)", re.MULTILINE),
    "docker-auth": re.compile(
        r"\"(?:auth|identitytoken|registrytoken|password)\"\s*:\s*\"(?P<secret>[^\"\s]{8,})\""
    ),
    "password-hash": re.compile(r"^[^:\s#]+:(?P<secret>[^:\s*!][^:\s]{7,})", re.MULTILINE),
    "rails-key": re.compile(r"^(?P<secret>[0-9a-f]{32,128})\s*\Z"),
    "filezilla-password": re.compile(r"<Pass(?: encoding=\"base64\")?>(?P<secret>[^<]+)</Pass>"),
    "ftp-password": re.compile(
        r"(?:\"(?:password|passphrase|pass)\"\s*:\s*|\bpassword=)\"(?P<secret>[^\"\n]+)\""
    ),
    "server-password": re.compile(r"^\w*[pP]assword[ \t]*[= ][ \t]*(?P<secret>\S+)", re.MULTILINE),
    "wordpress-secret": re.compile(
        r"define\(\s*'(?:DB_PASSWORD|\w+_(?:KEY|SALT))'\s*,\s*'(?P<secret>(?!put your)[^'\n]+)'"
    ),
    "git-credential": re.compile(
        r"://[^\n]*:(?<!\[REDACTED:)(?P<secret>[^\n:]+)@[^@\n]+$", re.MULTILINE
    ),
    "browser-password": re.compile(r"\"encryptedPassword\"\s*:\s*\"(?P<secret>[^\"]+)\""),
}
_BY_NAME = {
    ".netrc": "netrc-password",
    "_netrc": "netrc-password",
    ".pypirc": "pypirc-password",
    ".pgpass": "pgpass-password",
    ".dockerconfigjson": "docker-auth",
    ".dockercfg": "docker-auth",
    ".htpasswd": "password-hash",
    "shadow": "password-hash",
    "master.key": "rails-key",
    "filezilla.xml": "filezilla-password",
    "recentservers.xml": "filezilla-password",
    "sitemanager.xml": "filezilla-password",
    ".ftpconfig": "ftp-password",
    ".remote-sync.json": "ftp-password",
    "sftp-config.json": "ftp-password",
    "sftp.json": "ftp-password",
    "deployment-config.json": "ftp-password",
    "webservers.xml": "ftp-password",
    ".esmtprc": "server-password",
    "ventrilo_srv.ini": "server-password",
    "wp-config.php": "wordpress-secret",
    ".git-credentials": "git-credential",
    "logins.json": "browser-password",
}


def holds_settings(path: str) -> bool:
    """Whether a file's name says that it holds settings, where values stand without quotes."""
    name = PurePosixPath(path).name.lower()
    suffix = PurePosixPath(name).suffix
    return suffix in _SETTINGS or (name.startswith(".") and name.count(".") == 1) or not suffix


def spans_in_file(text: str, path: str) -> Iterator[Span]:
    """Yield start, end and rule of the secrets that the file's name announces."""
    name = path.rpartition("/")[2].lower()
    if _is_environment(name):
        yield from _environment(text)
    elif name.endswith((".yaml", ".yml")):
        yield from _kubernetes(text)
    elif (rule := _by_name(name, path)) is not None:
        for match in _PATTERNS[rule].finditer(text):
            start, end = match.span("secret")
            if not text.startswith("[REDACTED:", start):
                yield start, end, rule


def _by_name(name: str, path: str) -> str | None:
    if path.lower().endswith(".docker/config.json"):
        return "docker-auth"
    if name == "shadow" and not path.lower().endswith("etc/shadow"):
        return None
    return _BY_NAME.get(name)


def _is_environment(name: str) -> bool:
    """Whether a name is ``.env``, ``.env.production``, ``prod.env`` and not that of a sample."""
    if _SAMPLES & {*re.split(r"[._-]", name)}:
        return False
    return (
        name in {".env", ".envrc"} or name.startswith((".env.", ".env-")) or name.endswith(".env")
    )


def _environment(text: str) -> Iterator[Span]:
    """Yield every value that could tell something; a quoted one may have several lines."""
    done = 0
    closed = {'"': True, "'": True}
    for match in _ASSIGNMENT.finditer(text):
        start, end = match.span("secret")
        if start < done:
            continue
        quote = text[start]
        if quote in closed:
            close = text.find(quote, start + 1) if closed[quote] else -1
            closed[quote] = close >= 0
            if close >= 0:
                start, end = start + 1, close
        else:
            comment = _COMMENT.search(text, start, end)
            end = comment.start() if comment else end
        done = end
        end = start + len(text[start:end].rstrip())
        if end > start and not _HARMLESS.fullmatch(text, start, end):
            yield start, end, "env-value"


def _kubernetes(text: str) -> Iterator[Span]:
    """Yield the values of the Secret manifests among the documents of a YAML stream."""
    start = 0
    while "kind:" in text and start <= len(text):
        end = text.find("\n---", start)
        end = len(text) if end < 0 else end + 1
        if _KUBERNETES_SECRET.search(text, start, end):
            for data in _DATA.finditer(text, start, end):
                for row in _DATA_ROW.finditer(text, *data.span("rows")):
                    yield *row.span("secret"), "kubernetes-secret"
        start = end + 3
