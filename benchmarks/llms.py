"""llms.txt measured: ``python benchmarks/llms.py sites SITE...``.

Copies each built site, runs ``ctxbuild llms`` into the copy, and prints what the official
parser, a plain reading of pages and files say of it; ``--cpu`` converts the same pages with
BeautifulSoup and markdownify besides. ``llms_choice.py`` measures which pages are chosen.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from hashlib import blake2b
from pathlib import Path
from urllib.parse import unquote

from llms_txt.core import parse_llms_file
from selectolax.lexbor import LexborHTMLParser
from selectolax.lexbor import LexborNode as Node

from ctxbuild.analysis.content_words import says_more
from ctxbuild.formats.llms_reading import read_llms_txt
from ctxbuild.jobs.check_llms import Site, page_of
from ctxbuild.verify.llms.targets import page_findings
from ctxbuild.verify.twins.comparing import compare
from ctxbuild.verify.twins.markdown import read_twin
from ctxbuild.verify.twins.page import read_page

BASE = "https://docs.example.org/x/"
RECORD = "ctxbuild-docs.json"


def main() -> None:
    """Measure what the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", choices=["sites"])
    parser.add_argument("cases", nargs="+")
    parser.add_argument("--cpu", action="store_true")
    arguments = parser.parse_args()
    totals: Counter[str] = Counter()
    for case in arguments.cases:
        row = site(Path(case), arguments.cpu)
        print(json.dumps({"case": "/".join(Path(case).parts[-3:]), **row}), flush=True)
        totals.update({key: value for key, value in row.items() if isinstance(value, int)})
    print(json.dumps(totals))


def site(source: Path, cpu: bool) -> dict[str, object]:
    """Return the figures of one built site."""
    with tempfile.TemporaryDirectory() as scratch:
        copy, again = Path(scratch, source.name), Path(scratch, "again.out")
        shutil.copytree(source, copy, symlinks=False, ignore_dangling_symlinks=True)
        seconds = ctxbuild("llms", copy, "-o", copy)
        ctxbuild("llms", source, "-o", again)
        record = json.loads((copy / RECORD).read_text())
        names = [each["path"] for each in record["files"]]
        row: dict[str, object] = {"pages": len(record["pages"]), "files": len(names)}
        row |= lists(copy, names)
        row |= twins(copy, [name for name in names if name.endswith(".md")])
        row["differ"] = sum(digest(copy / name) != digest(again / name) for name in names)
        row["changed"] = changed(source, again, names)
        row["seconds"] = round(seconds, 1)
        if cpu:
            row["peer_seconds"] = round(peer(source), 1)
    return row


def ctxbuild(*arguments: object) -> float:
    """Run the command, and return the seconds of processor time that it took."""
    before = os.times()
    call = [sys.executable, "-m", "ctxbuild", *map(str, arguments)]
    subprocess.run(
        [*call, "--no-config", "--no-cache", "-q", "--base-url", BASE],
        check=True,
        env={**os.environ, "PYTHONHASHSEED": "random"},
    )
    after = os.times()
    return (
        after.children_user - before.children_user + after.children_system - before.children_system
    )


def lists(root: Path, names: list[str]) -> dict[str, int]:
    """Return how the lists do by the official parser, and where their links lead."""
    files, found = Site(root), Counter[str]()
    for name in names:
        if not name.endswith("llms.txt"):
            continue
        text = (root / name).read_text()
        ours, official = read_llms_txt(text), parse_llms_file(text)
        theirs = [
            (each["title"], each["url"], each.get("desc") or "")
            for links in official["sections"].values()
            for each in links
        ]
        mine = [(link.title, link.url, link.description) for link in ours.links()]
        found["lists"] += 1
        found["lists_lost"] += mine != theirs or official["summary"] != ours.summary
        for link in ours.links():
            path, _, anchor = unquote(link.url.removeprefix(BASE)).partition("#")
            dead = files.find(path) != path or (anchor and anchor not in files.anchors(path))
            found["links"] += 1
            found["links_dead"] += bool(dead)
            found["described"] += bool(link.description)
            found["informative"] += says_more(link.description.replace("`", ""), link.title)
    return dict(found)


def twins(root: Path, names: list[str]) -> dict[str, object]:
    """Return how the Markdown compares with its pages, and how many of its links are dead.

    A link is dead by us if it leads to Markdown that is not there, or to a place of Markdown
    that is not there; what leads to no file of the site, or to a name that its HTML has, was
    dead in its HTML.
    """
    files, found = Site(root), Counter[str]()
    measures: dict[str, list[int]] = {}
    for name in names:
        for finding in page_findings(name, name, BASE, files):
            missing = finding.message.split(" has no #")[0].removeprefix("there is no ")
            ours = missing.endswith((".md", "llms.txt")) and not (
                (page := page_of(name, files)) and missing.rpartition("/")[2] in files.text(page)
            )
            found["twin_links_dead" if ours else "page_links_dead"] += 1
        page = page_of(name, files)
        if page is None:
            continue
        twin, html = files.text(name), files.text(page)
        compared = compare(name, read_twin(twin), read_page(html)).measures
        rows = [(each.name, each.found, each.of) for each in compared]
        for key, some, of in [*rows, *kinds(twin, html)]:
            sums = measures.setdefault(key, [0, 0])
            sums[0] += some
            sums[1] += of
    shares = {
        f"twin {key}": round(100 * a / b, 2) if b else 100.0 for key, (a, b) in measures.items()
    }
    return {"twin_links_dead": 0, "page_links_dead": 0, **found, **shares}


TABS = (
    ".tabbed-labels label, .tabbed-set > label, [role=tab], .sd-tab-set > label, .sphinx-tabs-tab,"
    ".vp-code-group > .tabs > label"
)
ADMONITIONS = (
    "div.admonition, details.admonition, aside.admonition, details[class], .theme-admonition"
)
LANGUAGE = re.compile(r"(?:^|\s)(?:language|highlight|lang|brush:)-?([\w+#.-]+)")
UNNAMED = "default none text plaintext plain notranslate nohighlight source output"
NO_LANGUAGE = set(UNNAMED.split())

SAME = {"python3": "python", "pycon3": "pycon", "ipython3": "python", "objective-c": "objc"}
SAME |= {"c++": "cpp", "c#": "csharp"}

ALERTS = {
    "note": "note note info information secondary",
    "tip": "tip hint success check done",
    "important": "important",
    "warning": "warning warn attention deprecated",
    "caution": "caution danger error failure fail bug critical",
    "": "example abstract summary tldr quote cite seealso see todo question help faq",
}
"""GitHub's alerts, and the classes that mean them; of the others the title alone can tell."""
KIND = {name: alert for alert, names in ALERTS.items() for name in names.split()}
ALERT = re.compile(r"^[ >]*> \[!(\w+)\][ \t]*(?:\n[ >]*> \*\*(.+)\*\*[ \t]*$)?", re.M)
QUOTED = re.compile(r"^[ >]*> \*\*(.+)\*\*[ \t]*$", re.M)


def kinds(twin: str, html: str) -> list[tuple[str, int, int]]:
    """Return how many languages of code, labels of tabs, admonitions a twin keeps.

    What there is to keep is read off the classes of the page's content with selectors alone.
    A label is kept as text of its own line, a title of an admonition anywhere; its kind as
    GitHub's alert of that meaning with that title, or where there is no such alert as a
    quotation that begins with the title.
    """
    tree = LexborHTMLParser(html)
    content = tree.css_first("main, [role=main], article, div.body, #content") or tree.body
    if content is None:
        return []
    blocks = [each for each in content.css("pre") if len(each.css("pre")) == 1]
    languages = Counter(found for each in blocks if (found := language(each)))
    fences = re.findall(r"^[ >]*(?:`{3,}|~{3,})[ \t]*([\w+#.-]+)", twin, re.M)
    fenced = Counter(each.casefold() for each in fences)
    shown = Counter(squeezed(line) for line in twin.split("\n"))
    tabs = {each.mem_id: each for each in content.css(TABS)}
    labels = Counter(squeezed(each.text()) for each in tabs.values())
    labels.pop("", None)
    boxes = [each for each in content.css(ADMONITIONS) if "class" in each.attributes]
    titled = [(kind_of_box(each), title_of_box(each)) for each in boxes]
    named = [title for kind, title in titled if title and kind is not None]
    wanted = Counter((kind, title or kind) for kind, title in titled if kind is not None)
    unlinked = re.sub(r"\]\([^()\s]*\)", "", twin)
    plain = squeezed(unlinked)
    return [
        ("fence languages", sum((languages & fenced).values()), languages.total()),
        ("tab labels", sum(min(n, shown[each]) for each, n in labels.items()), labels.total()),
        ("admonition titles", sum(each in plain for each in named), len(named)),
        ("admonition kinds", (wanted & alerts(unlinked)).total(), wanted.total()),
    ]


def kind_of_box(box: Node) -> str | None:
    """Return the alert that a class of an admonition means, empty for none, if it says so."""
    words = re.split(r"[^a-z]+", (box.attributes.get("class") or "").lower())
    return next((KIND[word] for word in words if word in KIND), None)


def title_of_box(box: Node) -> str:
    """Return the letters of an admonition's title."""
    found = box.css_first(".admonition-title, summary, [class*=Heading]")
    return squeezed(found.text()) if found is not None else ""


def alerts(twin: str) -> Counter[tuple[str, str]]:
    """Return the alerts of a twin and the quotations with a title, with their titles."""
    found = [(kind.lower(), squeezed(title or kind)) for kind, title in ALERT.findall(twin)]
    # What is bold on the first line of an alert may be its text.
    plain = ((kind, kind) for kind, title in found if title != kind)
    return Counter([*found, *plain, *(("", squeezed(title)) for title in QUOTED.findall(twin))])


def language(block: Node) -> str:
    """Return the language that a block of code, or what wraps it, names in its class."""
    inner = block.css_first("code")
    above = block.parent
    around = [inner, block, above, above.parent if above is not None else None]
    for each in around:
        attributes = each.attributes if each is not None else {}
        found = LANGUAGE.search(attributes.get("class") or "")
        told = found[1] if found else attributes.get("data-lang")
        if told:
            name = told.casefold()
            return "" if name in NO_LANGUAGE else SAME.get(name, name)
    return ""


def squeezed(text: str) -> str:
    """Return the letters and digits of a text."""
    return "".join(filter(str.isalnum, text.lower()))


def changed(source: Path, before: Path, names: list[str]) -> str:
    """Return how many files and lines of lists change with one word of one page."""
    with tempfile.TemporaryDirectory() as scratch:
        copy, after = Path(scratch, source.name), Path(scratch, "after.out")
        shutil.copytree(source, copy, symlinks=False, ignore_dangling_symlinks=True)
        pages = sorted(copy.rglob("*.html"), key=lambda path: path.stat().st_size)
        page = pages[len(pages) // 2]
        data = page.read_bytes()
        at = data.find(b"</p>", data.find(b"</h1>"))
        page.chmod(0o644)
        page.write_bytes(data[:at] + b" Zyxwv." + data[at:])
        ctxbuild("llms", copy, "-o", after)
        other = [n for n in names if digest(before / n) != digest(after / n)]
    return f"{len(other)} files: {', '.join(sorted(other)[:4])}"


def digest(path: Path) -> bytes:
    """Return the digest of a file, empty where there is none."""
    return blake2b(path.read_bytes()).digest() if path.is_file() else b""


def peer(source: Path) -> float:
    """Return the processor time of BeautifulSoup and markdownify over the same pages."""
    from bs4 import BeautifulSoup
    from markdownify import markdownify

    begun = time.process_time()
    for path in sorted(source.rglob("*.html")):
        soup = BeautifulSoup(path.read_bytes(), "html.parser")
        content = soup.find("main") or soup.find(attrs={"role": "main"}) or soup.body or soup
        markdownify(str(content))
    return time.process_time() - begun


if __name__ == "__main__":
    main()
