"""The three services over real connections, with everything that goes wrong with them."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest
from arxiv_server import Row, atom, ducks, error_feed, serve
from loopback import Hands, answer, last_words, reset

from ctxbuild.cache import Cache
from ctxbuild.model import CtxbuildError, UsageError
from ctxbuild.readers.arxiv import Request, read_arxiv, request_of
from ctxbuild.readers.arxiv.asking import Network


@pytest.fixture
def hands():
    return Hands()


@pytest.fixture
def arxiv(request):
    made = []

    def start(rows, **more):
        site, services = serve(rows, **more)
        made.append(site)
        return site, services

    yield start
    for site in made:
        site.close()


def found(site, hands, asked, cache=None, **network):
    if not isinstance(asked, Request):
        asked = request_of([asked])
    told = []
    result = read_arxiv(
        asked,
        Network(server=site.url(), clock=hands.clock(), **network),
        cache or Cache.disabled(),
        lambda *state: told.append(state[0]),
    )
    papers = list(result.papers)
    return papers, result, told


def ids(papers):
    return [paper.id for paper in papers]


BUSY = answer(b"Rate exceeded.", 429)


def test_papers_come_in_the_order_of_the_identifiers_and_missing_ones_are_named(arxiv, hands):
    site, _ = arxiv(ducks(5, without=(2,)))
    papers, result, _ = found(site, hands, "2601.00004,2601.00002,2601.00001v9,2601.00003v1")
    assert ids(papers) == ["2601.00004", "2601.00003"]
    assert [each.id for each in result.skipped] == ["2601.00002", "2601.00001v9"]


def test_more_than_ten_identifiers_are_not_cut_at_ten(arxiv, hands):
    site, _ = arxiv(ducks(120))
    names = ",".join(f"2601.{n:05}" for n in range(1, 121))
    assert len(found(site, hands, names)[0]) == 120
    assert len(site.requests) == 2


def test_a_search_goes_through_pages_up_to_the_limit(arxiv, hands):
    site, _ = arxiv(ducks(250))
    papers, result, _ = found(site, hands, Request(categories=("cs.CL",), limit=150))
    assert len(papers) == 150
    assert papers[0].id == "2601.00250"
    assert any("150 of 250" in note for note in result.notes)
    assert len(found(site, hands, Request(categories=("cs.CL",), limit=0))[0]) == 250


def test_a_window_of_one_day_has_that_day(arxiv, hands):
    rows = [Row("2601.00001", "A", day="2026-01-04"), Row("2601.00002", "B", day="2026-01-05")]
    site, _ = arxiv(rows)
    asked = Request(since="2026-01-05", until="2026-01-05")
    assert ids(found(site, hands, asked)[0]) == ["2601.00002"]
    assert "%5B202601050000%20TO%20202601052359%5D" in site.paths()[0]


def test_requests_keep_three_seconds_apart(arxiv, hands):
    site, _ = arxiv(ducks(250))
    found(site, hands, Request(categories=("cs.CL",), limit=0))
    assert hands.slept == [pytest.approx(3.0, abs=0.5)] * 2


def test_a_long_spell_of_refusals_is_waited_for(arxiv, hands):
    site, services = arxiv(ducks(3))
    services.faults += [BUSY] * 12
    papers, _, told = found(site, hands, "2601.00001", patience=7200.0)
    assert ids(papers) == ["2601.00001"]
    assert any("429" in stage for stage in told)
    assert max(hands.slept) <= 301


def test_retry_after_is_honoured(arxiv, hands):
    site, services = arxiv(ducks(3))
    services.faults.append(answer(b"", 429, retry_after="500"))
    assert found(site, hands, "2601.00001")[0]
    assert max(hands.slept) >= 500


def test_impatience_ends_in_a_message_that_says_what_to_do(arxiv, hands):
    site, services = arxiv(ducks(3))
    services.faults += [answer(b"", 503, retry_after="7200")]
    with pytest.raises(CtxbuildError, match=r"503.*7,200 s.*--patience.*--snapshot"):
        found(site, hands, "2601.00001")
    assert len(site.requests) == 1


@pytest.mark.parametrize(
    "fault",
    [
        reset,
        last_words(b"HTTP/1.1 200 OK\r\nContent-Length: 9999\r\n\r\n<feed>"),
        answer(atom(ducks(1), 1)[:-30]),
        answer(b"<!DOCTYPE html><html><body>busy</body></html>"),
        answer(atom([], 3)),
        answer(b"<feed><title>no totals</title></feed>"),
        answer(b"", 500),
    ],
    ids=["reset", "cut", "truncated", "html", "empty-page", "no-totals", "500"],
)
def test_a_broken_answer_is_asked_for_again(arxiv, hands, fault):
    site, services = arxiv(ducks(3))
    services.faults.append(fault)
    assert len(found(site, hands, Request(categories=("cs.CL",)))[0]) == 3
    assert len(site.requests) == 2


def test_pages_that_stay_empty_are_an_error_and_no_end(arxiv, hands):
    site, services = arxiv(ducks(3))
    services.faults += [answer(atom([], 700))] * 10
    with pytest.raises(CtxbuildError, match="empty page at result 0 of 700"):
        found(site, hands, Request(categories=("cs.CL",)))


BOMB = b'<!DOCTYPE feed [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><feed><title>&b;</title></feed>'
OUTSIDE = (
    b'<!DOCTYPE feed [<!ENTITY x SYSTEM "file:///etc/passwd">]><feed><title>&x;</title></feed>'
)


@pytest.mark.parametrize("body", [BOMB, OUTSIDE], ids=["bomb", "external"])
def test_entities_are_refused(arxiv, hands, body):
    site, services = arxiv([])
    services.faults += [answer(body)] * 9
    with pytest.raises(CtxbuildError, match="declares entities"):
        found(site, hands, "2601.00001")


@pytest.mark.parametrize("status", [200, 400])
def test_an_error_that_looks_like_a_paper_is_a_message(arxiv, hands, status):
    site, services = arxiv([])
    services.faults.append(answer(error_feed("incorrect id format for abc"), status))
    with pytest.raises(CtxbuildError, match="arXiv refuses the request: incorrect id format"):
        found(site, hands, "ducks")


def test_nothing_found_is_said(arxiv, hands):
    site, _ = arxiv(ducks(2))
    with pytest.raises(CtxbuildError, match="geese: arXiv finds no paper"):
        found(site, hands, "geese")


def test_nothing_is_asked_twice_on_a_day(arxiv, hands, tmp_path):
    site, _ = arxiv(ducks(3))
    with Cache.open(tmp_path) as cache:
        found(site, hands, "2601.00001", cache)
        found(site, hands, "2601.00001", cache)
        assert len(site.requests) == 1
        found(site, hands, "2601.00001", cache, refresh=True)
        assert len(site.requests) == 2
        hands.since_1970 += 86_400
        found(site, hands, "2601.00001", cache)
    assert len(site.requests) == 3


def test_a_run_that_was_killed_goes_on_where_it_was(arxiv, hands, tmp_path):
    site, _services = arxiv(ducks(250))
    asked = Request(categories=("cs.CL",), limit=0)
    cache = Cache.open(tmp_path)
    found(site, hands, Request(categories=("cs.CL",), limit=200), cache)
    # No close: what was received must be on disk already.
    before = len(site.requests)
    with Cache.open(tmp_path) as again:
        assert len(found(site, hands, asked, again)[0]) == 250
    assert len(site.requests) == before + 1


def test_a_list_of_records_is_read_to_its_end(arxiv, hands):
    rows = [Row(f"2601.{n:05}", f"T{n}", day=f"2026-01-{n:02}") for n in range(1, 8)]
    site, _ = arxiv(rows)
    asked = Request(
        categories=("cs.CL",), since="2026-01-01", until="2026-01-31", via="oai", limit=0
    )
    papers, _, _ = found(site, hands, asked)
    assert sorted(ids(papers)) == [row.id for row in rows]
    assert "set=cs:cs:CL" in site.paths()[0]


def test_an_expired_token_begins_the_month_again_and_no_paper_comes_twice(arxiv, hands, tmp_path):
    rows = [Row(f"2601.{n:05}", f"T{n}", day=f"2026-01-{n:02}") for n in range(1, 8)]
    site, services = arxiv(rows)
    services.dead_tokens.add("from=2026-01-01&until=2026-01-31&skip=4")
    asked = Request(since="2026-01-01", until="2026-01-31", via="oai", limit=0)
    with Cache.open(tmp_path) as cache:
        papers, _, _ = found(site, hands, asked, cache)
    assert sorted(ids(papers)) == [row.id for row in rows]
    assert len(site.requests) > 4


def test_of_a_month_over_oai_only_its_own_identifiers_count(arxiv, hands):
    old = Row("2512.00001", "Old", day="2026-12-03")
    site, _ = arxiv([*ducks(3, "2612", day="2026-12-02"), old])
    papers, _, _ = found(site, hands, Request(month="2026-12", via="oai"))
    assert sorted(ids(papers)) == ["2612.00001", "2612.00002", "2612.00003"]


def test_no_records_is_no_failure_of_the_protocol(arxiv, hands):
    site, _ = arxiv([])
    asked = Request(since="2026-01-01", until="2026-01-31", via="oai")
    assert found(site, hands, asked)[0] == []


def test_of_a_feed_only_what_is_new_counts(arxiv, hands):
    one, two, three = ducks(3)
    nameless = replace(one, id="no paper")
    announced = [("new", one), ("cross", two), ("replace", three), ("new", nameless)]
    site, _ = arxiv([], announced=announced)
    papers, result, _ = found(site, hands, Request(categories=("cs.CL",), via="rss"))
    assert ids(papers) == ["2601.00001"]
    assert papers[0].abstract == "Ducks float. We show why."
    assert "1 cross-lists and 1 replacements are left out" in result.notes
    assert "1 items of the feed named no paper" in result.notes


def test_a_feed_without_papers_says_why(arxiv, hands):
    site, _ = arxiv([])
    with pytest.raises(CtxbuildError, match="Saturday"):
        found(site, hands, Request(categories=("cs.CL",), via="rss"))


def test_withdrawn_papers_are_dropped_and_counted(arxiv, hands):
    gone = Row("2601.00009", "Gone", abstract="This paper has been withdrawn by the author.")
    site, _ = arxiv([*ducks(2), gone])
    papers, result, _ = found(site, hands, Request(categories=("cs.CL",)))
    assert len(papers) == 2
    assert [(each.id, each.reason) for each in result.skipped] == [("2601.00009v1", "withdrawn")]


def test_a_sample_finds_the_end_of_the_month_and_can_be_drawn_again(arxiv, hands):
    site, _ = arxiv(ducks(1234, without=(7, 1200, 1233)))
    asked = Request(month="2026-01", sample=10, seed=7)
    papers, result, _ = found(site, hands, asked)
    assert result.recipe["top"] == "1234"
    assert len(site.requests) < 8
    again, _, _ = found(site, hands, Request(month="2026-01", sample=10, seed=7, top=1234))
    assert ids(again) == ids(papers)
    other, _, _ = found(site, hands, Request(month="2026-01", sample=10, seed=8))
    assert ids(other) != ids(papers)


def test_a_sample_of_a_category_is_of_that_category(arxiv, hands):
    rows = [*ducks(300)]
    rows = [
        Row(row.id, row.title, categories=("math.AP",) if n % 9 == 0 else ("cs.CL",))
        for n, row in enumerate(rows)
    ]
    site, _ = arxiv(rows)
    asked = Request(month="2026-01", sample=5, seed=1, categories=("math.AP",))
    papers, _, _ = found(site, hands, asked)
    assert len(papers) == 5
    assert {paper.category for paper in papers} == {"math.AP"}


def test_a_sample_of_a_month_without_papers_is_an_error(arxiv, hands):
    site, _ = arxiv([])
    with pytest.raises(CtxbuildError, match="no paper of that month"):
        found(site, hands, Request(month="2026-01", sample=5))


def test_samples_are_uniform(arxiv, hands):
    site, _ = arxiv(ducks(20, without=(5,)))
    drawn: Counter[str] = Counter()
    for seed in range(1000):
        asked = Request(month="2026-01", sample=3, seed=seed, top=20)
        drawn.update(ids(found(site, hands, asked)[0]))
    expected = 3 * 1000 / 19
    # Draws without replacement vary less than the multinomial, by (19 - 3) / 18.
    chi = sum((count - expected) ** 2 / expected for count in drawn.values()) * 18 / 16
    assert len(drawn) == 19
    assert chi < 42.3  # 18 degrees of freedom, p = 0.001


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        (Request(), "nothing is asked for"),
        (Request(month="2027-02"), "future"),
        (Request(month="2026-13"), "no month"),
        (Request(categories=("cs.CX",)), r"did you mean .*cs\."),
        (Request(query="cat:cs.LC"), "did you mean"),
        (Request(query='ti:"ducks'), "without its partner"),
        (Request(sample=5, categories=("cs.CL",)), "--sample needs --month"),
        (Request(since="2026-02-01", until="2026-01-01"), "swap"),
        (Request(since="2026-02-31"), "no such day"),
        (Request(snapshot="none.jsonl"), "no such file"),
        (Request(categories=("cs.CL",), via="oai"), "--via oai needs"),
    ],
)
def test_what_cannot_be_is_refused_before_anything_is_asked(arxiv, hands, asked, message):
    site, _ = arxiv([])
    with pytest.raises(UsageError, match=message):
        found(site, hands, asked)
    assert not site.requests


def test_loopback_is_refused_unless_the_user_names_it(arxiv, hands):
    site, services = arxiv([])
    services.faults.append(answer(b"", 302, location=f"http://localhost:{site.port + 1}/"))
    with pytest.raises(CtxbuildError):
        found(site, hands, "2601.00001")
