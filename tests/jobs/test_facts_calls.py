"""Calls: what names lead to, and what is left out because they could mean several things."""

from __future__ import annotations

import pytest
from repositories import write
from test_facts import objections, read

PYTHON = {
    "setup.py": "",
    "pond/__init__.py": "from pond.birds import quack as call\n",
    "pond/birds.py": "class Bird:\n    def fly(self):\n        pass\n\n\ndef quack():\n    pass\n",
    "pond/lake.py": "import pond.birds\nfrom pond import birds, call\n"
    "from pond.birds import Bird\n\n\nclass Duck(Bird):\n    def go(self):\n        self.fly()\n"
    "        self.swim()\n        self.swim()\n\n"
    "    def swim(self):\n        birds.quack()\n        call()\n\n\n"
    "def hidden(call):\n    call()\n\n\ndef bound():\n    helper = 1\n    helper()\n\n\n"
    "def helper():\n    Duck()\n    unknown()\n    pond.birds.quack()\n\n\n"
    "def twice():\n    both()\n\n\ndef both():\n    pass\n\n\ndef both():\n    pass\n"
    "\n\nhelper()\n",
}


def calls(tmp_path, files) -> set[tuple[str, str, str, int]]:
    corpus, facts = read(write(tmp_path, files))
    assert objections(corpus, facts) == []
    assert not any(call.exact for call in facts.calls)
    return {(call.caller, call.callee, call.how, call.count) for call in facts.calls}


def test_names_are_followed_and_doubtful_ones_left_out(tmp_path):
    assert calls(tmp_path, PYTHON) == {
        ("Duck.go", "Bird.fly", "self", 1),
        ("Duck.go", "Duck.swim", "self", 2),
        ("Duck.swim", "quack", "import", 2),
        ("helper", "Duck", "file", 1),
        ("", "helper", "file", 1),
    }


@pytest.mark.parametrize(
    ("files", "wanted"),
    [
        (
            {
                "a.ts": "import { f as g } from './b';\nimport * as b from './b';\n"
                "export class K { m() { this.n(); g(); b.h(); }\n n() {} }\n",
                "b.ts": "export function f() {}\nexport function h() { f(); }\n",
            },
            {("K.m", "K.n", "self", 1), ("K.m", "f", "import", 1), ("K.m", "h", "import", 1),
             ("h", "f", "file", 1)},
        ),
        (
            {
                "go.mod": "module x.org/m\n",
                "a.go": 'package m\nimport "x.org/m/in"\ntype T struct{}\n'
                "func (t *T) A() { t.B(); in.F(); g() }\nfunc (t *T) B() {}\n",
                "b.go": "package m\nfunc g() {}\n",
                "in/in.go": "package in\nfunc F() {}\n",
            },
            {("T.A", "T.B", "self", 1), ("T.A", "F", "import", 1), ("T.A", "g", "package", 1)},
        ),
        (
            {
                "Cargo.toml": '[package]\nname = "k"\n',
                "src/lib.rs": "mod a;\nuse crate::a::help;\n"
                "fn f() { help(); a::other(); A::new(); }\n"
                "struct A;\nimpl A {\n fn new() { Self::go(); }\n fn go() {}\n}\n",
                "src/a.rs": "pub fn help() {}\npub fn other() {}\n",
            },
            {("f", "help", "import", 1), ("f", "other", "import", 1), ("f", "A::new", "file", 1),
             ("A::new", "A::go", "self", 1)},
        ),
        (
            {
                "p/A.java": "package p;\nimport q.B;\nclass A { void m() { n(); B.s(); new C(); }\n"
                " void n() {}\n}\n",
                "p/C.java": "package p;\nclass C {}\n",
                "q/B.java": "package q;\npublic class B { public static void s() {} }\n",
            },
            {("A.m", "A.n", "self", 1), ("A.m", "B.s", "import", 1), ("A.m", "C", "package", 1)},
        ),
    ],
    ids=["typescript", "go", "rust", "java"],
)  # fmt: skip
def test_calls_of_other_languages(tmp_path, files, wanted):
    assert calls(tmp_path, files) == wanted
