"""Documents answer questions about documents, and leave code to questions about code."""

import pytest
from corpora import corpus

from ctxbuild.cache import Cache
from ctxbuild.jobs.asked import asked_relevance

FILES = {
    "src/app/install.py": "def install(path):\n    return copy_release(path, how=path)\n",
    "src/app/server.py": "def serve(port):\n    socket = listen(port)\n    return socket\n",
    "docs/setup.md": "# Setting up\n\n## Install\n\nRun the installer and wait for it.\n\n"
    "## Other\n\nNothing here.\n",
    "CHANGELOG.md": "# Changes\n\n## 1.0\n\n- Install: how to install the installer changed\n",
}


@pytest.fixture
def ranked(tmp_path):
    source = corpus(FILES)
    cache = Cache.open(tmp_path)

    def best(question):
        ranking, outlines = asked_relevance(source, question, cache, lambda *_: None)
        found = []
        for number, document in enumerate(source.documents):
            names = [symbol.name for symbol in outlines[number].symbols]
            worths = [ranking.documents[number] * own for own in ranking.symbols[number]]
            found += zip(worths, [document.id] * len(names), names, strict=True)
        return max(found)[1:]

    return best


def test_how_to_install_is_told_by_the_section_of_that_heading(ranked):
    assert ranked("how do I install it?") == ("docs/setup.md", "Install")


def test_a_change_of_code_is_found_in_the_code(ranked):
    assert ranked("serve leaks the socket when listen fails on the port")[0] == "src/app/server.py"


def test_the_title_in_front_of_a_page_is_a_heading_over_all_of_it(tmp_path):
    text = "Each issue has a text.\n\n## The param\n\nGive it a text of your own.\n"
    stated = f"---\ntitle: Customising errors\n---\n\n{text}"
    cache = Cache.open(tmp_path)

    def worth(page):
        source = corpus({**FILES, "docs/errors-a.mdx": page, "docs/errors-b.mdx": text})
        ranking, _ = asked_relevance(source, "customising errors", cache, lambda *_: None)
        return {each.id: own for each, own in zip(source.documents, ranking.documents, strict=True)}

    found = worth(stated)
    assert found["docs/errors-a.mdx"] > 2 * found["docs/errors-b.mdx"]
    same = worth(f"---\nname: Customising errors\n---\n\n{text}")
    assert same["docs/errors-a.mdx"] < found["docs/errors-a.mdx"]
