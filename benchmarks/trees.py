"""The repositories that the benchmarks run on, built from published archives.

``python benchmarks/trees.py [NAME…]`` downloads each archive by package name
and pinned version with the ordinary clients (pip, apt-get), unpacks it, keeps
what every contestant accepts with its default settings, and commits that into
a fresh git repository with a fixed author and date.

Kept are regular UTF-8 files below 10 MB without NUL bytes, so that all tools
read the same files and count the same text. Left out as well are names that a
peer's built-in patterns refuse (:data:`REFUSED_NAMES`), ignore files, and the
few files that a peer's secret scan drops (``refused.txt``) or that it takes for
binary. The two ``linux`` corpora are left as they are.
"""

from __future__ import annotations

import argparse
import fnmatch
import hashlib
import json
import os
import re
import shutil
import sys
import tarfile
from collections import Counter
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal, Protocol

from workshop import BenchmarkError, folder, main, run

MOST_BYTES = 10_000_000
"""Gitingest reads no file above 10 MiB, Repomix none above 50 MiB."""

PROBED_BYTES = 1024
"""Gitingest decodes this much first; a character cut there makes the file "binary" to it."""

REFUSED_NAMES = (
    *("build", "dist", "target", "out", "bin", "obj", "pkg", "vendor", "env", "venv", "virtualenv"),
    *("node_modules", "site-packages", "bower_components", "*.egg-info", "__pycache__"),
    *(
        ".git*",
        ".*ignore",
        ".env*",
        ".coverage*",
        ".idea",
        ".vscode",
        ".cache",
        ".tox",
        "digest.txt",
    ),
    *("*.lock", "package-lock.json", "go.sum", "*.log", "*.map", "*.min.js", "*.min.css"),
    *("*.svg", "*.bak", "*.tmp", "*.temp", "*.swp", "*.out", "*.o", "*.a", "*.so", "*.bin", "*.db"),
    *("*.png", "*.jpg", "*.eot", "*.graffle", "*.raw", "*.dat", "*.tfstate*"),
    *("*.obj", "*.lib", "*.user", "*.gradle", "*.sublime-*", "repomix-*", "logs", "tmp", "temp"),
)
"""Names of files and directories that Repomix or Gitingest leave out by default."""

_FIXED_TIME = "2026-01-01T00:00:00 +0000"
_IDENTITY = {
    f"GIT_{role}_{fact}": value
    for role in ("AUTHOR", "COMMITTER")
    for fact, value in (("NAME", "bench"), ("EMAIL", "bench@localhost"), ("DATE", _FIXED_TIME))
} | {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}


class Archive(Protocol):
    """Something published that can be fetched and unpacked."""

    @property
    def label(self) -> str:
        """Name and version, for tables."""
        ...

    def unpack(self, target: Path) -> None:
        """Fetch the archive and unpack it into the empty directory ``target``."""
        ...


@dataclass(frozen=True, slots=True)
class Sdist:
    """A source distribution from the Python package index."""

    name: str
    version: str
    sha256: str

    @property
    def label(self) -> str:
        """Name and version."""
        return f"{self.name} {self.version} (sdist)"

    def unpack(self, target: Path) -> None:
        """Download by pip, check the digest, unpack without the top directory."""
        store = folder("archives")
        path = store / f"{self.name}-{self.version}.tar.gz"
        if not path.exists():
            wanted = f"{self.name}=={self.version}"
            run([sys.executable, *PIP_DOWNLOAD, "--dest", str(store), wanted])
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        if digest != self.sha256:
            raise BenchmarkError(f"{path.name} has sha256 {digest}, expected {self.sha256}")
        with tarfile.open(path) as archive:
            archive.extractall(target, filter="data")
        _lift(target)


PIP_DOWNLOAD = ("-m", "pip", "download", "--quiet", "--no-deps", "--no-binary", ":all:")


@dataclass(frozen=True, slots=True)
class Deb:
    """A Debian package; ``version`` is what the figures were measured with."""

    name: str
    version: str
    inside: str
    """The directory, or the ``.tar.xz``, in the package that holds the source."""

    @property
    def label(self) -> str:
        """Name and version."""
        return f"{self.name} {self.version} (Debian)"

    def unpack(self, target: Path) -> None:
        """Download by apt-get, unpack, and move the named directory to ``target``."""
        raw = target.with_name(f"{target.name}.deb")
        shutil.rmtree(raw, ignore_errors=True)
        run(["dpkg-deb", "-x", self._file(), raw])
        source = raw / self.inside
        if source.name.endswith(".tar.xz"):
            run(["tar", "-xJf", source, "-C", target, "--strip-components=1"])
        else:
            target.rmdir()
            source.rename(target)
        shutil.rmtree(raw)

    def _file(self) -> Path:
        store = folder("archives")
        pattern = f"{self.name}_{self.version}_*.deb"
        if not list(store.glob(pattern)):
            run(["apt-get", "download", f"{self.name}={self.version}"], cwd=store)
        return next(store.glob(pattern))


def _lift(target: Path) -> None:
    """Replace a directory that holds one directory by that one."""
    (inner,) = target.iterdir()
    spare = target.with_name(f"{target.name}.top")
    inner.rename(spare)
    target.rmdir()
    spare.rename(target)


Kind = Literal["code", "data", "go", "xl"]


@dataclass(frozen=True, slots=True)
class Corpus:
    """One repository to measure on."""

    name: str
    kind: Kind
    archive: Archive
    edited: str = ""
    """The file that the warm benchmark changes."""
    without: tuple[str, ...] = ()
    """Directories left out to keep the text between 30 and 50 MB."""
    git: bool = True
    whole: bool = False
    """Keep everything instead of what all tools accept."""

    @property
    def path(self) -> Path:
        """Where the repository stands."""
        return folder("corpora") / self.name


_SALT = Sdist("salt", "3007.1", "b933ac4cb3e4b1118b46dada55c9cc6bdc6f0f94b4c92877aec44b25c6a28c9a")
_DJANGO = Sdist(
    "django", "5.2.19", "ad03d8abc51dbff95ebf34b27123cf0c26a3b62db7ba0cd520783686362533d1"
)
_GO = Deb("golang-1.19-src", "1.19.8-2", "usr/share/go-1.19/src")
_LINUX = Deb("linux-source-6.1", "6.1.192-2", "usr/src/linux-source-6.1.tar.xz")

CORPORA = {
    corpus.name: corpus
    for corpus in (
        Corpus("salt", "code", _SALT, "salt/minion.py"),
        Corpus("django", "data", _DJANGO, "django/db/models/query.py"),
        Corpus("go", "go", _GO, "net/http/server.go", without=("cmd",)),
        Corpus("linux", "xl", _LINUX, git=False, whole=True),
        Corpus("linux-git", "xl", _LINUX, whole=True),
    )
}


@dataclass(frozen=True, slots=True)
class Contents:
    """What a built corpus holds, and how many files were left out for which reason."""

    source: str
    files: int
    bytes: int
    left_out: dict[str, int]


def build(corpus: Corpus) -> Contents:
    """Return what the corpus holds, building it first when it is missing or outdated."""
    stamp = folder("corpora") / f"{corpus.name}.json"
    recipe = _recipe(corpus)
    if stamp.exists() and corpus.path.exists():
        record = json.loads(stamp.read_text(encoding="utf-8"))
        if record.pop("recipe") == recipe:
            return Contents(**record)
    stamp.unlink(missing_ok=True)
    shutil.rmtree(corpus.path, ignore_errors=True)
    corpus.path.mkdir()
    corpus.archive.unpack(corpus.path)
    for directory in corpus.without:
        shutil.rmtree(corpus.path / directory)
    contents = _weigh(corpus) if corpus.whole else _sift(corpus)
    if corpus.git:
        _commit(corpus.path)
    record = {"recipe": recipe, **asdict(contents)}
    stamp.write_text(json.dumps(record, indent=1) + "\n", encoding="utf-8")
    return contents


def paths(corpus: Corpus) -> set[str]:
    """Return the files of a built corpus that has a git repository."""
    listing = run(["git", "-C", str(corpus.path), "ls-files", "-z"])
    return set(listing.split("\0")[:-1])


def _recipe(corpus: Corpus) -> str:
    """Return a digest of everything that decides what the corpus holds."""
    refused = sorted(_refused(corpus))
    parts = repr(
        (corpus, _REFUSED.pattern, MOST_BYTES, PROBED_BYTES, refused)
        if not corpus.whole
        else corpus
    )
    return hashlib.blake2b(parts.encode(), digest_size=16).hexdigest()


_REFUSED = re.compile("|".join(map(fnmatch.translate, REFUSED_NAMES)))


def _sift(corpus: Corpus) -> Contents:
    """Delete what not every tool accepts, and return what is left."""
    refused = _refused(corpus)
    left_out: Counter[str] = Counter()
    files = size = 0
    for path in sorted(corpus.path.rglob("*")):
        if path.is_dir() and not path.is_symlink():
            continue
        name = path.relative_to(corpus.path).as_posix()
        reason = "secret scan of a peer" if name in refused else _objection(path, name)
        if reason:
            left_out[reason] += 1
            path.unlink()
        else:
            files += 1
            size += path.stat().st_size
    return Contents(corpus.archive.label, files, size, dict(sorted(left_out.items())))


def _refused(corpus: Corpus) -> set[str]:
    """Return the files of a corpus that a peer's secret scan drops."""
    lines = Path(__file__).with_name("refused.txt").read_text(encoding="utf-8").splitlines()
    pairs = (line.split(" ", 1) for line in lines if line and not line.startswith("#"))
    return {path for name, path in pairs if name == corpus.name}


def _objection(path: Path, name: str) -> str:
    """Return why a file is left out, empty when it stays."""
    if path.is_symlink() or not path.is_file():
        return "no regular file"
    if any(_REFUSED.fullmatch(part) for part in name.split("/")):
        return "a peer's built-in patterns"
    if path.stat().st_size > MOST_BYTES:
        return "too large"
    data = path.read_bytes()
    if b"\0" in data:
        return "binary"
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return "not UTF-8"
    try:
        data[:PROBED_BYTES].decode("utf-8")
    except UnicodeDecodeError:
        return "taken for binary by a peer"
    return ""


def _weigh(corpus: Corpus) -> Contents:
    files = size = 0
    for root, _, names in os.walk(corpus.path):
        for name in names:
            files += 1
            size += os.lstat(os.path.join(root, name)).st_size
    return Contents(corpus.archive.label, files, size, {})


def _commit(root: Path) -> None:
    """Make a repository of a directory, all files in one commit and one pack."""
    for command in (
        ["init", "--quiet", "--initial-branch=main"],
        ["-c", "core.autocrlf=false", "add", "--all", "--force"],
        ["-c", "gc.auto=0", "commit", "--quiet", "--message", "Import the published archive"],
        ["repack", "-adq"],
    ):
        run(["git", *command], cwd=root, env=_IDENTITY)


def describe(contents: Contents) -> str:
    """Return a corpus's contents in one line."""
    out = ", ".join(f"{count:,} {reason}" for reason, count in contents.left_out.items())
    line = f"{contents.source}: {contents.files:,} files, {contents.bytes / 1e6:.1f} MB"
    return f"{line} (left out: {out})" if out else line


def _main() -> int:
    parser = argparse.ArgumentParser(description="Build the benchmark corpora.")
    parser.add_argument("names", nargs="*", choices=[*CORPORA, []], help="default: all but linux*")
    options = parser.parse_args()
    wanted = options.names or [name for name, c in CORPORA.items() if c.kind != "xl"]
    for name in wanted:
        print(f"{name}: {describe(build(CORPORA[name]))}", flush=True)
    return 0


if __name__ == "__main__":
    main(_main)
