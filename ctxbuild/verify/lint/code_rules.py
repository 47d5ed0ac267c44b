"""Code in pages: what it is written in, what may be run of it, what is to be filled in."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ctxbuild.verify.lint.blocks import Block, Page
from ctxbuild.verify.lint.reading import near, shortened
from ctxbuild.verify.lint.rule import Hit, Surroundings

_SHELLS = frozenset(
    "bash sh shell zsh fish powershell ps1 ps bat cmd terminal none text txt plain "
    "plaintext".split()
)
"""Languages that say nothing of prompts; ``console`` and its like promise them."""

_PROMPT = re.compile(
    r"\s*(?:\([\w.-]{1,40}\)\s*)?(?:\$|PS [^>\n]{0,80}>|[A-Z]:\\[^>\n]{0,80}>"
    r"|[\w.-]{1,40}@[\w.-]{1,40}[:~\w/ -]{0,80}[$#])\s+\S"
)
_PERCENT = re.compile(r"%\s+\S")
"""A prompt where the block says that it is a shell's; elsewhere a comment of TeX."""

_COMMENT = re.compile(r"\s*(?:#|//|REM\b|::)")


def no_language(page: Page, _around: Surroundings) -> Iterator[Hit]:
    """Find blocks of code that have a place for their language and leave it empty."""
    for block in page.blocks:
        if block.kind == "code" and block.style == "fence" and not block.label:
            first = next((line for line in block.text.split("\n") if line.strip()), "")
            if first:
                yield Hit(block.lines[0], "a block of code with no language", shortened(first))


def mixed_prompts(page: Page, _around: Surroundings) -> Iterator[Hit]:
    """Find blocks that hold commands after prompts and what they print."""
    for block in page.blocks:
        if block.kind == "code" and (not block.label or block.label.lower() in _SHELLS):
            lines = [line for line in block.text.split("\n") if line.strip()]
            prompts = [_is_prompt(line, block.label) for line in lines]
            if any(prompts) and _prints(lines, prompts):
                message = "prompts and output in one block: it cannot be run as it stands"
                yield Hit(block.lines[0], message, shortened(lines[prompts.index(True)]))


def _is_prompt(line: str, label: str) -> bool:
    return bool(_PROMPT.match(line)) or (bool(label) and _PERCENT.match(line) is not None)


def _prints(lines: Sequence[str], prompts: Sequence[bool]) -> bool:
    """Whether a line after the first prompt is neither a command, nor its further lines."""
    goes_on = here = False
    started = False
    for line, is_prompt in zip(lines, prompts, strict=True):
        if started and not (is_prompt or goes_on or here or _COMMENT.match(line)):
            return True
        started = started or is_prompt
        command = is_prompt or goes_on
        goes_on = command and line.rstrip().endswith(("\\", "|", "&&", "`", "{"))
        # A quotation or a here-document reaches over lines that no prompt begins.
        here = here or (command and ("<<" in line or any(line.count(q) % 2 for q in "'\"")))
    return False


_PLACEHOLDER = re.compile(
    r"<(?P<angle>[a-zA-Z][a-zA-Z0-9]*(?:[ _-][a-zA-Z0-9]+){1,4}|[A-Z][A-Z0-9_]{2,})>"
    r"|\b(?P<your>YOUR[_-][A-Z0-9_-]{2,})\b"
    r"|\b(?P<change>REPLACE_ME|CHANGE_?ME|INSERT_[A-Z_]+)\b"
    r"|\[(?P<square>[Yy]our [a-z ]{2,40}|[A-Z]{3,}[A-Z_ ]*_[A-Z_]+)\]"
)
_FILLABLE = frozenset(
    "bash sh shell zsh console powershell shell-session ini toml yaml yml env dotenv properties "
    "text txt json http docker dockerfile hcl terraform".split()
)
_LEGEND = re.compile(
    r"\b(?:replac\w+|substitut\w+|fill in|placeholders?|where|swap|enter|insert|change|specify"
    r"|your own)\b",
    re.IGNORECASE,
)
_WORDS = re.compile(r"[A-Za-z]{3,}")
_OPEN = frozenset("your the and for here name insert".split())
_KEYS = frozenset("ENTER RETURN TAB ESC CTRL SHIFT ALT SPACE DEL EOF EOL NULL DIR UUID".split())
_NEAR = 15
_BNF = re.compile(r"::=|\[-{1,2}\w|\[<|\.\.\.\]?|^\s*usage:", re.IGNORECASE | re.MULTILINE)


def unexplained_placeholders(page: Page, _around: Surroundings) -> Iterator[Hit]:
    """Find placeholders in code that no text near by explains."""
    for _, blocks in page.sections():
        for number, block in enumerate(blocks):
            if block.kind != "code" or _BNF.search(block.text):
                continue
            if block.label and block.label.lower() not in _FILLABLE:
                continue
            around = [other.text for other in near(blocks, number, _NEAR) if other.kind != "code"]
            found = _unexplained(block, "\n".join(around))
            if found is not None:
                message = f"the placeholder {found[0]} is not explained near by"
                line = block.line_at(found.start())
                text = block.text.split("\n")[line - block.line_at(0)]
                yield Hit(line, message, shortened(text))


def _unexplained(block: Block, around: str) -> re.Match[str] | None:
    if _LEGEND.search(around):
        return None
    known = {word.lower() for word in _WORDS.findall(around)}
    for match in _PLACEHOLDER.finditer(block.text):
        name = next(group for group in match.groups() if group)
        if name in _KEYS:
            continue
        said = {word.lower() for word in _WORDS.findall(name.replace("_", " "))} - _OPEN
        rest = block.text[match.end() :].partition("\n")[0]
        if not said & known and "#" not in rest:
            return match
    return None
