"""Facts come piece by piece: together they are the JSON that they would be at once."""

import json
from dataclasses import asdict, fields

import pytest

from ctxbuild.analysis.facts.markers import Marker
from ctxbuild.analysis.facts.record import Facts
from ctxbuild.claims import Citation, Claim
from ctxbuild.formats.facts import facts_json
from ctxbuild.model import Source

SOURCE = Source("repo", "pond", "c0ffee", "ducks")
NOTHING = {field.name: () for field in fields(Facts)}


def marker(number: int, path: str = "src/ducks.py") -> Marker:
    line = (number + 1, number + 1)
    claim = Claim("TODO 🦆\x00 </script>", Citation(path, line, "", "ab"), "quoted", "TODO")
    return Marker("TODO", f"feed duck {number}", path, claim)


def at_once(facts: Facts) -> str:
    source = {key: asdict(SOURCE)[key] for key in ("kind", "location", "name", "revision")}
    record = {"ctxbuild": "facts", "schema": "ctxbuild-facts/1", "sources": [source]}
    text = json.dumps(record | asdict(facts), indent=1, ensure_ascii=False)
    return text.replace('{\n "ctxbuild": ', '{"ctxbuild":', 1) + "\n"


@pytest.mark.parametrize("count", [0, 1, 999, 1000, 1001, 2500])
def test_pieces_are_what_they_would_be_at_once(count):
    facts = Facts(**NOTHING | {"markers": tuple(map(marker, range(count)))})
    assert b"".join(facts_json(facts, [SOURCE])).decode() == at_once(facts)


def test_a_path_that_is_no_text_spoils_nothing_around_it():
    rows = (*map(marker, range(1500)), marker(7, "src/\udcff.py"))
    written = b"".join(facts_json(Facts(**NOTHING | {"markers": rows}), [SOURCE])).decode()
    found = json.loads(written)["markers"]
    assert len(found) == 1501
    assert found[-1]["claim"]["citation"]["path"] == "src/\ufffd.py"
