"""The rules for Agent Skills and priming bundles."""

from __future__ import annotations

from ctxbuild.verify.rule import CheckRule

_REFUSED = "Agents do not load the skill."
_ID = "[2601.00001]"

_ROWS = (
    CheckRule(
        "PRIME-001",
        3,
        "a quotation that is not verbatim",
        "What is quoted is taken for what the paper says.",
        f'"ducks sink" {_ID}',
        f'"ducks float" {_ID}',
    ),
    CheckRule(
        "PRIME-002",
        3,
        "an id that the source does not have",
        "A reader who follows it finds nothing, or another paper.",
        "[2601.99999]",
        _ID,
    ),
    CheckRule(
        "PRIME-003",
        3,
        "a quotation without an id behind it",
        "Nobody can look it up.",
        '"ducks float"',
        f'"ducks float" {_ID}',
    ),
    CheckRule(
        "PRIME-004",
        2,
        "TeX in a line",
        "Commands are tokens that say nothing, and models copy them.",
        r"$\alpha$-stable",
        "α-stable",
    ),
    CheckRule(
        "PRIME-005",
        3,
        "more tokens than it says",
        "A budget that is stated is relied upon.",
        "at most 1,000 tokens (1,204 counted)",
        "at most 1,250 tokens",
    ),
    CheckRule(
        "PRIME-006",
        2,
        "a glossary that defines too little",
        "Seven lines of ten should say what the term is; others are examples of use.",
        f'- duck: "Ducks were seen." {_ID}',
        f'- duck: "A duck is a water bird." {_ID}',
    ),
    CheckRule(
        "SKILL-001",
        3,
        "no fields in front of SKILL.md",
        f"The first line is ---, then YAML, then ---. {_REFUSED}",
        "# Ducks",
        "---\nname: ducks\ndescription: …\n---",
    ),
    CheckRule(
        "SKILL-002",
        3,
        "a field that skills do not have",
        "Validators refuse it; what is your own goes under metadata.",
        "version: 1",
        'metadata:\n  version: "1"',
    ),
    CheckRule(
        "SKILL-003",
        3,
        "a name that is no skill's, or not its folder's",
        f"1 to 64 of a-z, 0-9 and single hyphens, none at an end. {_REFUSED}",
        "name: My_Ducks",
        "name: my-ducks",
    ),
    CheckRule(
        "SKILL-004",
        3,
        "a description that is missing, too long or has < or >",
        "It is all that an agent sees when it chooses; 1 to 1,024 characters.",
        "description: <ducks>",
        "description: What ducks do. Use when a question is about ducks.",
    ),
    CheckRule(
        "SKILL-005",
        3,
        "a field of another type, or too long",
        "metadata maps strings to strings, compatibility has 500 characters at most, the others"
        " are single strings.",
        "metadata:\n  version: 1",
        'metadata:\n  version: "1"',
    ),
    CheckRule(
        "SKILL-006",
        2,
        "a SKILL.md of more than 500 lines or of 5,000 tokens or more",
        "All of it is loaded whenever the skill is used.",
        "9,000 tokens in SKILL.md",
        "details in references/",
    ),
    CheckRule(
        "SKILL-007",
        3,
        "a link to a file that is not there",
        "The agent is sent to nothing.",
        "[terms](references/term.md)",
        "[terms](references/terms.md)",
    ),
    CheckRule(
        "SKILL-008",
        2,
        "a reference that is reached through another one, or by nothing",
        "Agents read in part what is nested; SKILL.md links everything itself.",
        "references/a.md links references/b.md",
        "SKILL.md links both",
    ),
    CheckRule(
        "SKILL-009",
        3,
        "a script or a data file that cannot be read",
        "It fails when the agent runs it.",
        "print(",
        "print()",
    ),
    CheckRule(
        "SKILL-010",
        3,
        "a package that is no single folder with SKILL.md",
        "It is refused when it is uploaded.",
        "SKILL.md at the top of the archive",
        "ducks/SKILL.md",
    ),
)

SKILL_RULES: dict[str, CheckRule] = {rule.id: rule for rule in _ROWS}
"""Identifier → rule."""
