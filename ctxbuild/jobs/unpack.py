"""Files back out of a bundle."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from ctxbuild.formats.bundle import parse_bundle
from ctxbuild.formats.parsed import BundleError, ParsedFile
from ctxbuild.jobs.output import write_file
from ctxbuild.model import CtxbuildError, Skipped
from ctxbuild.transforms import encode, hide_controls

# Transforms that unpacking cannot undo: what they took is not in the bundle.
_LOSSY = {
    "redacted": "secrets are redacted",
    "notebook": "only the notebook's cells are kept, in a file with .txt added to its name",
}


@dataclass(frozen=True, slots=True)
class Unpacked:
    """What unpacking did."""

    written: tuple[str, ...]
    skipped: tuple[Skipped, ...]
    """Files that the bundle holds in part, or under a path that leads outside."""
    altered: tuple[Skipped, ...]
    """Files that were written and are not byte for byte what was packed, with the reason."""


def unpack(bundle: Path, target: Path) -> Unpacked:
    """Write every file that a bundle holds in full below a directory.

    Files that exist with other content are not overwritten.

    Raises:
        CtxbuildError: the bundle cannot be read, or writing failed.
    """
    written: list[str] = []
    skipped: list[Skipped] = []
    altered: list[Skipped] = []
    for file in parse_bundle(_read(bundle)):
        reason = _refusal(file)
        if reason:
            skipped.append(Skipped(file.path, reason))
            continue
        data = _original(file)
        path = target / _name(file)
        if path.is_symlink() or _leaves(path, target):
            skipped.append(Skipped(file.path, "a link in the target directory leads outside"))
            continue
        if path.exists() and (not path.is_file() or path.read_bytes() != data):
            skipped.append(Skipped(file.path, "exists with other content; not overwritten"))
            continue
        _write(path, data)
        written.append(_name(file))
        altered += [
            Skipped(file.path, _LOSSY[transform.name])
            for transform in file.transforms
            if transform.name in _LOSSY
        ]
    return Unpacked(tuple(written), tuple(skipped), tuple(altered))


def _read(bundle: Path) -> str:
    try:
        return bundle.read_bytes().decode("utf-8")
    except OSError as error:
        raise CtxbuildError(f"{bundle}: cannot be read: {error.strerror}") from None
    except UnicodeDecodeError:
        raise BundleError(f"{bundle}: is not UTF-8, so it is no bundle of ctxbuild") from None


def _refusal(file: ParsedFile) -> str:
    if not file.is_full:
        return f"only {file.detail} in the bundle"
    parts = file.path.split("/")
    if not file.path or "\0" in file.path or any(p in {"", ".", ".."} for p in parts):
        return "the path does not stay below the target directory"
    if parts[0].lower() == ".git" or (os.name == "nt" and (":" in file.path or "\\" in file.path)):
        return "the path is not safe to write"
    return ""


def _name(file: ParsedFile) -> str:
    """Return the path to write to; the script of a notebook is no notebook."""
    is_script = any(transform.name == "notebook" for transform in file.transforms)
    return f"{file.path}.txt" if is_script else file.path


def _original(file: ParsedFile) -> bytes:
    """Undo the transforms that can be undone, the last one first."""
    text = file.text
    data: bytes | None = None
    for transform in reversed(file.transforms):
        if transform.name == "controls":
            text = hide_controls(text)
        elif transform.name == "decoded":
            try:
                data = encode(text, transform.detail)
            except (LookupError, UnicodeError):
                message = f"{file.path}: cannot be encoded as {transform.detail!r}"
                raise BundleError(message) from None
    return data if data is not None else text.encode("utf-8")


def _leaves(path: Path, target: Path) -> bool:
    root = Path(os.path.realpath(target))
    return not Path(os.path.realpath(path.parent)).is_relative_to(root)


def _write(path: Path, data: bytes) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        message = f"{path.parent}: cannot be created: {error.strerror}"
        raise CtxbuildError(message) from None
    write_file(path, [data])
