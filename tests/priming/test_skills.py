"""Skills and bundles of what has no category of its own: names, what is left out, what is stale."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from ctxbuild.analysis.priming.document_texts import telling_texts
from ctxbuild.cache import Cache
from ctxbuild.cli.main import main
from ctxbuild.jobs.prime import read_documents
from ctxbuild.jobs.web import WebOptions
from ctxbuild.model.primers import Entry, Quotation
from ctxbuild.packing.primer.choose import Option, order

PROSE = (
    "A keel is a thin plate below the hull that resists sideways drift. Ducks without a keel"
    " circle the drain vortex of a shallow tub until the lateral drag stops them."
)


def run(*arguments: object) -> str:
    done = CliRunner().invoke(main, [*map(str, arguments)])
    assert done.exit_code == 0, done.output
    return done.output


def write_papers(path, categories, count=6):
    rows = [
        {
            "id": f"2601.{number:05}",
            "title": f"Keel drag of ducks in tub {number}",
            "abstract": PROSE,
            "categories": categories[number % len(categories)],
        }
        for number in range(1, count + 1)
    ]
    path.write_text("".join(f"{json.dumps(row)}\n" for row in rows), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("categories", "name"),
    [
        ([["cs.RO", "math.DS"]], "cs.RO"),
        ([["cs.RO"], ["math.DS", "cs.RO"], ["hep-th"]], "cs.RO"),
        ([["cs.RO"], ["math.DS"], ["hep-th"]], "cs.RO, hep-th, math.DS"),
        ([["cs.RO"], ["math.DS"], ["hep-th"], ["gr-qc"]], "hep-th, math.DS, cs.RO and others"),
        ([[]], "arXiv"),
    ],
)
def test_a_file_without_a_category_asked_for_is_called_by_those_of_its_papers(
    tmp_path, categories, name
):
    papers = write_papers(tmp_path / "papers.jsonl", categories)
    shown = run("prime", "--snapshot", papers, "--budget", 900, "-o", "-")
    assert f"# Priming: {name}\n" in shown


def test_papers_that_are_too_few_for_a_field_are_noted(tmp_path):
    few = write_papers(tmp_path / "few.jsonl", [["cs.RO"]])
    many = write_papers(tmp_path / "many.jsonl", [["cs.RO"]], 30)
    out = tmp_path / "out.md"
    assert "6 papers: too few" in run("prime", "--snapshot", few, "--budget", 900, "-o", out)
    assert "too few" not in run("prime", "--snapshot", many, "--budget", 900, "-o", out)


def texts(root) -> set[str]:
    found = read_documents(str(root), Cache.disabled(), lambda *_: None, WebOptions())
    return {each.id for each in telling_texts(found.documents)}


def write_project(root):
    parts = ("Usage", "License", "Contributing", "Keels")
    sections = "".join(f"## {part}\n\n{PROSE}\n\n### Of {part}\n\n{PROSE}\n\n" for part in parts)
    (root / "README.md").write_text(f"# Ducks\n\n{PROSE}\n\n{sections}", encoding="utf-8")
    for name in ("CHANGELOG.md", "LICENSE-DUCK.md", "CODE_OF_CONDUCT.md", "PKG-INFO"):
        (root / name).write_text(f"# Ducks\n\n{PROSE}\n", encoding="utf-8")


def test_licences_changes_and_rules_of_a_project_are_not_what_it_is_about(tmp_path):
    write_project(tmp_path)
    kept = {"ducks", "usage", "of-usage", "keels", "of-keels"}
    assert texts(tmp_path) == {f"README.md#{name}" for name in kept}


def test_where_there_is_nothing_else_they_are_taken(tmp_path):
    (tmp_path / "CHANGELOG.md").write_text(f"# Changes\n\n{PROSE}\n", encoding="utf-8")
    assert texts(tmp_path) == {"CHANGELOG.md#changes"}


def test_a_short_passage_behind_a_long_identifier_is_weighed():
    """Its estimate may be no more than the identifier's own."""
    said = [Quotation(text, "docs/deep/keel.md#on-keels") for text in ("keel", "drain vortex")]
    options = [
        Option(Entry("quotations", label=str(number), said=(each,)), 5, frozenset({each.text}))
        for number, each in enumerate(said)
    ]
    worth = {each.text: 1.0 for each in said}
    assert set(order(options, worth, {said[0].paper: 5})) == set(options)


def test_a_skill_written_again_keeps_no_reference_of_the_one_before(tmp_path):
    papers = write_papers(tmp_path / "papers.jsonl", [["cs.RO"]], 30)
    skill = tmp_path / "ducks"
    stale, own = skill / "references/people.md", skill / "references/mine.md"
    (skill / "references").mkdir(parents=True)
    for path in (stale, own):
        path.write_text("of before\n", encoding="utf-8")
    run("prime", "--snapshot", papers, "--skill", skill)
    assert stale.exists()  # The folder held no skill of ours.
    run("prime", "--snapshot", papers, "--skill", skill)
    assert not stale.exists()
    assert own.exists()


def test_a_skill_says_what_its_references_hold_and_asks_for_nobody_it_does_not_name(tmp_path):
    papers = write_papers(tmp_path / "papers.jsonl", [["cs.RO"]], 30)
    run("prime", "--snapshot", papers, "--skill", tmp_path / "ducks")
    main_file = (tmp_path / "ducks/SKILL.md").read_text(encoding="utf-8")
    assert "(references/glossary.md): definitions, quoted\n" in main_file
    assert "people.md" not in main_file
    assert "A–Z" not in main_file
    write_project(tmp_path)
    run("prime", tmp_path, "--skill", tmp_path / "project")
    main_file = (tmp_path / "project/SKILL.md").read_text(encoding="utf-8")
    assert "(references/passages.md): passages of the documentation" in main_file


def test_a_package_that_is_not_there_is_no_skill_without_a_main_file(tmp_path):
    done = CliRunner().invoke(main, ["check", str(tmp_path / "none.skill")])
    assert done.exit_code == 1
    assert "no such file" in str(done.exception)
