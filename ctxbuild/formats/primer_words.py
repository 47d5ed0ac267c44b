"""What a priming bundle says in its own words: level, prompts, headings, caution."""

from __future__ import annotations

from collections.abc import Mapping

from ctxbuild.model.primers import Block, Level

HEADINGS: Mapping[Block, str] = {
    "vocabulary": "Vocabulary, broad to narrow",
    "glossary": "Glossary",
    "acronyms": "Acronyms",
    "named": "Methods, data sets, measures",
    "people": "People A–Z, in their words",
    "specialists": "Lesser-known specialists",
    "bridges": "Bridges",
    "questions": "Open questions",
    "quotations": "More quotations",
}

_RULES = (
    "A tool chose these words: do not infer that I know them. {how} Ask before going deeper."
    " Mark each claim quoted [id], inferred or speculative. End with one thing to verify."
)
LEVEL_LINES: Mapping[Level, str] = {
    "newcomer": _RULES.format(
        how="I am new here: define each term plainly at its first use, at most two new ones an"
        " answer."
    ),
    "practitioner": _RULES.format(
        how="I work beside this field: define its own terms in a clause at their first use, at"
        " most four new ones an answer."
    ),
    "specialist": _RULES.format(
        how="I work in this field: define at their first use only terms that few papers use, at"
        " most six new ones an answer."
    ),
}

ABOUT_PEOPLE = "A–Z"
"""What prompts about people begin with."""
PROMPTS_BRIEF: Mapping[str, tuple[str, ...]] = {
    "abstracts": (
        "Ten abstracts: of ten random papers here, which links are not obvious, where is none?",
        "A–Z: how would each person put my question?",
        'Ladder: at "that is superficial", go one band and circle of people further.',
        "Critic: answer; judge grounding, novelty, testability; repair.",
        "Seeds, as acronyms of this field; keep what bears on my question: {seeds}",
    ),
    "sections": (
        'Ladder: at "that is superficial", go one band further and name the section.',
        "Critic: answer; judge grounding in a section; repair.",
        "Seeds, as acronyms of this project; keep what bears on my question: {seeds}",
    ),
}
PROMPTS: Mapping[str, tuple[str, ...]] = {
    "abstracts": (
        "Ten abstracts: take ten of the papers quoted here at random. Find links between them"
        " that are not obvious; for each say the shared mechanism, what would follow, how to test"
        ' it, and cite both ids. "No real link" is an allowed answer.',
        "Seeds: read strings of four letters as acronyms that might stand for something in"
        " this field. Keep the ten that bear on my question, spell them out, mark each as"
        " established or invented, and use them.",
        "A–Z: go through the people by letter. For each, say how they would put my question in"
        " the terms of their papers and what they would object to; leave letters without a person"
        " empty.",
        'Ladder: answer first with the broad terms and best-known names. When I say "that is'
        ' superficial", move one band down the vocabulary, to the lesser-known specialists, and'
        " say what the earlier answer had wrong or missed. Repeat.",
        "Generator and critic: propose five ideas; then, as a critic, score each from 0 to 3 for"
        " grounding in a quotation, novelty against the papers here, testability, and being free"
        " of flattery; drop what scores below 7 in all and repair the rest.",
    ),
    "sections": (
        'Ladder: answer first with the broad terms. When I say "that is superficial", move one'
        " band down the vocabulary, and say what the earlier answer had wrong or missed. Repeat.",
        "Generator and critic: propose three ways; then, as a critic, score each from 0 to 3 for"
        " grounding in a section and for fitting how the project already does things; repair.",
        "Seeds: read strings of four letters as acronyms that might stand for something in"
        " this project. Keep those that bear on my question and use them.",
    ),
}

ABOUT: Mapping[str, str] = {
    "abstracts": (
        "Words, people, open questions and verbatim quotations of {name}, each with its source."
        " Use when a question is about {name} and the answer should be an expert's,"
        " or when asked to find links, objections or lesser-known work in this field."
    ),
    "sections": (
        "Terms, definitions and verbatim passages of the documentation of {name}, each with"
        " its place. Use when working with {name}, or when a question is put in its words."
    ),
}
"""Descriptions of a skill: what it holds and when to use it."""
LICENCE: Mapping[str, str] = {"abstracts": "CC0-1.0 for the quoted metadata", "sections": ""}

CAUTION: Mapping[str, str] = {
    "abstracts": (
        "Preprints, not reviewed; abstracts only; a sample, not the field. Metadata CC0. Thank you"
        " to arXiv for use of its open access interoperability."
    ),
    "sections": "Taken from documents as they stand; they may be wrong or out of date.",
}
