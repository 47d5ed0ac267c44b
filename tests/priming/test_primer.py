"""Priming bundles: their budget, what they quote, who speaks, and what checks them."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from ctxbuild.analysis.priming.bridges import distance
from ctxbuild.analysis.priming.entries import entries
from ctxbuild.analysis.priming.seeds import acronym_seeds
from ctxbuild.analysis.terms.unknowns import questions
from ctxbuild.cli.main import main
from ctxbuild.formats.primer import document, written
from ctxbuild.formats.primer_words import HEADINGS
from ctxbuild.formats.skill import skill_files, skill_name
from ctxbuild.jobs.primer import PrimeOptions, make_primer
from ctxbuild.model import CtxbuildError, Paper
from ctxbuild.model.primers import LEVELS, Domain, Entry, Quotation
from ctxbuild.tokens import counter
from ctxbuild.verify.primer import faults, quotations

THINGS = ("rubber ducks", "paper boats", "foam rafts", "cork floats", "tin tugs", "wax swans")
PLACES = ("bath tubs", "garden ponds", "mill races", "fish tanks", "rain barrels")
NAMES = ("Ada Arbuthnot", "Bo Brine", "Cy Cask", "Di Dory", "Ed Eddy", "Flo Ford", "Gus Gale")


def paper(number: int) -> Paper:
    thing, place = THINGS[number % 6], PLACES[number % 5]
    return Paper(
        f"2601.{number:05}",
        f"Vortex shedding of {thing} near the drain of shallow {place}",
        f"A drain vortex is a rotating flow that forms above an outlet in {place}."
        f" We study the vortex shedding of {thing} in {place} with particle image velocimetry"
        f" (PIV), and measure the shedding frequency at $\\alpha = {number}$."
        f" We introduce DuckNet{number}, a recurrent network that predicts the drift velocity of"
        f" {thing} from their initial heading."
        f" It remains unknown whether the tidal locking of {thing} persists in turbulent {place}.",
        (NAMES[number % 7], NAMES[(number + 3) % 7]),
        ("physics.flu-dyn",) if number % 2 else ("cs.RO",),
        1,
        "2026-01-05",
    )


PAPERS = [paper(number) for number in range(1, 61)]
ABOUT = Domain("ducks", "made up", len(PAPERS))
COUNT = counter("o200k_base")


def bundle(budget: int, level: str = "newcomer", papers=PAPERS) -> str:
    return document(make_primer(papers, ABOUT, PrimeOptions(level, budget)))


@pytest.fixture(scope="module")
def text() -> str:
    return bundle(1500)


@pytest.mark.parametrize("budget", [700, 1500, 2500])
def test_a_bundle_keeps_its_budget_and_uses_it(budget):
    assert 0.97 * budget <= COUNT.count(bundle(budget)) <= budget


def test_a_budget_below_the_frame_is_refused_with_what_it_takes():
    with pytest.raises(CtxbuildError, match=r"takes .* tokens .* --budget"):
        bundle(100)


def test_the_order_of_papers_does_not_matter(text):
    assert bundle(1500, papers=PAPERS[::-1]) == text


def test_every_block_that_papers_have_is_there(text):
    for heading in ("Reader", "Vocabulary", "Glossary", "People", "Open questions", "Prompts"):
        assert f"## {heading}" in text


@pytest.mark.parametrize("level", LEVELS)
def test_the_reader_is_said_first(level):
    shown = bundle(1000, level)
    assert f"## Reader: {level}" in shown
    assert shown.index("## Reader") < shown.index("## Vocabulary")


def test_what_is_quoted_holds(text):
    assert not list(faults(text, {each.id: each for each in PAPERS}, COUNT))


@pytest.mark.parametrize(
    ("old", "new", "kind"),
    [
        ("remains unknown whether", "remains uneaten whether", "not verbatim"),
        ("## Prompts", "## More quotations\n- tin ducks [2601.00001]\n## Prompts", "not verbatim"),
        ("[2601.000", "[2602.000", "unknown id"),
        ("## Glossary\n", '## Glossary\n- x: "$\\alpha$ ducks" [2601.00001]\n', "TeX"),
        ("at most 1,500", "at most 1,000", "over budget"),
        (
            "## Glossary\n",
            "## Glossary\n" + '- x: "It remains unknown" [2601.00001]\n' * 9,
            "not a definition",
        ),
    ],
)
def test_what_does_not_hold_is_found(text, old, new, kind):
    assert old in text
    wrong = faults(text.replace(old, new), {each.id: each for each in PAPERS}, COUNT)
    assert kind in {each.kind for each in wrong}


def test_people_stand_by_letter_and_once(text):
    lines = text.partition("## People")[2].partition("##")[0].splitlines()[1:]
    letters = [line.partition(":")[0].split()[-1][0] for line in lines if line]
    assert letters == sorted(set(letters))
    assert set(letters) <= set("ABCDEFG")


def test_quotations_of_a_line_have_the_identifier_behind_them():
    line = '- cs × math, share a: "one" [1] / "two" "three" [2]'
    assert list(quotations(line)) == [("one", "1"), ("two", "2"), ("three", "2")]


def test_seeds_follow_from_the_seed_and_the_terms():
    assert acronym_seeds(7, 3) == acronym_seeds(7, 3) != acronym_seeds(8, 3)
    drawn = "".join(acronym_seeds(1, 200, ["zebra zoo"] * 200))
    assert drawn.count("Z") > len(drawn) / 2


@pytest.mark.parametrize(("folder", "name"), [("cs.CL", "cs-cl"), ("--A  b--", "a-b"), ("é", "")])
def test_a_skill_is_called_in_plain_letters(folder, name):
    assert skill_name(folder) == name


def test_a_skill_is_small_and_its_links_and_script_are_alive(tmp_path):
    primer = make_primer(PAPERS, ABOUT, PrimeOptions(budget=4000))
    files = skill_files(primer, "ducks")
    front = files["SKILL.md"].split("---")[1]
    assert 'name: "ducks"\n' in front
    assert COUNT.count(files["SKILL.md"]) < 5000
    links = {part.split(")")[0] for part in files["SKILL.md"].split("](")[1:]}
    assert links
    assert links <= set(files)
    assert json.loads(files["assets/terms.json"])["terms"]
    for name, content in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(content, encoding="utf-8")
    run = [sys.executable, str(tmp_path / "scripts/seeds.py"), "--seed", "7", "--count", "3"]
    done = subprocess.run(run, capture_output=True, text=True, check=True)
    assert done.stdout.split() == list(acronym_seeds(7, 3))


def write_snapshot(path):
    rows = (
        {
            "id": each.id,
            "title": each.title,
            "abstract": each.abstract,
            "authors": list(each.authors),
            "categories": list(each.categories),
        }
        for each in PAPERS
    )
    path.write_text("".join(f"{json.dumps(row)}\n" for row in rows), encoding="utf-8")


def test_a_snapshot_becomes_a_bundle(tmp_path):
    write_snapshot(tmp_path / "papers.jsonl")
    asked = ["prime", "--snapshot", str(tmp_path / "papers.jsonl"), "--category", "cs.RO"]
    out = tmp_path / "out.md"
    done = CliRunner().invoke(main, [*asked, "--budget", "1200", "-o", str(out)])
    assert done.exit_code == 0, done.output
    shown = out.read_text(encoding="utf-8")
    assert "# Priming: cs.RO\n30 abstracts" in shown
    assert COUNT.count(shown) <= 1200


def test_a_directory_becomes_a_bundle(tmp_path):
    said = " ".join(f"A {thing[:-1]} is a small floating toy in {PLACES[0]}." for thing in THINGS)
    (tmp_path / "README.md").write_text(f"# Ducks\n\n{said}\n", encoding="utf-8")
    done = CliRunner().invoke(main, ["prime", str(tmp_path), "--budget", "900", "-o", "-"])
    assert done.exit_code == 0, done.output
    assert "[README.md#ducks]" in done.output


def test_texts_without_categories_are_never_distant():
    assert distance(PAPERS[0], PAPERS[1]) == 1
    assert distance(PAPERS[0], replace(PAPERS[1], categories=())) == 0


def test_passages_of_an_abstract_stand_in_one_line_and_need_no_marks(text):
    lines = [line for line in text.partition("## People")[2].splitlines() if " … " in line]
    assert lines
    assert not any('"' in line for line in lines)


def test_a_line_without_marks_is_a_quotation_behind_its_speaker():
    line = "- Ada Arbuthnot: a title … we note: ducks [1] float [2601.00001]"
    said = ("a title … we note: ducks [1] float", "2601.00001")
    assert list(quotations(line, f"## {HEADINGS['people']}")) == [said]
    assert list(quotations("- a: b [1]", f"## {HEADINGS['quotations']}")) == [("a: b", "1")]
    assert list(quotations("- a: b", f"## {HEADINGS['quotations']}")) == [("a: b", "")]


def test_a_quotation_never_becomes_markup():
    entry = Entry("quotations", label="1", said=(Quotation("# heads of ducks", "1"),))
    assert written(entry) == "- … # heads of ducks [1]\n"


def heads(papers, block: str) -> list[str]:
    return [each.head for each in entries(papers, {"bath tub"}) if each.block == block]


def test_vocabulary_lists_what_one_paper_says_where_a_title_does():
    odd = Paper(
        "2601.00099",
        "Hydrophobic waddle theory of geese",
        "We study geese. The quasi-elastic beak torsion of geese lacks a model.",
    )
    listed = {head.lower() for head in heads([*PAPERS, odd], "vocabulary")}
    assert "hydrophobic waddle theory" in listed
    assert not any("torsion" in head for head in listed)


def test_bridges_come_best_first_and_a_control_never_alone():
    bundles = [make_primer(PAPERS, ABOUT, PrimeOptions(budget=size)) for size in (1500, 3000, 6000)]
    for made in bundles:
        ranks = sorted(each.rank for each in made.entries if each.block == "bridges")
        assert ranks == list(range(len(ranks)))


@pytest.mark.parametrize(
    "said",
    [
        "This work resolves the open problem of sinking ducks in deep tubs.",
        "We study an influential yet controversial experiment with ducks in tubs.",
    ],
)
def test_what_is_answered_is_no_open_question(said):
    assert not questions([replace(PAPERS[0], abstract=said)])


def test_the_session_of_the_documentation_is_what_happens(tmp_path):
    root = Path(__file__).parents[2]
    sample, out = str(root / "docs/samples/bath-toys.jsonl"), str(tmp_path / "priming.md")
    made = ["prime", "--snapshot", sample, "--budget", "1200", "-o", out]
    assert CliRunner().invoke(main, made).exit_code == 0
    done = CliRunner().invoke(main, ["check", out, "--against", sample])
    assert done.exit_code == 0
    page = (root / "docs/prime.md").read_text(encoding="utf-8")
    assert done.output.strip() in page
    excerpt = page.partition("```text\n")[2].partition("```")[0].splitlines()
    lines = Path(out).read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if line in excerpt] == excerpt


def test_an_option_of_arxiv_alone_is_refused_and_not_ignored():
    done = CliRunner().invoke(main, ["prime", "cs.CL", "--jsonl", "papers.jsonl"])
    assert done.exit_code == 2
    assert "ctxbuild arxiv" in done.output
