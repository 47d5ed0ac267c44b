"""Files back out of a bundle."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from ctxbuild.formats.bundle import parse_bundle
from ctxbuild.formats.join import Joiner
from ctxbuild.formats.parsed import BundleError, ParsedFile, PartLabel
from ctxbuild.formats.preamble import part_label
from ctxbuild.jobs.output import write_file
from ctxbuild.model import CtxbuildError, Skipped, UsageError
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
    missing: tuple[str, ...] = ()
    """Parts of split bundles that were not given, in words."""


def unpack(bundles: Path | Sequence[Path], target: Path) -> Unpacked:
    """Write every file that bundles hold in full below a directory.

    Parts of a split bundle may be given in any order; files that were cut are
    joined. Files that exist with other content are not overwritten.

    Raises:
        UsageError: a part was given twice.
        CtxbuildError: a bundle cannot be read, or writing failed.
    """
    joiner, unpacker = Joiner(), _Unpacker(target)
    for label, path, text in _in_order([bundles] if isinstance(bundles, Path) else bundles):
        for file in joiner.joined(label, parse_bundle(_read(path) if text is None else text)):
            unpacker.add(file)
    for lacking, part in joiner.unfinished():
        reason = f"its piece in part {part} is missing"
        unpacker.skipped.append(Skipped(lacking, reason))
    missing = (f"part {m.number} of {m.total}, set {m.key}" for m in joiner.missing())
    return Unpacked(
        tuple(unpacker.written), tuple(unpacker.skipped), tuple(unpacker.altered), tuple(missing)
    )


class _Unpacker:
    """Writes files one by one and keeps account."""

    def __init__(self, target: Path) -> None:
        self._target = target
        self.written: list[str] = []
        self.skipped: list[Skipped] = []
        self.altered: list[Skipped] = []

    def add(self, file: ParsedFile) -> None:
        """Write a file, or note why not."""
        reason = _refusal(file) or self._write(file)
        if reason:
            self.skipped.append(Skipped(file.path, reason))
            return
        self.written.append(_name(file))
        self.altered += [
            Skipped(file.path, _LOSSY[transform.name])
            for transform in file.transforms
            if transform.name in _LOSSY
        ]

    def _write(self, file: ParsedFile) -> str:
        """Write a file; return the reason where that is not done."""
        data = _original(file)
        path = self._target / _name(file)
        if path.is_symlink() or _leaves(path, self._target):
            return "a link in the target directory leads outside"
        if path.exists() and (not path.is_file() or path.read_bytes() != data):
            return "exists with other content; not overwritten"
        _write(path, data)
        return ""


def _in_order(bundles: Sequence[Path]) -> list[tuple[PartLabel | None, Path, str | None]]:
    """Return bundles with their labels, parts in ascending order.

    The text is kept only where it cannot be read a second time, as from a pipe.

    Raises:
        UsageError: a part was given twice.
    """
    found: list[tuple[PartLabel | None, Path, str | None]] = []
    places: dict[PartLabel, Path] = {}
    for path in bundles:
        text = _read(path)
        label = part_label(text)
        if label is not None and label in places:
            which = f"part {label.number} of {label.total}"
            raise UsageError(f"{path}: this is {which}, and so is {places[label]}; give one")
        if label is not None:
            places[label] = path
        found.append((label, path, None if path.is_file() else text))
    return sorted(found, key=lambda entry: entry[0].number if entry[0] is not None else 0)


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
