"""Code out of its mark-up: the text of a listing, byte for byte, and its language."""

from __future__ import annotations

import re
from functools import lru_cache

from ctxbuild.html.dom import BLOCKS, Element

# Names of classes, whole: things beside the code, inside its box.
_BESIDE = re.compile(
    r"(?:linenos?|lineno|line-?numbers?(?:-rows)?|ln-num|hljs-ln-(?:numbers?|n)|lnt?|rouge-gutter"
    r"|gutter(?:-line)?|gl|code-?line-?number|crayon-nums?|lines-num|linenodiv|linenumber"
    r"|copy(?:-?code)?(?:-?(?:button|btn|icon))?|copybtn|btn-copy|clipboard(?:-copy)?|md-clipboard"
    r"|md-code__(?:nav|button|link)|buttons?|boring|hidden-code-line|collapse-gutter|code-annotation-anchor"
    r"|playground-controls?|toolbar(?:-item)?|code-toolbar-buttons?|visually-hidden|sr-only"
    r"|eclipsed-filename|test-arrow|tooltip(?:text)?|conum-guard|header-anchor|headerlink"
    r"|viewcode-link|run-button|expand-button|unselectable|line-no|annottext|linenumbers-td|blob-num)"
)
_LINES = frozenset(
    {"line", "code-line", "token-line", "view-line", "ec-line", "cl", "CodeMirror-line"}
)
_INVISIBLE_RUN = re.compile("[\u200b-\u200d\u2060-\u2064\ufeff]{2,}|[\U000e0000-\U000e0fff]+")
_NOT_CODE = frozenset({"button", "script", "style", "input", "label", "nav"})
_LINE_BLOCKS = BLOCKS - {"td", "th", "tbody", "thead", "pre"}


@lru_cache(maxsize=4096)
def is_beside(classes: str) -> bool:
    """Whether a class attribute marks line numbers, buttons or lines that nobody sees."""
    return any(_BESIDE.fullmatch(name) for name in classes.split())


def code_text(element: Element) -> str:
    """Return the code that an element shows, without newlines around it."""
    parts: list[str] = []
    split = _lines_without_newlines(element)
    # An element stands on the stack twice: to be opened, and (as a tuple) to be closed.
    stack: list[Element | str | tuple[Element, int]] = [element]
    closed = False
    while stack:
        item = stack.pop()
        if isinstance(item, str):
            # Between lines that are blocks, white space is not shown.
            if not (closed and item.isspace()):
                parts.append(item)
        elif isinstance(item, tuple):
            _end_line(parts)
            closed = True
            continue
        elif item.tag == "br":
            parts.append("\n")
        elif item.tag in _NOT_CODE or (item is not element and _is_left_out(item)):
            continue
        else:
            if item is not element and (
                item.tag in _LINE_BLOCKS or (split and not item.classes.isdisjoint(_LINES))
            ):
                _end_line(parts)
                stack.append((item, len(parts)))
                if not item.children:
                    parts.append("\n")
            inner = item.children
            if item.tag in _TABLE_PARTS - {"td"}:
                inner = [child for child in inner if not isinstance(child, str)]
            stack += reversed(inner)
        closed = False
    text = "".join(parts).replace("\r\n", "\n").replace("\u00a0", " ")
    return _INVISIBLE_RUN.sub("", _without_blank_ends(text))


def _is_left_out(item: Element) -> bool:
    name = item.attrs.get("class")
    if name and is_beside(name):
        return not (item.tag == "pre" or item.find("pre")) or _is_numbers(item)
    if "data-line-number" in item.attrs and not item.children:
        return True
    style = item.attrs.get("style", "")
    return "user-select" in style and "none" in style


def _is_numbers(item: Element) -> bool:
    text = item.text()
    return text.isspace() or text.strip().replace("\n", "").isdigit()


def _end_line(parts: list[str]) -> None:
    """Begin a new line unless at the start of one."""
    for part in reversed(parts):
        if part:
            if not part.endswith("\n"):
                parts.append("\n")
            return


def _lines_without_newlines(element: Element) -> bool:
    """Whether lines are elements that only a style sheet puts below each other."""
    lines = 0
    for item in element.inside():
        if not item.classes.isdisjoint(_LINES):
            lines += 1
            if lines > 1:
                break
    return lines > 1 and "\n" not in element.text().strip("\n") and not element.find("br")


def _without_blank_ends(text: str) -> str:
    """Return text without blank lines at its start and white space at its end."""
    text = text.rstrip()
    while True:
        head, newline, rest = text.partition("\n")
        if not newline or head.strip():
            return text
        text = rest


# A name for the language, in the many ways in which generators write it.
_PREFIXED = re.compile(
    r"(?:language|lang|highlight-source|highlight|brush|src|sourceCode|syntax|code|hljs|prism"
    r"|source|shiki|codehilite)[-:_ ]([\w+#.\-]+)",
    re.I,
)
_NOT_LANGUAGES = frozenset(
    "wrapper container block blocks body content code default none nohighlight toolbar highlight "
    "example group header title section line lines table numbers no-highlight plain-text box "
    "copy button annotation area inline text-only output input cell fold snippet snippets "
    "element listing sample wrap pre frame view area themes dark light".split()
)
# Classes that are the name itself: `pre.rust`, `code.python hljs`, `pre.sourceCode.cpp`.
KNOWN = frozenset(
    "ada apacheconf applescript asm assembly awk bash basic bat batch bibtex c clojure cmake "
    "coffeescript console cpp c++ crystal cs csharp css csv cuda cxx cython d dart diff django "
    "dockerfile docker dot elixir elm erlang fish fortran fsharp gdscript gherkin glsl go golang "
    "graphql groovy haskell haxe hcl html http ini java javascript jinja jinja2 js json json5 "
    "jsonc jsx julia kotlin latex less lisp lua make makefile markdown matlab md mermaid mjs cjs "
    "nginx nim nix objc objective-c objectivec ocaml octave pascal patch perl php plaintext "
    "plantuml postgresql powershell prolog properties protobuf proto ps1 puppet py py3 pycon "
    "python python3 qml r racket razor rb reason restructuredtext rs rst ruby rust sass scala "
    "scheme scss "
    "sh shell shell-session shellsession smalltalk solidity sql svelte svg swift systemverilog "
    "tcl terraform tex text toml ts tsx twig typescript typst vala vb vbnet verilog vhdl vim vue "
    "wasm wat xml yaml yml zig zsh".split()
)
_ALIASES = {
    "ipython3": "python",
    "ipython": "python",
    "python3": "python",
    "py3": "python",
    "pycon3": "pycon",
    "golang": "go",
    "c++": "cpp",
    "objective-c": "objc",
    "plaintext": "text",
    "txt": "text",
    "plain": "text",
    "guess": "",
    "myst-ansi": "",
    "shellsession": "console",
    "shell-session": "console",
    "basemake": "makefile",
    "restructuredtext": "rst",
}
_ATTRIBUTES = ("data-lang", "data-language", "data-code-lang", "data-syntax", "lang")
_SAFE = re.compile(r"[\w+#.\-]{1,30}")


def language_of(element: Element) -> str:
    """Return the language named on a listing, inside it or on one of four elements around."""
    for at in _places(element):
        named = _named(at)
        if named:
            return named
    return ""


_TABLE_PARTS = frozenset({"td", "tr", "tbody", "table"})


def _places(element: Element) -> list[Element]:
    """Return where a language may be named, in order of trust."""
    code = [item for item in element.inside() if item.tag in ("code", "pre")][:2]
    around: list[Element] = []
    for ancestor in element.ancestors():
        if len(around) == 4 or ancestor.tag in ("body", "main", "article", "section", "li"):
            break
        if ancestor.tag not in _TABLE_PARTS:
            around.append(ancestor)
        if ancestor.size > 3 * element.size + 200:
            break
    return [*code, element, *around]


def _named(element: Element) -> str:
    for attribute in _ATTRIBUTES:
        value = element.attrs.get(attribute, "").strip().lower()
        if value and _SAFE.fullmatch(value) and (attribute != "lang" or value in KNOWN - {"no"}):
            if attribute == "lang" and len(value) == 2 and value not in _TWO_LETTERS:
                continue
            return _ALIASES.get(value, value)
    classes = element.attrs.get("class")
    return named_by_class(classes, element.tag) if classes else ""


_TWO_LETTERS = frozenset({"py", "js", "ts", "rb", "rs", "sh", "cs"})


@lru_cache(maxsize=4096)
def named_by_class(classes: str, tag: str) -> str:
    """Return the language that a class attribute names, or nothing."""
    names = re.sub(r"brush:\s*", "brush:", classes).split()
    for name in names:
        found = _PREFIXED.fullmatch(name.rstrip(";,"))
        if found:
            language = found[1].lower().rstrip(".")
            if language not in _NOT_LANGUAGES and not language.startswith(("source-", "type-")):
                return _ALIASES.get(language, language)
    if tag in ("pre", "code") or {"highlight", "sourceCode", "src", "programlisting", "code"} & set(
        names
    ):
        for name in names:
            if name.lower() in KNOWN:
                return _ALIASES.get(name.lower(), name.lower())
    return ""
