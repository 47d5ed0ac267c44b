"""The languages that are parsed when the ``langs`` extra is installed."""

from __future__ import annotations

from ctxbuild.languages.language import Export, Language

_STAR = ("/*", "*/")


def _row(
    name: str,
    extensions: str,
    *,
    comments: tuple[str, ...] = ("//",),
    block_comment: tuple[str, str] | None = None,
    placeholder: str = "",
    nested: str = "",
    filenames: str = "",
    shebangs: str = "",
    fence: str = "",
    separator: str = ".",
    export: Export = "all",
    query: str = "",
) -> Language:
    """Return a row; grammar module and query bear the name of the language."""
    return Language(
        name=name,
        kind="code",
        extensions=tuple(extensions.split()),
        filenames=tuple(filenames.split()),
        shebangs=tuple(shebangs.split()),
        fence=fence or name,
        placeholder=placeholder or comments[0] + " {}",
        nested=nested,
        comments=comments,
        block_comment=block_comment,
        grammar=(f"tree_sitter_{name}", "language"),
        query=query or name,
        separator=separator,
        export=export,
    )


EXTRA: tuple[Language, ...] = (
    _row("kotlin", "kt kts", block_comment=_STAR, shebangs="kotlin", export="private"),
    _row("swift", "swift", block_comment=_STAR, shebangs="swift", export="private"),
    _row(
        "scala",
        "scala sc sbt",
        block_comment=_STAR,
        placeholder="// {}",
        nested="null  // {}",
        shebangs="scala",
        export="private",
    ),
    _row(
        "lua",
        "lua rockspec luau",
        comments=("--",),
        block_comment=("--[[", "]]"),
        filenames="config.ld",  # of LDoc; other .ld are scripts of linkers
        shebangs="lua luajit texlua",
        export="local",
    ),
    _row("elixir", "ex exs", comments=("#",), shebangs="elixir", export="defp"),
    _row(
        "haskell",
        "hs hsc",
        comments=("--",),
        block_comment=("{-", "-}"),
        shebangs="runhaskell stack",
        export="underscore",
    ),
    _row(
        "julia",
        "jl",
        comments=("#",),
        block_comment=("#=", "=#"),
        shebangs="julia",
        export="underscore",
    ),
    _row("zig", "zig zon", export="pub"),
    _row("dart", "dart", block_comment=_STAR, shebangs="dart", export="underscore"),
    _row("objc", "m mm", block_comment=_STAR, fence="objectivec", export="static", query="c objc"),
    _row("hcl", "tf tfvars hcl nomad", comments=("#", "//"), block_comment=_STAR),
    _row(
        "perl",
        "pl pm t perl psgi cgi",
        comments=("#",),
        filenames="cpanfile Makefile.PL Build.PL",
        shebangs="perl",
        separator="::",
        export="underscore",
    ),
    _row("sql", "sql ddl pgsql psql", comments=("--",), block_comment=_STAR),
    _row(
        "powershell",
        "ps1 psm1 psd1",
        comments=("#",),
        block_comment=("<#", "#>"),
        shebangs="pwsh powershell",
        export="hidden",
    ),
)
"""One row each; the wheels are named ``tree-sitter-NAME``."""
