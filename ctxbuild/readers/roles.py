"""What a file is for, and how much of it is worth showing, from its name and first bytes.

Every rule is a row: exact names, endings, directories, header patterns. The
rules are asked in the order of ``_RULES``; the first that knows the file
decides. Where a rule allows less than the full text it says why in one or two
words, which people see; ``--all`` lifts all of them.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from ctxbuild.model import Detail, Role


@dataclass(frozen=True, slots=True)
class Classification:
    """The role of a file, the most detail it deserves, and why that is less than full."""

    role: Role
    ceiling: Detail = Detail.FULL
    reduced: str = ""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


BINARY = Classification("binary", Detail.NAME, "binary")
_LOCK = Classification("lock", Detail.NAME, "lock file")
_MINIFIED = Classification("minified", Detail.NAME, "minified")
_GENERATED = Classification("generated", Detail.NAME, "generated")
_GENERATED_CODE = Classification("generated", Detail.SIGNATURES, "generated")
_VENDORED = Classification("vendored", Detail.NAME, "vendored")
_VENDORED_CODE = Classification("vendored", Detail.SIGNATURES, "vendored")
_DEPENDENCY = Classification("vendored")
_DATA = Classification("data", Detail.EXCERPT, "data")
_SMALL_DATA = Classification("data")
_PLAIN: dict[Role, Classification] = {
    role: Classification(role)
    for role in ("readme", "manifest", "source", "test", "example", "docs", "config")
}

_LOCK_NAMES = _words(
    ".terraform.lock.hcl buf.lock bun.lock bun.lockb cargo.lock cartfile.resolved composer.lock "
    "conan.lock conda-lock.yml deno.lock flake.lock gemfile.lock glide.lock go.sum go.work.sum "
    "gopkg.lock gradle.lockfile mix.lock module.bazel.lock npm-shrinkwrap.json package-lock.json "
    "package.resolved packages.lock.json paket.lock pdm.lock pipfile.lock pixi.lock "
    "pnpm-lock.yaml podfile.lock poetry.lock pubspec.lock pylock.toml rebar.lock renv.lock "
    "shard.lock stack.yaml.lock symfony.lock uv.lock yarn.lock"
)

_MANIFEST_NAMES = _words(
    "bower.json build.gradle build.gradle.kts build.sbt build.xml build.zig build.zig.zon "
    "cargo.toml cartfile cmakelists.txt compose.yaml compose.yml composer.json conanfile.py "
    "conanfile.txt configure.ac containerfile cpanfile deno.json deno.jsonc docker-compose.yaml "
    "docker-compose.yml dockerfile dub.json dune-project environment.yaml environment.yml "
    "flake.nix gemfile gnumakefile go.mod go.work gruntfile.js gulpfile.js justfile lerna.json "
    "makefile makefile.pl meson.build mix.exs module.bazel nx.json package.json package.swift "
    "package.yaml pipfile pnpm-workspace.yaml podfile pom.xml project.clj pubspec.yaml "
    "pyproject.toml rakefile rebar.config rush.json settings.gradle settings.gradle.kts setup.cfg "
    "setup.py shard.yml stack.yaml taskfile.yml tox.ini tsconfig.json turbo.json vcpkg.json "
    "workspace.bazel"
)
_MANIFEST_PATTERN = re.compile(
    r"(?:.*\.(?:csproj|fsproj|vbproj|vcxproj|gemspec|cabal|nuspec|podspec|nimble|opam|rockspec)"
    r"|requirements[\w.-]*\.(?:txt|in)|dockerfile\.[\w-]+)"
)

_MINIFIED_NAME = re.compile(r".*[.-]min\.(?:[cm]?js|css|svg|html?)")
_MINIFIED_EXTENSIONS = _words("cjs css htm html js json jsonp mjs svg")
_MINIFIED_AVERAGE = 500
_MINIFIED_LINE = 5_000
"""Bytes a line; hand-written JavaScript averages 30–40, and 99.9 % of its lines stay below 400."""
_JUDGED_BYTES = 65_536

_GENERATED_NAME = re.compile(
    r".*(?:\.pb(?:\.gw)?\.go|\.pb\.(?:cc|h|swift|rs)|_pb2(?:_grpc)?\.pyi?|\.(?:g|freezed)\.dart"
    r"|\.designer\.(?:cs|vb)|\.g\.(?:i\.)?cs|\.generated\.\w+|_generated\.(?:h|go|rs)"
    r"|\.gen\.(?:go|ts|rs)|\.(?:[cm]?js|[cm]?ts|css)\.map|_grpc_pb\.(?:js|d\.ts))"
    r"|zz_generated\..*\.go"
)
_BUILD_HELPERS = _words(
    "config.guess config.sub depcomp gradlew gradlew.bat install-sh ltmain.sh mkinstalldirs mvnw "
    "mvnw.cmd"
)
"""What build tools copy into a project: the same in every one."""
_HEADER_LINES = 10
_HEADER_BYTES = 2_000
_TOOLS = (
    rb"protoc\b|protobuf|the protocol buffer compiler|the grpc|grpc|flatc|the flatbuffers|thrift"
    rb"|swig|antlr|bison|flex\b|ragel|re2c|cython|openapi|swagger|wayland-scanner|gnu autoconf"
    rb"|autoconf|automake|aclocal|configure\b|cmake|mockgen|stringer|bindgen|cbindgen|sqlc"
    rb"|graphql|prisma|typedoc|lex\b|yacc|gperf|qt|uic|moc\b|rcc|dart|webpack|a tool\b"
)
_GENERATED_HEADER = re.compile(
    rb"^[^\w\n@]*?(?:"
    rb"(?:code generated|generated code)\b.{0,200}?\bdo not (?:edit|modify)"
    rb"|(?:warning\W+)?th(?:is|e) (?:\w+ )?(?:file|code|module|script|class|source|header|document)"
    rb" (?:is|was|has been) (?:an? )?(?:auto-?(?:matically )?|machine[- ])?generated\b"
    rb"|(?:auto[- ]?|automatically |machine[- ])generated"
    rb"(?: (?:by|from|with|using|file|code)\b|\W*$|\W+do not)"
    rb"|(?:a lexical scanner |[\w-]+\.[\w.]+ )?generated (?:by|from|with|using):? (?:"
    + _TOOLS
    + rb")"
    rb"|a bison parser, made by"
    rb"|@generated\b"
    rb"|<auto-?generated"
    rb")",
    re.MULTILINE | re.DOTALL,
)
_HANDS_OFF = re.compile(
    rb"^[^\w\n]*(?:warning\W+|note\W+)?do not (?:edit|modify|change)", re.MULTILINE
)

_VENDOR_DIRECTORIES = _words(
    "3rd_party 3rdparty _vendor bower_components dist-packages godeps jspm_packages node_modules "
    "site-packages third-party third_party thirdparty vendor vendored"
)
"""Not ``extern``, ``external``, ``libs``: as often as not they hold a project's own code."""
_DEPENDENCIES = "deps"
"""At the top, each in a directory of its own; often with a project's own patches, so that a
question or a change may be about them."""

_DATA_EXTENSIONS = _words(
    "arff avro cer crt csv dat db diff fa fasta fastq feather geojson gpx h5 har hdf5 ics jsonl "
    "key kml ldif libsvm log md5 ndjson npy npz obj orc out parquet patch pem ply po pot pub "
    "sha256 sha512 sqlite srt stl sum svg tab topojson tsv vcf vtt xlf xliff"
)
_GROWING_DATA = {
    "json": 20_000,
    "xml": 20_000,
    "plist": 20_000,
    "rdf": 20_000,
    "html": 500_000,
    "htm": 500_000,
    "yaml": 60_000,
    "yml": 60_000,
    "toml": 60_000,
    "sql": 100_000,
    "txt": 100_000,
    "text": 100_000,
}
"""Bytes above which a file of a mixed format is data: a table, a dump, a word list."""
_OTHER_DATA_BYTES = 100_000
_SMALL_DATA_BYTES = 2_048
"""Data shorter than an excerpt would be is shown whole."""
_REPETITIVE = _words("po pot svg xlf xliff")
"""Drawings and translations come in hundreds, each as good as the next."""
_SQL_DUMP = re.compile(rb"-- (?:MySQL|MariaDB|PostgreSQL database) dump|PRAGMA foreign_keys=OFF;")

_FIXTURE_DIRECTORIES = _words(
    "__fixtures__ __snapshots__ cassettes corpus fixture fixtures golden goldens snapshots "
    "test-data test_data testdata testfiles"
)
_FIXTURE_EXTENSIONS = _words("expected golden htm html in snap text txt xhtml")

_TEST_DIRECTORIES = _words(
    "__fixtures__ __mocks__ __tests__ bench benches benchmark benchmarks e2e fixtures testdata "
    "tests unittests"
)
_TEST_ROOTS = _words("spec specs test")
"""At the top or below ``src``; deeper, a Python ``test`` package is a library for testing."""
_PYTHON = _words("py pyi")
_TEST_NAME = re.compile(
    r"(?:test_.*|.*_tests?|.*[.-](?:test|spec|e2e|cy)|.*_spec|conftest|tests?|test[-_]?(?:suite|all))"
    r"\.(?:py|pyi|go|[cm]?[jt]sx?|rb|rs|c|cc|cpp|cxx|php|ex|exs|lua|dart|swift|sh|bats|jl|r|erl|hs"
    r"|zig|scm|el|pl|t|vue|kt|scala|cs|java)"
)
_TEST_CLASS = re.compile(r"(?:Test[A-Z]\w*|\w*[a-z0-9](?:Tests?|TestCase|Spec|IT))\.\w+")
_TEST_CLASS_EXTENSIONS = _words("cs fs groovy java kt kts php scala swift vb")
_EXAMPLE_DIRECTORIES = _words(
    "demo demos example examples quickstart quickstarts sample samples tutorial tutorials"
)
_DOCS_DIRECTORIES = _words("doc docs documentation")
_NOTEBOOK = "ipynb"


@dataclass(frozen=True, slots=True)
class _Place:
    """What the directories above a file say."""

    vendored: bool
    dependency: bool
    fixture: bool
    test: bool
    test_root: bool
    test_inner: bool
    example: bool
    docs: bool


@dataclass(slots=True)
class _File:
    """A file as the rules see it: lower-case names, its place, its first bytes."""

    name: str
    written: str
    extension: str
    place: _Place
    kind: str
    size: int
    head: bytes


@lru_cache(maxsize=4096)
def _place(directory: str) -> _Place:
    parts = [part.lower() for part in directory.split("/")]
    names = frozenset(parts)
    return _Place(
        vendored=bool(names & _VENDOR_DIRECTORIES) or "Pods" in directory.split("/"),
        dependency=parts[0] == _DEPENDENCIES and len(parts) > 1,
        fixture=bool(names & _FIXTURE_DIRECTORIES),
        test=bool(names & _TEST_DIRECTORIES),
        test_root=any(
            part in _TEST_ROOTS and (place == 0 or parts[place - 1] == "src")
            for place, part in enumerate(parts)
        ),
        test_inner="test" in names,
        example=bool(names & _EXAMPLE_DIRECTORIES),
        docs=bool(names & _DOCS_DIRECTORIES),
    )


def classify(path: str, size: int, head: bytes, language_kind: str) -> Classification:
    """Return role and ceiling of the file at ``path``.

    Args:
        path: relative to the source's root, with ``/``.
        size: of the file in bytes.
        head: the text from its start, as much as the caller has; at most
            64 kB of it is looked at.
        language_kind: ``code``, ``prose``, ``data`` or ``binary``.
    """
    if language_kind == "binary":
        return BINARY
    directory, _, written = path.rpartition("/")
    name = written.lower()
    _, dot, extension = name.rpartition(".")
    kind = "code" if extension == _NOTEBOOK else language_kind
    file = _File(name, written, extension if dot else "", _place(directory), kind, size, head)
    for rule in _RULES:
        found = rule(file)
        if found is not None:
            return found
    return _PLAIN["source"] if kind == "code" else _PLAIN["docs" if kind == "prose" else "config"]


def _lock(file: _File) -> Classification | None:
    return _LOCK if file.name in _LOCK_NAMES else None


def _minified(file: _File) -> Classification | None:
    if file.extension not in _MINIFIED_EXTENSIONS:
        return None
    if _MINIFIED_NAME.fullmatch(file.name):
        return _MINIFIED
    if file.size <= (_MINIFIED_LINE if file.extension == "json" else _MINIFIED_AVERAGE):
        return None
    text = file.head[:_JUDGED_BYTES]
    if len(text) > _MINIFIED_AVERAGE * (text.count(b"\n") + 1):
        return _MINIFIED
    long_line = len(text) > _MINIFIED_LINE and max(map(len, text.split(b"\n"))) > _MINIFIED_LINE
    return _MINIFIED if long_line else None


def _vendored(file: _File) -> Classification | None:
    if not file.place.vendored:
        return None
    return _VENDORED_CODE if file.kind == "code" else _VENDORED


def _dependency(file: _File) -> Classification | None:
    """Recognise copies of other projects: of little worth, and shown in full when asked for."""
    if not file.place.dependency:
        return None
    return _generated(file) or _data(file) or _DEPENDENCY


def _generated(file: _File) -> Classification | None:
    named = (
        file.name in _BUILD_HELPERS
        or _GENERATED_NAME.fullmatch(file.name)
        or (file.extension == "snap" and file.place.fixture)
    )
    if named or _has_generated_header(file.head):
        return _GENERATED_CODE if file.kind == "code" else _GENERATED
    return None


def _has_generated_header(head: bytes) -> bool:
    """Return whether one of the first ten lines says that a program wrote the file."""
    start = head[:_HEADER_BYTES].lower()
    if b"generated" not in start and b"bison" not in start:
        return False
    header = b"\n".join(start.split(b"\n", _HEADER_LINES)[:_HEADER_LINES])
    if _GENERATED_HEADER.search(header):
        return True
    return b"generated" in header and _HANDS_OFF.search(header) is not None


def _fixture(file: _File) -> Classification | None:
    place = file.place
    if place.fixture and (file.kind == "data" or file.extension in _FIXTURE_EXTENSIONS):
        return _DATA if file.size > _SMALL_DATA_BYTES else _SMALL_DATA
    return None


def _readme(file: _File) -> Classification | None:
    stem = file.name.partition(".")[0]
    return _PLAIN["readme"] if stem == "readme" and file.kind == "prose" else None


def _manifest(file: _File) -> Classification | None:
    if file.name not in _MANIFEST_NAMES and not _MANIFEST_PATTERN.fullmatch(file.name):
        return None
    place = file.place
    if place.test or place.test_root:
        return _PLAIN["test"]
    return _PLAIN["example" if place.example else "docs" if place.docs else "manifest"]


def _data(file: _File) -> Classification | None:
    limit = _GROWING_DATA.get(file.extension)
    if file.extension in _DATA_EXTENSIONS:
        small = file.size <= _SMALL_DATA_BYTES and file.extension not in _REPETITIVE
        return _SMALL_DATA if small else _DATA
    if limit is None and file.kind == "data":
        limit = _OTHER_DATA_BYTES
    if limit is not None and file.size > limit:
        return _DATA
    return _DATA if file.extension == "sql" and _SQL_DUMP.search(file.head[:200]) else None


def _test(file: _File) -> Classification | None:
    place = file.place
    if place.test:
        return _PLAIN["test"]
    if file.kind == "prose":
        return None
    placed = place.test_root or (place.test_inner and file.extension not in _PYTHON)
    named = file.kind == "code" and (
        _TEST_NAME.fullmatch(file.name)
        or (file.extension in _TEST_CLASS_EXTENSIONS and _TEST_CLASS.fullmatch(file.written))
    )
    return _PLAIN["test"] if placed or named else None


def _example(file: _File) -> Classification | None:
    return _PLAIN["example"] if file.place.example and file.kind != "prose" else None


def _docs(file: _File) -> Classification | None:
    return _PLAIN["docs"] if file.place.docs or file.kind == "prose" else None


_RULES: tuple[Callable[[_File], Classification | None], ...] = (
    _lock,
    _minified,
    _vendored,
    _dependency,
    _readme,
    _generated,
    _fixture,
    _manifest,
    _data,
    _test,
    _example,
    _docs,
)
