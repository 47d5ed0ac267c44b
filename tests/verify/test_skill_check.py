"""``ctxbuild check`` on Agent Skills and priming bundles: what holds, and what does not."""

from __future__ import annotations

import json
import zipfile

import pytest
from skills_ref import validate

from ctxbuild.cli.main import _status
from ctxbuild.tokens import counter
from ctxbuild.verify.skills.folder import skill_findings
from ctxbuild.verify.skills.rules import SKILL_RULES

COUNT = counter("o200k_base")
FRONT = "---\nname: ducks\ndescription: What ducks do. Use for ducks.\n---\n"
MAIN = f"{FRONT}# Ducks\n\n[terms](references/terms.md)\n"
GOOD = {
    "SKILL.md": MAIN,
    "references/terms.md": "# Terms\n",
    "scripts/count.py": "print(1)\n",
    "assets/terms.json": "{}\n",
}


def found(**changes: str | None) -> set[str]:
    """Return the rules that object to the good skill with some of its files changed."""
    files = {**GOOD, **{name.replace("__", "/"): text for name, text in changes.items()}}
    data = {name: text.encode() for name, text in files.items() if text is not None}
    return {each.rule for each in skill_findings(data, "ducks", COUNT)}


def front(fields: str) -> str:
    return f"---\n{fields}\n---\n[terms](references/terms.md)\n"


def test_a_good_skill_passes():
    assert not found()


@pytest.mark.parametrize(
    ("main", "rule"),
    [
        ("# Ducks\n", "SKILL-001"),
        ("---\nname: [\n---\n", "SKILL-001"),
        (front("name: ducks\ndescription: x\nversion: 1"), "SKILL-002"),
        (front("name: Ducks\ndescription: x"), "SKILL-003"),
        (front("name: du--cks\ndescription: x"), "SKILL-003"),
        (front("name: geese\ndescription: x"), "SKILL-003"),
        (front("name: 2601\ndescription: x"), "SKILL-003"),
        (front("name: ducks"), "SKILL-004"),
        (front("name: ducks\ndescription: <b>"), "SKILL-004"),
        (front(f"name: ducks\ndescription: {'x' * 1025}"), "SKILL-004"),
        (front("name: ducks\ndescription: x\nmetadata:\n  version: 1"), "SKILL-005"),
        (front(f"name: ducks\ndescription: x\ncompatibility: {'x' * 501}"), "SKILL-005"),
        (front("name: ducks\ndescription: x\nallowed-tools: [a, b]"), "SKILL-005"),
        (MAIN + "line\n" * 500, "SKILL-006"),
        (MAIN + "seven little ducks " * 2000, "SKILL-006"),
        (MAIN + "[more](references/more.md)\n", "SKILL-007"),
        (MAIN + "[out](../other/SKILL.md)\n", "SKILL-007"),
        (f"{FRONT}# Ducks\n", "SKILL-008"),
    ],
)
def test_what_breaks_a_skill_is_found(main, rule):
    assert rule in found(**{"SKILL.md": main})


def test_a_reference_that_only_another_links_is_found():
    text = "[deeper](deeper.md)\n"
    changes = {"references__terms.md": text, "references__deeper.md": "# Deeper\n"}
    assert found(**changes) == {"SKILL-008"}


@pytest.mark.parametrize("change", [{"scripts__count.py": "print("}, {"assets__terms.json": "{"}])
def test_damaged_scripts_and_data_are_found(change):
    assert found(**change) == {"SKILL-009"}


def test_every_rule_tells_what_is_better():
    assert all(rule.why and rule.bad != rule.good for rule in SKILL_RULES.values())


def snapshot(path):
    rows = [
        {
            "id": f"2601.{number:05}",
            "title": f"Vortex shedding of rubber ducks near drain {number}",
            "abstract": "A drain vortex is a rotating flow that forms above an outlet. We study the"
            f" vortex shedding of rubber ducks in {number} bath tubs with image velocimetry (IV).",
            "authors": ["Ada Arbuthnot"],
            "categories": ["physics.flu-dyn"],
        }
        for number in range(1, 31)
    ]
    path.write_text("".join(f"{json.dumps(row)}\n" for row in rows), encoding="utf-8")


def run(*asked):
    return _status([str(each) for each in asked])


@pytest.fixture
def papers(tmp_path):
    snapshot(tmp_path / "papers.jsonl")
    return tmp_path / "papers.jsonl"


def test_our_skills_pass_our_check_and_the_reference_validator(tmp_path, papers, capsys):
    skill = tmp_path / "ducks"
    assert run("prime", "--snapshot", papers, "--budget", "1500", "--skill", skill) == 0
    assert not validate(skill)
    capsys.readouterr()
    assert run("check", skill, "--against", papers) == 0
    assert "0 findings in 1 file" in capsys.readouterr().out


def test_a_package_is_the_folder_alone_and_the_same_each_time(tmp_path, papers):
    skill = tmp_path / "ducks"
    asked = ("prime", "--snapshot", papers, "--budget", "1500", "--skill", skill, "--zip")
    assert run(*asked) == 0
    package = tmp_path / "ducks.skill"
    first = package.read_bytes()
    assert run(*asked) == 0
    assert package.read_bytes() == first
    with zipfile.ZipFile(package) as archive:
        assert {name.partition("/")[0] for name in archive.namelist()} == {"ducks"}
        archive.extractall(tmp_path / "out")
    assert not validate(tmp_path / "out" / "ducks")
    assert run("check", package, "--against", papers) == 0


def test_words_that_were_changed_are_found_in_bundles_and_skills(tmp_path, papers, capsys):
    bundle, skill = tmp_path / "ducks.md", tmp_path / "ducks"
    assert run("prime", "--snapshot", papers, "--budget", "1k", "-o", bundle) == 0
    assert run("prime", "--snapshot", papers, "--budget", "1k", "--skill", skill) == 0
    assert run("check", bundle, skill, "--against", papers) == 0
    for path in (bundle, skill / "references/glossary.md"):
        text = path.read_text(encoding="utf-8")
        assert "rotating flow" in text
        path.write_text(text.replace("rotating flow", "standing flow"), encoding="utf-8")
        capsys.readouterr()
        assert run("check", bundle, skill, "--against", papers) == 1
        assert "PRIME-001" in capsys.readouterr().out


def test_of_papers_that_stand_twice_the_one_that_was_read_is_compared(tmp_path, papers):
    bundle = tmp_path / "ducks.md"
    text = papers.read_text(encoding="utf-8")
    papers.write_text(text + text.replace("rotating", "standing"), encoding="utf-8")
    assert run("prime", "--snapshot", papers, "--budget", "1k", "-o", bundle) == 0
    assert run("check", bundle, "--against", papers) == 0


@pytest.mark.parametrize("member", ["SKILL.md", "other/SKILL.md"])
def test_a_package_with_another_folder_is_found(tmp_path, member, capsys):
    package = tmp_path / "ducks.skill"
    with zipfile.ZipFile(package, "w") as archive:
        archive.writestr(member, MAIN)
    assert run("check", package) == 1
    assert "SKILL-010" in capsys.readouterr().out


def test_what_is_no_package_is_told_in_one_line(tmp_path, capsys):
    (tmp_path / "ducks.skill").write_bytes(b"PK\x03\x04 not really")
    assert run("check", tmp_path / "ducks.skill") == 1
    said = capsys.readouterr().err
    assert "no zip archive" in said
    assert said.count("\n") == 1


@pytest.mark.parametrize(
    "extra", [("--zip",), ("--skill", "My_Ducks"), ("--skill", "x", "-o", "y")]
)
def test_targets_that_cannot_be_are_refused_before_reading(extra):
    assert run("prime", "--snapshot", "missing.jsonl", *extra) == 2
