"""The rules for llms.txt: what each finds, why that matters, and how it looks mended."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class LlmsRule:
    """One rule; ``weight`` is 3 for what breaks readers, 2 for what misleads, 1 for style."""

    id: str
    weight: int
    title: str
    why: str
    bad: str
    good: str
    code: str = ""
    """What the tolerant reader calls it."""
    default: bool = True

    @property
    def finds(self) -> str:
        """The title as a sentence."""
        return f"{self.title[:1].upper()}{self.title[1:]}."


_STOPS = "The official parser stops at it and gives nothing of the file."
_LOSES = "Strict readers lose what it holds."
_ITEM = "- [Install](https://k.example/install.md): Set up a machine."

_ROWS = (
    LlmsRule(
        "FORM-001",
        3,
        "no title",
        "A heading of the first level is the one thing that has to be there.",
        "Kiln",
        "# Kiln",
        "no-title",
    ),
    LlmsRule(
        "FORM-002",
        2,
        "text above the title",
        _LOSES,
        "> Burns clay.\n# Kiln",
        "# Kiln\n\n> Burns clay.",
        "late-title",
    ),
    LlmsRule(
        "FORM-003",
        1,
        "no quote below the title",
        "The quote is what readers show for the whole file.",
        "# Kiln\n\nBurns clay.",
        "# Kiln\n\n> Burns clay.",
        "no-summary",
    ),
    LlmsRule(
        "FORM-004",
        3,
        "no section with a link",
        "A list without links lists nothing.",
        "# Kiln",
        f"# Kiln\n\n## Guide\n\n{_ITEM}",
        "no-links",
    ),
    LlmsRule(
        "FORM-005",
        2,
        "a heading that is neither title nor section",
        "Strict readers take it for a section of its own, or for text.",
        "### Part",
        "## Part",
        "heading",
    ),
    LlmsRule(
        "FORM-006",
        3,
        "a second section of the same name",
        "The official parser keeps the last one; links of the first are lost.",
        "## Guide … ## Guide",
        "## Guide … ## Guide, part two",
        "same-section",
    ),
    LlmsRule(
        "FORM-007",
        3,
        "a line in a section that is no item with a link",
        _STOPS,
        "## Guide\n\nSee below.",
        "See below.\n\n## Guide",
        "no-link",
    ),
    LlmsRule(
        "FORM-008", 3, "a bullet that is not -", _STOPS, _ITEM.replace("-", "*", 1), _ITEM, "bullet"
    ),
    LlmsRule(
        "FORM-009",
        2,
        "a description that does not follow a colon",
        "Strict readers lose the description.",
        _ITEM.replace("):", ") -"),
        _ITEM,
        "separator",
    ),
    LlmsRule(
        "FORM-010",
        2,
        "an address in <> or with a title of its own",
        "Strict readers keep brackets and title in the address.",
        "- [Install](<install.md>)",
        "- [Install](install.md)",
        "link-form",
    ),
    LlmsRule(
        "FORM-011",
        3,
        "a bracket in a title",
        _STOPS,
        "- [Lists [new]](lists.md)",
        "- [Lists (new)](lists.md)",
        "bracket",
    ),
    LlmsRule(
        "FORM-012",
        2,
        "a parenthesis in an address",
        "Strict readers cut the address there.",
        "- [Fire](fire_(hot).md)",
        "- [Fire](fire_%28hot%29.md)",
        "parenthesis",
    ),
    LlmsRule(
        "FORM-013",
        2,
        "several links in one item",
        _LOSES,
        "- [A](a.md) [B](b.md)",
        "- [A](a.md)\n- [B](b.md)",
        "many-links",
    ),
    LlmsRule(
        "FORM-014",
        3,
        "a code block",
        "The official parser knows no code: in a section it "
        "stops, before the first one # and ## are taken for headings.",
        "```sh\nmake\n```",
        "Build with `make`.",
        "code-block",
    ),
    LlmsRule(
        "FORM-015",
        2,
        "a byte order mark",
        "The official parser finds no title behind it.",
        "\\ufeff# Kiln",
        "# Kiln",
        "bom",
    ),
    LlmsRule(
        "FORM-016",
        2,
        "line ends of Windows",
        "They stay in titles and names of sections, so that Optional is not recognised.",
        "# Kiln\\r\\n",
        "# Kiln\\n",
        "crlf",
    ),
    LlmsRule(
        "PARSER-001",
        3,
        "the official parser stops",
        "Programs that use it get nothing of the file.",
        "## Guide\n\nSee below.",
        "See below.\n\n## Guide",
    ),
    LlmsRule(
        "PARSER-002",
        2,
        "the official parser loses something",
        _LOSES,
        "# Kiln\n\n> Burns clay.\n\n## Guide",
        "# Kiln\n\n> Burns clay.\n\nInstall with `make`.\n\n## Guide",
    ),
    LlmsRule(
        "TARGET-001",
        3,
        "a link that leads nowhere",
        "An agent spends a request, and goes on without the page.",
        "- [Install](gone.md)",
        "- [Install](install.md)",
    ),
    LlmsRule(
        "TARGET-002",
        2,
        "an anchor that its page has not",
        "An agent gets the page and not the place.",
        "- [Linux](install.md#linuks)",
        "- [Linux](install.md#linux)",
    ),
    LlmsRule(
        "TARGET-003",
        1,
        "a relative link",
        "Whoever has the file without its address cannot follow it.",
        "- [Install](install.md)",
        _ITEM,
    ),
    LlmsRule(
        "TARGET-004",
        1,
        "a link to HTML where there is Markdown",
        "HTML costs several times the tokens of the same page.",
        "- [Install](install.html)",
        "- [Install](install.md)",
    ),
    LlmsRule(
        "TARGET-005",
        2,
        "a page listed twice",
        "Tokens are spent twice.",
        f"{_ITEM}\n{_ITEM}",
        _ITEM,
    ),
    LlmsRule(
        "TARGET-006",
        1,
        "two links of one title in a section",
        "Nothing tells them apart.",
        "- [Models](a.md)\n- [Models](b.md)",
        "- [Models: fields](a.md)\n- [Models: rows](b.md)",
    ),
    LlmsRule(
        "TARGET-007",
        2,
        "an address that gave no answer",
        "It may be down only now; look again.",
        "- [Install](https://down.example/)",
        _ITEM,
    ),
    LlmsRule(
        "TARGET-008",
        1,
        "a link that is redirected",
        "Each reader pays for another request.",
        "- [Install](https://k.example/old)",
        _ITEM,
    ),
    LlmsRule(
        "TEXT-001",
        2,
        "no description",
        "A title alone does not say when to read the page.",
        "- [Install](install.md)",
        _ITEM,
    ),
    LlmsRule(
        "TEXT-002",
        1,
        "a description that says little beyond the title",
        "It costs tokens and does not help to choose.",
        "- [Install](install.md): How to install.",
        _ITEM,
    ),
    LlmsRule(
        "TEXT-003",
        2,
        "left-overs instead of a description",
        "Mark-up, code or a greeting was taken for the first sentence.",
        "- [Install](install.md): import Tabs from '@theme/Tabs'",
        _ITEM,
    ),
    LlmsRule(
        "TEXT-004",
        2,
        "the same description on several pages",
        "It tells none of them from the others.",
        "- [A](a.md): Kiln burns clay.\n- [B](b.md): Kiln burns clay.",
        _ITEM,
    ),
    LlmsRule(
        "TEXT-005",
        1,
        "a description of more than 300 characters",
        "One line is for choosing, the page is for reading.",
        "- [A](a.md): A whole paragraph …",
        _ITEM,
    ),
    LlmsRule(
        "SIZE-001",
        2,
        "more than 50,000 characters",
        "Readers cut what is longer, most silently; beyond 100,000 all of them do.",
        "one list of everything",
        "an llms.txt of its own in each directory",
    ),
    LlmsRule(
        "SIZE-002",
        2,
        "more tokens than the budget",
        "What the list takes, the task has not.",
        "one list of everything",
        "the pages that a newcomer needs",
    ),
    LlmsRule(
        "TWIN-001",
        2,
        "Markdown that is unlike its page",
        "What agents read is not what "
        "people read; ctxbuild check --against-html names the differences.",
        "a code block is missing",
        "every block of the page is there",
    ),
    LlmsRule(
        "TWIN-002",
        3,
        "HTML where Markdown should be",
        "A server answers every address with its own page.",
        "install.md begins with <!doctype html>",
        "install.md begins with # Install",
    ),
    LlmsRule(
        "STALE-001",
        2,
        "a line that the source no longer gives",
        "The file was written from an older state; write it again.",
        "- [Install](install.md): Needs Python 2.",
        _ITEM,
    ),
    LlmsRule(
        "STALE-002",
        2,
        "a line that the source gives is missing",
        "The file was written from an older state; write it again.",
        "",
        _ITEM,
    ),
)

LLMS_RULES = {rule.id: rule for rule in _ROWS}
"""All rules by id, in the order of reports."""

BY_CODE = {rule.code: rule for rule in _ROWS if rule.code}
"""The rules for what the tolerant reader reports."""
