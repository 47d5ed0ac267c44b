"""The rules for Agent Skills and priming bundles."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SkillRule:
    """One rule; ``weight`` is 3 for what breaks readers, 2 for what misleads, 1 for style."""

    id: str
    weight: int
    title: str
    why: str
    bad: str
    good: str
    default: bool = True

    @property
    def finds(self) -> str:
        """The title as a sentence."""
        return f"{self.title[:1].upper()}{self.title[1:]}."


_REFUSED = "Agents do not load the skill."
_ID = "[2601.00001]"

_ROWS = (
    SkillRule(
        "PRIME-001",
        3,
        "a quotation that is not verbatim",
        "What is quoted is taken for what the paper says.",
        f'"ducks sink" {_ID}',
        f'"ducks float" {_ID}',
    ),
    SkillRule(
        "PRIME-002",
        3,
        "an id that the source does not have",
        "A reader who follows it finds nothing, or another paper.",
        "[2601.99999]",
        _ID,
    ),
    SkillRule(
        "PRIME-003",
        3,
        "a quotation without an id behind it",
        "Nobody can look it up.",
        '"ducks float"',
        f'"ducks float" {_ID}',
    ),
    SkillRule(
        "PRIME-004",
        2,
        "TeX in a line",
        "Commands are tokens that say nothing, and models copy them.",
        r"$\alpha$-stable",
        "α-stable",
    ),
    SkillRule(
        "PRIME-005",
        3,
        "more tokens than it says",
        "A budget that is stated is relied upon.",
        "at most 1,000 tokens (1,204 counted)",
        "at most 1,250 tokens",
    ),
    SkillRule(
        "PRIME-006",
        2,
        "a glossary that defines too little",
        "Seven lines of ten should say what the term is; others are examples of use.",
        f'- duck: "Ducks were seen." {_ID}',
        f'- duck: "A duck is a water bird." {_ID}',
    ),
    SkillRule(
        "SKILL-001",
        3,
        "no fields in front of SKILL.md",
        f"The first line is ---, then YAML, then ---. {_REFUSED}",
        "# Ducks",
        "---\nname: ducks\ndescription: …\n---",
    ),
    SkillRule(
        "SKILL-002",
        3,
        "a field that skills do not have",
        "Validators refuse it; what is your own goes under metadata.",
        "version: 1",
        'metadata:\n  version: "1"',
    ),
    SkillRule(
        "SKILL-003",
        3,
        "a name that is no skill's, or not its folder's",
        f"1 to 64 of a-z, 0-9 and single hyphens, none at an end. {_REFUSED}",
        "name: My_Ducks",
        "name: my-ducks",
    ),
    SkillRule(
        "SKILL-004",
        3,
        "a description that is missing, too long or has < or >",
        "It is all that an agent sees when it chooses; 1 to 1,024 characters.",
        "description: <ducks>",
        "description: What ducks do. Use when a question is about ducks.",
    ),
    SkillRule(
        "SKILL-005",
        3,
        "a field of another type, or too long",
        "metadata maps strings to strings, compatibility has 500 characters at most, the others"
        " are single strings.",
        "metadata:\n  version: 1",
        'metadata:\n  version: "1"',
    ),
    SkillRule(
        "SKILL-006",
        2,
        "a SKILL.md of more than 500 lines or of 5,000 tokens or more",
        "All of it is loaded whenever the skill is used.",
        "9,000 tokens in SKILL.md",
        "details in references/",
    ),
    SkillRule(
        "SKILL-007",
        3,
        "a link to a file that is not there",
        "The agent is sent to nothing.",
        "[terms](references/term.md)",
        "[terms](references/terms.md)",
    ),
    SkillRule(
        "SKILL-008",
        2,
        "a reference that is reached through another one, or by nothing",
        "Agents read in part what is nested; SKILL.md links everything itself.",
        "references/a.md links references/b.md",
        "SKILL.md links both",
    ),
    SkillRule(
        "SKILL-009",
        3,
        "a script or a data file that cannot be read",
        "It fails when the agent runs it.",
        "print(",
        "print()",
    ),
    SkillRule(
        "SKILL-010",
        3,
        "a package that is no single folder with SKILL.md",
        "It is refused when it is uploaded.",
        "SKILL.md at the top of the archive",
        "ducks/SKILL.md",
    ),
)

SKILL_RULES: dict[str, SkillRule] = {rule.id: rule for rule in _ROWS}
"""Identifier → rule."""
