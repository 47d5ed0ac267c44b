"""The plugin in real builds: Material and its extensions, ProperDocs, translations, versions."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import textwrap
from pathlib import Path
from types import SimpleNamespace

import pytest
import yaml
from llms_txt.core import parse_llms_file

from ctxbuild.integrations.page_hook import load_hook
from ctxbuild.model import CtxbuildError

BIN = Path(sys.executable).parent
LINK = re.compile(r"\]\(([^()\s]+)\)")
PAGES = {
    "docs/index.md": """\
        # Rocket

        Rocket launches things into orbit with a small Python library.

        === "pip"

            ```bash
            pip install rocket
            ```

        === "uv"

            ```bash
            uv add rocket
            ```

        !!! tip "Fuel first"
            Fill the tank. See [counting](guide/launch.md#count) and [rocket.launch][].
        """,
    "docs/guide/launch.md": """\
        ---
        description: How a launch goes, from countdown to orbit.
        ---
        # Launching

        Start the engines in the right order.

        ## Count

        ```python
        launch()  # (1)!
        ```

        1.  Count down from ten first.

        ??? note "More"
            Hidden words.
        """,
    "docs/guide/land.md": "# Land\n\nLanding needs legs that are out, and a flat place.\n",
    "docs/api.md": "# API\n\nEverything that the module offers to pilots.\n\n::: rocket\n",
    "src/rocket.py": '''\
        """Rockets."""


        def launch(speed: int = 3) -> bool:
            """Launch a rocket into an orbit."""
            return speed > 2
        ''',
}
CONFIG = """
site_name: Rocket
site_url: https://example.org/rocket/
site_description: Launches rockets from Python.
theme: {name: material}
markdown_extensions:
  - admonition
  - attr_list
  - md_in_html
  - pymdownx.details
  - pymdownx.superfences
  - pymdownx.tabbed: {alternate_style: true}
plugins:
  search: {}
  mkdocstrings: {handlers: {python: {paths: [src]}}}
  ctxbuild: {}
nav:
  - Home: index.md
  - Guide:
    - guide/launch.md
    - Landing: guide/land.md
  - API: api.md
"""
PLAIN = "site_name: Rocket\nsite_url: https://example.org/\ntheme: {name: mkdocs}\n"


def project(root, files=PAGES, config=CONFIG, **options):
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(textwrap.dedent(text), encoding="utf-8")
    settings = yaml.safe_load(config)
    settings.setdefault("plugins", {})["ctxbuild"] = options
    (root / "mkdocs.yml").write_text(yaml.safe_dump(settings, sort_keys=False), encoding="utf-8")
    return root


def built(root, *arguments, program="mkdocs"):
    env = {
        **os.environ,
        "CTXBUILD_CACHE_DIR": str(root / ".cache"),
        "NO_MKDOCS_2_WARNING": "1",
        "DISABLE_MKDOCS_2_WARNING": "1",
        "PATH": os.pathsep.join([str(BIN), os.environ["PATH"]]),
        **{f"GIT_{a}_{b}": "a@b.c" for a in ("AUTHOR", "COMMITTER") for b in ("NAME", "EMAIL")},
    }
    done = subprocess.run(
        [str(BIN / program), *(arguments or ("build", "--strict"))],
        cwd=root,
        capture_output=True,
        text=True,
        check=False,
        env=env,
    )
    return SimpleNamespace(code=done.returncode, log=done.stdout + done.stderr, site=root / "site")


def text(site, name="llms.txt"):
    return (site / name).read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def material(tmp_path_factory):
    done = built(project(tmp_path_factory.mktemp("material")))
    assert done.code == 0, done.log
    return done.site


def test_sections_titles_and_descriptions_are_the_projects(material):
    parsed = parse_llms_file(text(material))
    assert parsed.title == "Rocket"
    assert parsed.summary == "Launches rockets from Python."
    guide = {link.title: (link.url, link.desc) for link in parsed.sections["Guide"]}
    assert guide["Launching"] == (
        "https://example.org/rocket/guide/launch/index.md",
        "How a launch goes, from countdown to orbit.",
    )
    assert list(guide) == ["Launching", "Landing"]


def test_tabs_admonitions_annotations_and_languages_stand_in_the_markdown(material):
    home, launch = text(material, "index.md"), text(material, "guide/launch/index.md")
    assert "**pip**\n\n```bash\npip install rocket" in home
    assert "**uv**\n\n```bash\nuv add rocket" in home
    assert "> [!TIP]\n> **Fuel first**" in home
    assert "```python\nlaunch()" in launch
    assert "Count down from ten first." in launch
    assert "**More**" in launch


def test_references_across_pages_are_resolved_and_lead_to_markdown(material):
    home = text(material, "index.md")
    assert "autoref" not in home
    assert "/guide/launch/index.md#count)" in home
    assert re.search(r"\[rocket\.launch\]\([^()\s]*api/index\.md#\S+\)", home)
    assert "Launch a rocket into an orbit." in text(material, "api/index.md")


def test_every_link_leads_to_a_file(material):
    for page in material.rglob("*.md"):
        for target in LINK.findall(page.read_text(encoding="utf-8")):
            if "://" not in target and not target.startswith("#"):
                assert (page.parent / target.partition("#")[0]).is_file(), (page, target)
    for url in LINK.findall(text(material)):
        assert (material / url.removeprefix("https://example.org/rocket/")).is_file()


def test_properdocs_writes_the_same(material, tmp_path):
    done = built(project(tmp_path), program="properdocs")
    assert done.code == 0, done.log
    assert text(done.site) == text(material)
    assert text(done.site, "index.md") == text(material, "index.md")


def test_a_configuration_of_mkdocs_llmstxt_serves_as_it_is(tmp_path):
    files = {
        "docs/index.md": "# Rocket\n\nLaunches things into orbit.\n\n[Land](guide/land.md)\n",
        "docs/guide/land.md": "# Land\n\nLanding needs legs that are out.\n",
        "docs/guide/launch.md": "# Launch\n\nStart the engines one by one.\n",
        "docs/other.md": "# Other\n\nNothing that pilots need.\n",
        "hook.py": "def preprocess(soup, output):\n"
        "    for each in soup.find_all('h1'):\n"
        "        each.string = 'Changed ' + each.get_text()\n",
    }
    options = {
        "base_url": "https://docs.example.org/",
        "markdown_description": "Some more facts.",
        "full_output": "everything.txt",
        "autoclean": False,
        "preprocess": "hook.py",
        "sections": {"First": [{"index.md": "Where to begin with all of it."}], "G": ["guide/*"]},
    }
    done = built(project(tmp_path, files, PLAIN, **options))
    assert done.code == 0, done.log
    parsed = parse_llms_file(text(done.site))
    assert list(parsed.sections) == ["First", "G"]
    [first] = parsed.sections["First"]
    assert first.url == "https://docs.example.org/index.md"
    assert first.desc == "Where to begin with all of it."
    assert len(parsed.sections["G"]) == 2
    assert "Some more facts." in parsed.info
    assert "# Changed Land" in text(done.site, "guide/land/index.md")
    assert "legs" in text(done.site, "everything.txt")
    assert "pilots" not in text(done.site, "everything.txt")
    assert (done.site / "other/index.md").is_file()


def test_pages_outside_the_sections_follow_when_asked(tmp_path):
    files = {"docs/index.md": "# Rocket\n\nOrbits.\n", "docs/b.md": "# Bee\n\nAll about bees.\n"}
    done = built(project(tmp_path, files, PLAIN, sections={"A": ["index.md"]}, rest=True))
    assert "b/index.md" in text(done.site)


def test_globs_keep_the_order_of_the_navigation_also_with_translations(tmp_path):
    config = PLAIN + (
        "nav: [index.md, guide/start.md, guide/end.md]\n"
        "plugins: {i18n: {docs_structure: suffix, languages: ["
        "{locale: en, default: true, name: English}, {locale: fr, name: French}]}}\n"
    )
    files = {
        "docs/index.md": "# Rocket\n\nLaunches things into an orbit.\n",
        "docs/guide/start.md": "# Start\n\nFuel goes into the tank before anything else.\n",
        "docs/guide/end.md": "# End\n\nThe legs come out shortly above the ground.\n",
    }
    done = built(project(tmp_path, files, config, sections={"All": ["guide/*.md"]}))
    assert done.code == 0, done.log
    [links] = parse_llms_file(text(done.site)).sections.values()
    assert [link.title for link in links] == ["Start", "End"]


# Mike calls ProperDocs where both are installed, which has no theme named mkdocs.
MIKE = PLAIN.replace("name: mkdocs", "name: material") + "plugins: {mike: {}}\n"
HOME = {"docs/index.md": "# Rocket\n\nLaunches things into orbit.\n"}
WRONG = [
    ({"sections": {"A": ["nope.md"]}}, "there is no page nope.md", True),
    ({"sections": {"A": "index.md"}}, "a list of pages is wanted", False),
    ({"bugdet": 5}, "did you mean budget?", False),
    ({"autoclene": False}, "did you mean autoclean?", False),
    ({"base-url": "/"}, "did you mean base_url?", False),
    ({"budget": "lots"}, "is no budget", False),
    ({"budget": 3}, "too small", False),
    ({"full_output": "../x.txt"}, "no name of a text file", False),
    ({"twins": "txt"}, "none of md", False),
]


@pytest.mark.parametrize(("options", "said", "is_written"), WRONG)
def test_what_is_wrong_is_a_warning_that_strict_fails_on(tmp_path, options, said, is_written):
    root = project(tmp_path, HOME, PLAIN, **options)
    done = built(root, "build")
    assert done.code == 0, done.log
    assert said in done.log
    assert "Traceback" not in done.log
    assert (done.site / "index.html").is_file()
    assert (done.site / "llms.txt").is_file() == is_written
    assert built(root).code != 0


@pytest.mark.parametrize("body", ["1/0", "x = 1", "def preprocess(a):\n    raise KeyError(a)"])
def test_a_function_that_fails_is_a_warning(tmp_path, body):
    root = project(tmp_path, {**HOME, "hook.py": body}, PLAIN, preprocess="hook.py")
    done = built(root, "build")
    assert (done.code, "WARNING" in done.log) == (0, True)
    assert "orbit" in text(done.site, "index.md")


def test_strict_fails_under_properdocs_too(tmp_path):
    root = project(tmp_path, HOME, PLAIN, budget="lots")
    assert built(root, program="properdocs").code != 0


def test_without_site_url_links_are_relative_and_said_so(tmp_path):
    done = built(project(tmp_path, HOME, "site_name: Rocket\ntheme: {name: mkdocs}\n"), "build")
    assert "site_url is not set" in done.log
    assert "](index.md)" in text(done.site)


def test_a_build_with_enabled_false_is_left_alone(tmp_path):
    done = built(project(tmp_path, HOME, PLAIN, enabled=False))
    assert done.code == 0
    assert not list(done.site.glob("llms*"))


def test_two_builds_write_the_same_bytes(material, tmp_path):
    again = built(project(tmp_path)).site
    names = sorted(p.relative_to(material).as_posix() for p in material.rglob("*.md"))
    names += ["llms.txt", "llms-full.txt", "ctxbuild-docs.json"]
    assert all((material / name).read_bytes() == (again / name).read_bytes() for name in names)


def test_builds_of_translations_within_a_build_are_waited_for(tmp_path):
    config = PLAIN + (
        "plugins: {i18n: {docs_structure: suffix, languages: ["
        "{locale: en, default: true, name: English}, {locale: fr, name: French}]}}\n"
    )
    files = {
        "docs/index.md": "# Rocket\n\nLaunches things into an orbit.\n",
        "docs/index.fr.md": "# La fusée\n\nElle lance des choses en orbite.\n",
        "docs/api.md": "# Interface\n\nCalls that other programs make on a rocket.\n",
    }
    done = built(project(tmp_path, files, config, languages="all"))
    assert done.code == 0, done.log
    assert done.log.count("llms.txt: ") == 1
    assert "fr/index.md" in text(done.site)
    assert "fusée" in text(done.site, "fr/index.md")
    assert "fr/api" not in text(done.site)
    assert "Calls that" in text(done.site, "api/index.md")


def test_each_version_of_mike_has_its_own(tmp_path):
    root = project(tmp_path, HOME, MIKE)
    for arguments in (["init", "-q"], ["add", "docs"], ["commit", "-qm", "Docs"]):
        who = ["-c", "user.name=A", "-c", "user.email=a@b.c"]
        subprocess.run(["git", *who, *arguments], cwd=root, check=True)
    done = built(root, "deploy", "1.0", program="mike")
    assert done.code == 0, done.log
    shown = subprocess.run(
        ["git", "show", "gh-pages:1.0/llms.txt"],
        cwd=root,
        capture_output=True,
        text=True,
        check=True,
    )
    assert "https://example.org/1.0/index.md" in shown.stdout


def test_a_function_gets_as_many_arguments_as_it_takes(tmp_path):
    for parameters in ("soup", "soup, output", "*all", "soup, output=None"):
        path = tmp_path / "hook.py"
        path.write_text(f"def preprocess({parameters}):\n    pass\n")
        hook = load_hook(path)
        hook.take("a.html", "<main><p>x</p></main>", "<p>x</p>", tmp_path / "a.md")
        assert hook.changed("a.html", b"") == b"<main><p>x</p></main>"
    with pytest.raises(CtxbuildError):
        load_hook(tmp_path / "none.py")


def test_earlier_versions_in_one_build_have_markdown_and_are_listed_last(tmp_path):
    names = ("start", "flags", "install")
    files = {"docs/index.md": "# Rocket\n\nLaunches things into orbit with little smoke.\n"}
    for version in ("v1", "v2", "v3"):
        for name in names:
            files[f"docs/{version}/{name}.md"] = (
                f"# {name.title()}\n\nRockets of {version} have {name} of their own kind.\n"
            )
    done = built(project(tmp_path, files, PLAIN))
    assert done.code == 0, done.log
    assert "another version" not in done.log
    assert all((done.site / v / n / "index.md").is_file() for v in ("v1", "v2") for n in names)
    first, optional = text(done.site).split("## Optional")
    assert "/v3/flags/index.md" in first
    assert "/v1/" not in first
    assert "/v2/flags/index.md" in optional


def test_a_page_is_called_by_the_address_that_it_gives_itself(tmp_path):
    done = built(project(tmp_path, {**HOME, "docs/land.md": "# Land\n\nNeeds legs.\n"}, PLAIN))
    assert 'url: "https://example.org/land/"' in text(done.site, "land/index.md")


MANY = {f"docs/p{n}.md": f"# Stage {n}\n\nStage {n} burns for {n} minutes.\n" for n in range(14)}
# The theme named mkdocs writes the time into its pages.
HOOKED = PLAIN.replace("name: mkdocs", "name: material") + "hooks: [hook.py]\n"
SETTING = """
import os
from pathlib import Path
from ctxbuild.integrations import companion, mkdocs

def no(*_):
    raise RuntimeError("worked in MkDocs' own process")

started = companion.Companion.started

def noted(first):
    found = started(first)
    Path("pid").write_text(str(found._process.pid))
    return found

companion.Companion.started = staticmethod(noted)
mkdocs.spare_cores = lambda: 1
"""
ALONE = "from ctxbuild.integrations import mkdocs\nmkdocs.spare_cores = lambda: 0\n"
BESIDE = SETTING + "mkdocs.CtxbuildPlugin._here = no\n"
DYING = SETTING + "companion.PROGRAM = ('-c', 'raise SystemExit(3)')\n"
HANGING = SETTING + (
    "companion.PROGRAM = ('-c', 'import time; time.sleep(600)')\n"
    "mkdocs._PATIENCE_SECONDS = mkdocs._PATIENCE_OF_A_PAGE = 0.01\n"
)


def many(root, hook, config=HOOKED, **options):
    root.mkdir()
    done = built(project(root, {**HOME, **MANY, "hook.py": hook}, config, **options))
    if (root / "pid").exists():
        with pytest.raises(ProcessLookupError):
            os.kill(int((root / "pid").read_text()), 0)
    return done


def made(done):
    """Return all that was written, by name."""
    assert done.code == 0, done.log
    files = [path for path in done.site.rglob("*") if path.is_file() and path.suffix != ".gz"]
    return {
        path.relative_to(done.site).as_posix(): path.read_bytes()
        for path in files
        if path.name != "sitemap.xml"
    }


def test_another_process_writes_the_same_bytes_as_mkdocs_own(tmp_path):
    alone = made(many(tmp_path / "alone", ALONE))
    assert "p3/index.md" in alone
    assert made(many(tmp_path / "beside", BESIDE)) == alone
    assert (tmp_path / "beside" / "pid").exists()


@pytest.mark.parametrize("hook", [DYING, HANGING])
def test_where_another_process_fails_the_work_is_done_all_the_same(tmp_path, hook):
    assert made(many(tmp_path / "fails", hook)) == made(many(tmp_path / "alone", ALONE))
    assert (tmp_path / "fails" / "pid").exists()


def test_another_process_warns_as_mkdocs_own_does(tmp_path):
    done = many(tmp_path / "beside", BESIDE, budget=3)
    assert done.code != 0
    assert "llms.txt was not written: llms.txt: a budget of 3 is too small" in done.log


def test_a_build_that_fails_leaves_no_process(tmp_path):
    wrong = BESIDE + "def on_post_page(output, page, config):\n    1 / 0\n"
    done = many(tmp_path / "fails", wrong)
    assert done.code != 0
    assert (tmp_path / "fails" / "pid").exists()


def test_another_process_waits_for_builds_within_a_build(tmp_path):
    config = HOOKED + (
        "plugins: {i18n: {docs_structure: suffix, languages: ["
        "{locale: en, default: true, name: English}, {locale: fr, name: French}]}}\n"
    )
    alone = made(many(tmp_path / "alone", ALONE, config, languages="all"))
    assert "fr/index.md" in alone
    assert made(many(tmp_path / "beside", BESIDE, config, languages="all")) == alone


def test_a_cache_that_cannot_be_written_does_no_harm(tmp_path):
    root = tmp_path / "beside"
    root.mkdir()
    (root / ".cache").write_text("no directory")
    done = built(project(root, {**HOME, **MANY, "hook.py": BESIDE}, HOOKED))
    assert made(done) == made(many(tmp_path / "alone", ALONE))
