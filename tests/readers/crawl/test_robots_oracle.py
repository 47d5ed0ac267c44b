"""Our reader of robots.txt against Protego's, on files made at random."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from protego import Protego

from ctxbuild.readers.crawl.robots import robots_of

_PATHS = st.text("ab/*$?.=", max_size=8).map(lambda text: "/" + text.lstrip("/"))
_RULES = st.tuples(st.sampled_from(["Allow", "Disallow"]), _PATHS | st.just(""))
_AGENTS = st.sampled_from(["*", "ctxbuild", "CtxBuild", "otherbot"])
_GROUPS = st.lists(
    st.tuples(st.lists(_AGENTS, min_size=1, max_size=2), st.lists(_RULES, max_size=5)), max_size=4
)
_ASKED = st.text("ab/?.=", max_size=10).map(lambda text: "/" + text.lstrip("/"))


@given(_GROUPS, _ASKED)
def test_both_allow_the_same(groups, path):
    lines = []
    for agents, rules in groups:
        lines += [f"User-agent: {agent}" for agent in agents]
        lines += [f"{verb}: {pattern}" for verb, pattern in rules] or ["Allow:"]
        lines.append("")
    text = "\n".join(lines)
    theirs = Protego.parse(text).can_fetch(f"http://site.test{path}", "ctxbuild")
    assert robots_of(200, text.encode(), "ctxbuild").allows(path) is theirs, text
