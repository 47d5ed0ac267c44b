"""One row per language: how a file is recognised, shown, parsed and folded.

A language is added by adding a row here and, when it is parsed, a query file
``queries/<name>.scm`` for each name in ``query`` (see ``queries/README.md`` for the captures). Rows
without a ``grammar`` are recognised and fenced, but have no outline of
definitions.
"""

from __future__ import annotations

import re

from ctxbuild.languages.extra import EXTRA
from ctxbuild.languages.language import Export, Kind
from ctxbuild.languages.language import Language as Language

_SLASH = "// {}"
_HASH = "# {}"
_STAR = ("/*", "*/")


def _brace(
    name: str,
    extensions: str,
    module: str = "",
    *,
    function: str = "language",
    query: str = "",
    filenames: tuple[str, ...] = (),
    shebangs: tuple[str, ...] = (),
    fence: str = "",
    separator: str = ".",
    export: Export = "all",
    comments: tuple[str, ...] = ("//",),
) -> Language:
    """Return the row of a language with braces and C-like comments."""
    return Language(
        name,
        "code",
        tuple(extensions.split()),
        filenames,
        shebangs,
        fence or name,
        _SLASH,
        comments,
        _STAR,
        (module, function) if module else None,
        query or (name if module else ""),
        separator,
        export,
    )


def _hash(
    name: str,
    kind: Kind,
    extensions: str,
    filenames: str = "",
    *,
    fence: str = "",
    shebangs: tuple[str, ...] = (),
) -> Language:
    """Return the row of an unparsed language whose comments begin with ``#``."""
    return Language(
        name,
        kind,
        tuple(extensions.split()),
        tuple(filenames.split()),
        shebangs,
        fence or name,
        _HASH,
        ("#",),
    )


def _plain(
    name: str,
    kind: Kind,
    extensions: str,
    filenames: str = "",
    *,
    fence: str = "",
    placeholder: str = "{}",
) -> Language:
    """Return the row of an unparsed language without comments we rely on."""
    return Language(
        name,
        kind,
        tuple(extensions.split()),
        tuple(filenames.split()),
        (),
        fence or name,
        placeholder,
    )


CORE: tuple[Language, ...] = (
    Language(
        "python",
        "code",
        ("py", "pyi", "pyw", "pyx", "pxd", "bzl", "star"),
        ("SConstruct", "SConscript", "BUCK", "BUILD", "BUILD.bazel", "WORKSPACE", "wscript"),
        ("python", "pypy"),
        "python",
        "...  # {}",
        ("#",),
        None,
        ("tree_sitter_python", "language"),
        "python",
        ".",
        "underscore",
        clauses=("elif ", "elif(", "else:", "else ", "except", "finally:", "finally "),
        definitions=("def ", "async def ", "class ", "@", "cdef ", "cpdef "),
    ),
    _brace(
        "javascript",
        "js jsx mjs cjs es6",
        "tree_sitter_javascript",
        query="ecma javascript",
        filenames=("Jakefile",),
        shebangs=("node", "nodejs", "bun"),
        export="export",
    ),
    _brace(
        "typescript",
        "ts mts cts",
        "tree_sitter_typescript",
        function="language_typescript",
        query="ecma typescript",
        shebangs=("deno", "ts-node", "tsx"),
        export="export",
    ),
    _brace(
        "tsx",
        "tsx",
        "tree_sitter_typescript",
        function="language_tsx",
        query="ecma typescript",
        export="export",
    ),
    _brace("go", "go", "tree_sitter_go", export="capital"),
    _brace("rust", "rs", "tree_sitter_rust", separator="::", export="pub"),
    _brace("java", "java", "tree_sitter_java", export="public"),
    _brace("c", "c h", "tree_sitter_c", export="static"),
    _brace(
        "cpp",
        "cc cpp cxx c++ hh hpp hxx h++ ipp inl tpp txx cu cuh ino",
        "tree_sitter_cpp",
        query="c cpp",
        separator="::",
        export="static",
    ),
    _brace("csharp", "cs csx cake", "tree_sitter_c_sharp", export="public"),
    Language(
        "ruby",
        "code",
        ("rb", "rake", "gemspec", "ru", "podspec", "jbuilder", "rbw", "thor"),
        ("Gemfile", "Rakefile", "Podfile", "Vagrantfile", "Fastfile", "Guardfile", "Brewfile"),
        ("ruby", "jruby", "rake"),
        "ruby",
        _HASH,
        ("#",),
        None,
        ("tree_sitter_ruby", "language"),
        "ruby",
        "::",
        "all",
    ),
    _brace(
        "php",
        "php phtml php3 php4 php5 php7 phps",
        "tree_sitter_php",
        function="language_php",
        shebangs=("php",),
        separator="::",
        export="private",
        comments=("//", "#"),
    ),
    Language(
        "bash",
        "code",
        ("sh", "bash", "ksh", "zsh", "bats", "ebuild", "eclass"),
        (".bashrc", ".bash_profile", ".profile", ".zshrc", "PKGBUILD", "APKBUILD"),
        ("sh", "bash", "dash", "ksh", "zsh", "ash", "busybox"),
        "bash",
        ":  # {}",
        ("#",),
        None,
        ("tree_sitter_bash", "language"),
        "bash",
        ".",
        "all",
    ),
)
"""Parsed with the grammars that ctxbuild depends on."""

UNPARSED: tuple[Language, ...] = (
    # Prose
    _plain("markdown", "prose", "md markdown mdown mkd mdx qmd rmd", fence="markdown"),
    _plain("rst", "prose", "rst rest"),
    _plain("asciidoc", "prose", "adoc asciidoc asc"),
    _plain("org", "prose", "org"),
    _plain("tex", "prose", "tex ltx sty cls bib", placeholder="% {}"),
    _plain("pod", "prose", "pod"),
    _plain("roff", "prose", "1 2 3 4 5 6 7 8 9 man roff mdoc", placeholder='.\\" {}'),
    _plain("textile", "prose", "textile"),
    _plain(
        "text",
        "prose",
        "txt text log",
        "README LICENSE LICENCE COPYING AUTHORS CONTRIBUTORS MAINTAINERS NEWS CHANGES ChangeLog "
        "CHANGELOG HISTORY INSTALL NOTICE TODO VERSION THANKS CODEOWNERS",
    ),
    # Markup and style
    _plain("html", "code", "html htm xhtml shtml", placeholder="<!-- {} -->"),
    _plain("vue", "code", "vue", placeholder="<!-- {} -->"),
    _plain("svelte", "code", "svelte", placeholder="<!-- {} -->"),
    _plain("astro", "code", "astro", placeholder="<!-- {} -->"),
    _plain("jinja", "code", "j2 jinja jinja2 njk twig liquid", placeholder="{{# {} #}}"),
    _plain("handlebars", "code", "hbs handlebars mustache", placeholder="{{{{!-- {} --}}}}"),
    _plain("erb", "code", "erb", placeholder="<%# {} %>"),
    _plain("css", "code", "css", placeholder="/* {} */"),
    _plain("scss", "code", "scss", placeholder="// {}"),
    _plain("sass", "code", "sass", placeholder="// {}"),
    _plain("less", "code", "less", placeholder="// {}"),
    _plain("stylus", "code", "styl", placeholder="// {}"),
    # Data and configuration
    _plain(
        "json",
        "data",
        "json jsonl ndjson geojson webmanifest har ipynb topojson avsc",
        ".babelrc .eslintrc .prettierrc composer.lock Pipfile.lock flake.lock .swcrc",
    ),
    _plain("json5", "data", "json5 jsonc", placeholder="// {}"),
    _plain(
        "xml",
        "data",
        "xml xsd xsl xslt svg rss atom plist csproj vbproj fsproj vcxproj props targets nuspec "
        "resx xaml wsdl rdf kml gpx xlf xliff pom storyboard xib dtd rng",
        placeholder="<!-- {} -->",
    ),
    _hash("yaml", "data", "yaml yml", ".clang-format .clang-tidy .clangd CITATION.cff"),
    _hash("toml", "data", "toml", "Cargo.lock poetry.lock uv.lock Pipfile pdm.lock"),
    _hash(
        "ini",
        "data",
        "ini cfg conf desktop service socket timer editorconfig properties inf",
        ".editorconfig .gitconfig .npmrc .pylintrc .flake8 .coveragerc .gitmodules .pypirc",
    ),
    _hash(
        "gitignore",
        "data",
        "",
        ".gitignore .dockerignore .npmignore .eslintignore .prettierignore .gitattributes "
        ".ctxignore .helmignore .gcloudignore .mailmap",
    ),
    _hash("dotenv", "data", "env", ".env .env.example .env.local .env.test .env.sample"),
    _plain("csv", "data", "csv"),
    _plain("tsv", "data", "tsv tab"),
    _plain("diff", "data", "diff patch"),
    _plain("gettext", "data", "po pot", fence="po", placeholder="# {}"),
    _plain("subtitles", "data", "srt vtt", fence="text"),
    _plain("pem", "data", "pem crt cer key pub asc-key", fence="text"),
    _plain("checksums", "data", "sum sha256 sha512 md5", "go.sum", fence="text"),
    # Build and infrastructure
    _hash("dockerfile", "code", "dockerfile containerfile", "Dockerfile Containerfile"),
    _hash(
        "makefile",
        "code",
        "mk mak am",
        "Makefile makefile GNUmakefile Makefile.in Makefile.am Kbuild BSDmakefile",
        shebangs=("make",),
    ),
    _hash("cmake", "code", "cmake", "CMakeLists.txt"),
    _hash("meson", "code", "", "meson.build meson_options.txt meson.options"),
    _hash("ninja", "code", "ninja"),
    _hash("kconfig", "code", "", "Kconfig"),
    _hash("autoconf", "code", "ac m4", "configure.ac configure.in"),
    _hash("just", "code", "just", "justfile Justfile"),
    _hash("nix", "code", "nix"),
    _hash("bitbake", "code", "bb bbappend bbclass"),
    _hash("puppet", "code", "pp"),
    _hash("starlark", "code", "starlark"),
    _brace("gomod", "", filenames=("go.mod", "go.work")),
    _brace("groovy", "groovy gradle gvy", filenames=("Jenkinsfile",)),
    _brace("jsonnet", "jsonnet libsonnet"),
    # Schemas
    _brace("protobuf", "proto", fence="protobuf"),
    _brace("thrift", "thrift"),
    _brace("flatbuffers", "fbs", fence="c"),
    _brace("capnp", "capnp", fence="c"),
    _hash("graphql", "code", "graphql gql graphqls"),
    _brace("prisma", "prisma"),
    # Shells and scripting
    _hash("fish", "code", "fish", shebangs=("fish",)),
    _hash("tcl", "code", "tcl tk", shebangs=("tclsh", "wish", "expect")),
    _hash("awk", "code", "awk gawk", shebangs=("awk", "gawk")),
    _hash("sed", "code", "sed", shebangs=("sed",)),
    _plain("batch", "code", "bat cmd", fence="bat", placeholder="REM {}"),
    _plain("vim", "code", "vim vimrc", ".vimrc", placeholder='" {}'),
    # Other programming languages
    _hash("r", "code", "r rprofile", shebangs=("rscript",)),
    _hash("nim", "code", "nim nims nimble"),
    _hash("crystal", "code", "cr"),
    _hash("gdscript", "code", "gd"),
    _hash("coffeescript", "code", "coffee", "Cakefile", fence="coffee"),
    _plain("matlab", "code", "mat matlab", placeholder="% {}"),
    _plain("erlang", "code", "erl hrl escript", "rebar.config", placeholder="% {}"),
    _plain("prolog", "code", "pro prolog", placeholder="% {}"),
    _plain("clojure", "code", "clj cljs cljc edn bb-script", placeholder=";; {}"),
    _plain("scheme", "code", "scm ss sld", placeholder=";; {}"),
    _plain("racket", "code", "rkt", placeholder=";; {}"),
    _plain("commonlisp", "code", "lisp lsp cl asd", fence="lisp", placeholder=";; {}"),
    _plain("elisp", "code", "el", placeholder=";; {}"),
    _plain("assembly", "code", "s asm nasm", fence="asm", placeholder="# {}"),
    _plain("llvm", "code", "ll", placeholder="; {}"),
    _plain("wat", "code", "wat wast", placeholder=";; {}"),
    _plain("ocaml", "code", "ml mli mll mly", placeholder="(* {} *)"),
    _plain("coq", "code", "coq", placeholder="(* {} *)"),
    _plain("elm", "code", "elm", placeholder="-- {}"),
    _plain("purescript", "code", "purs", placeholder="-- {}"),
    _plain("ada", "code", "adb ads ada", placeholder="-- {}"),
    _plain("vhdl", "code", "vhd vhdl", placeholder="-- {}"),
    _plain("lean", "code", "lean", placeholder="-- {}"),
    _plain("agda", "code", "agda", placeholder="-- {}"),
    _plain("fortran", "code", "f f77 f90 f95 f03 f08 for", placeholder="! {}"),
    _plain("pascal", "code", "pas dpr lpr", placeholder="// {}"),
    _plain("vb", "code", "vb vbs bas", placeholder="' {}"),
    _plain("cobol", "code", "cob cbl cpy", placeholder="*> {}"),
    _brace("fsharp", "fs fsx fsi"),
    _brace("d", "d di"),
    _brace("v", "v vsh"),
    _brace("verilog", "sv svh vh"),
    _brace("solidity", "sol"),
    _brace("glsl", "glsl vert frag geom comp tesc tese"),
    _brace("hlsl", "hlsl fx"),
    _brace("wgsl", "wgsl"),
    _brace("metal", "metal"),
    _brace("opencl", "cl-kernel", fence="c"),
    _brace("vala", "vala vapi"),
    _brace("haxe", "hx"),
    _brace("actionscript", "as"),
    _brace("qml", "qml"),
    _brace("rescript", "res resi"),
    _brace("reason", "re rei"),
    _brace("odin", "odin"),
    _brace("move", "move"),
    _brace("cairo", "cairo"),
    _brace("typst", "typ"),
    _brace("yacc", "y yy", fence="c"),
    _brace("lex", "l lex", fence="c"),
    _brace("antlr", "g4", fence="antlr"),
    _brace("linker", "ld lds", fence="c"),
    _brace("devicetree", "dts dtsi", fence="dts"),
)

LANGUAGES: dict[str, Language] = {row.name: row for row in (*CORE, *EXTRA, *UNPARSED)}
"""Every language by name."""

TEXT = LANGUAGES["text"]

_BY_EXTENSION = {ext: row for row in reversed(LANGUAGES.values()) for ext in row.extensions}
_BY_FILENAME = {name: row for row in reversed(LANGUAGES.values()) for name in row.filenames}
_BY_SHEBANG = {name: row for row in reversed(LANGUAGES.values()) for name in row.shebangs}

_CPP_HINT = re.compile(
    r"^\s*(?:class\s+\w|namespace\b|template\s*<|public\s*:|private\s*:|protected\s*:|using\s+\w)"
    r"|^#\s*include\s*<[a-z_]+>|\bstd::|\bconstexpr\b|\boperator\s*[=+\-*/(\[<]",
    re.MULTILINE,
)
"""Constructs of C++ that valid C has not; only in C++ are the standard headers without ``.h``."""

_OBJC_HINT = re.compile(r"^\s*(?:@interface|@protocol|@end|#import)\b", re.MULTILINE)
_SHEBANG = re.compile(r"#!\s*(?:\S*/)?env\s+(?:-\S+\s+)*(?:\w+=\S*\s+)*(\S+)|#!\s*(\S+)")
_VERSION_TAIL = re.compile(r"[\d.]+$")


def language_of(path: str, head: str = "") -> Language:
    """Return the language of a file; unknown ones are ``text``.

    ``head`` is the beginning of the content (a few kB) or its first line. It
    decides between C, C++ and Objective-C for ``.h`` and, by its shebang, what
    a file without a known name is.
    """
    name = path.rsplit("/", 1)[-1]
    row = _BY_FILENAME.get(name) or _by_suffix(name)
    if row is None:
        row = _by_prefix(name) or _by_first_line(head) or TEXT
    elif row.name == "c" and name.endswith((".h", ".H")):
        row = _header_language(head)
    return row


def _by_suffix(name: str) -> Language | None:
    stem, dot, ext = name.rpartition(".")
    if not dot or not stem:
        return None
    if ext.lower() in ("in", "tmpl", "template", "example", "dist") and "." in stem:
        return _BY_EXTENSION.get(stem.rpartition(".")[2].lower())
    return _BY_EXTENSION.get(ext.lower())


def _by_prefix(name: str) -> Language | None:
    """Recognise ``Dockerfile.dev``, ``Makefile.linux`` and ``.env.production``."""
    stem = name.split(".", 1)[0]
    if name.startswith(".env."):
        return LANGUAGES["dotenv"]
    return _BY_FILENAME.get(stem) if stem else None


def _by_first_line(head: str) -> Language | None:
    if head.startswith("<?xml"):
        return LANGUAGES["xml"]
    if head.startswith("<?php"):
        return LANGUAGES["php"]
    if not head.startswith("#!"):
        return None
    match = _SHEBANG.match(head)
    if match is None:
        return None
    program = (match[1] or match[2]).rsplit("/", 1)[-1].lower()
    return _BY_SHEBANG.get(program) or _BY_SHEBANG.get(_VERSION_TAIL.sub("", program))


def _header_language(head: str) -> Language:
    if "objc" in LANGUAGES and _OBJC_HINT.search(head):
        return LANGUAGES["objc"]
    return LANGUAGES["cpp" if _CPP_HINT.search(head) else "c"]
