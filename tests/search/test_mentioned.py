"""What issues mention, found in a repository: flags, keys, messages, traces, links, names."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from repositories import ids, read, write
from shop import SHOP

from ctxbuild.languages.outline import outline
from ctxbuild.search.index import Index
from ctxbuild.search.past import Votes
from ctxbuild.search.postings import find_postings
from ctxbuild.search.query import parse_query
from ctxbuild.search.score import score
from ctxbuild.search.signals import Signals, find_signals, query_matches

CLI = "src/shop/cli.py"
FILES = "src/shop/store/files.py"
GO = "cmd/serve/main.go"
RUST = "crates/crate/src/lib.rs"
TS = "web/src/router/match.ts"
JAVA = "java/src/main/java/org/acme/shop/Cart.java"
KOTLIN = "android/ui/Screen.kt"
CSHARP = "dotnet/Billing/Invoice.cs"
RUBY = "lib/shop/ticket.rb"
PHP = "php/src/Mailer.php"
C = "native/ring.c"
SWIFT = "ios/Sources/Shop/Basket.swift"
DART = "app/lib/src/basket_page.dart"
ELIXIR = "beam/lib/shop/worker.ex"

NAMED, PATH, LINE, MESSAGE = (
    f"{what} in the question" for what in ("named", "path", "line", "message")
)


@pytest.fixture(scope="module")
def shop(tmp_path_factory) -> Index:
    corpus = read(write(tmp_path_factory.mktemp("shop"), SHOP))
    assert set(ids(corpus)) == set(SHOP)
    outlines = {
        number: outline(document.text().encode(), document.language)
        for number, document in enumerate(corpus.documents)
        if document.kind == "code"
    }
    postings = {
        number: find_postings(document.text(), outlines.get(number))
        for number, document in enumerate(corpus.documents)
    }
    return Index.of(corpus.documents, outlines, postings)


def signals_of(index: Index, question: str) -> Signals:
    """Return the signals of a question in a repository without history."""
    query, votes = parse_query(question), Votes()
    matches = query_matches(index, query, votes)
    scores = score(index, matches, query.weights, query.title)
    return find_signals(index, query, votes, matches, scores)


def found(index: Index, question: str, signal: str) -> set[str]:
    """Return the units that a signal speaks for: the path and the symbol's name."""
    values = signals_of(index, question)[signal]
    labels = set()
    for unit in values:
        number = index.owner[unit]
        symbol = index.symbol(unit)
        name = index.outlines[number].symbols[symbol].name if symbol >= 0 else ""
        path = index.documents[number].id
        labels.add(path if signal == PATH else f"{path}:{name}")
    return labels


def check(index: Index, question: str, expected: dict[str, str]) -> None:
    for signal, labels in expected.items():
        assert found(index, question, signal) == set(labels.split()), signal


FLAGS = {
    "flag, its literal": ("crash with `--max-line-length=100`", {MESSAGE: f"{CLI}:build_parser"}),
    "flag, a name in snake case": ("`--no-color` is ignored", {NAMED: f"{CLI}:no_color"}),
    "flag, without dashes in the code": ("try shop --dry-run", {MESSAGE: f"{GO}:defineFlags"}),
    "flag of one dash": ("passing `-Xlint` fails", {MESSAGE: "tools/compilers.py:debug_options"}),
    "flag of a slash": ("cl /Zi is not passed", {MESSAGE: "tools/compilers.py:debug_options"}),
    "flag derived from a field": ("`--keep-going` stops", {NAMED: f"{RUST}:keep_going"}),
    "flag in camel case": ("--dry-mode does nothing", {NAMED: f"{TS}:dryMode"}),
    "variable": ("export SHOP_NO_BANNER=1 has no effect", {MESSAGE: f"{CLI}:wants_banner"}),
    "variable of process.env": ("set SHOP_DRY_MODE to 1", {MESSAGE: f"{TS}:dryMode"}),
    "key with dots": (
        "`tool.shop.line-length` is not read",
        {MESSAGE: "src/shop/settings.py:read_width"},
    ),
    "key in a block": (
        "my file:\n```toml\n[tool.shop]\nline-length = 100\n```\n",
        {MESSAGE: "src/shop/settings.py:read_width"},
    ),
    "key in another case": (
        "```yaml\nmargin-width: 3\n```\n",
        {MESSAGE: "src/shop/settings.py:read_margin"},
    ),
    "key of a framework": ("server.port is not respected", {MESSAGE: f"{JAVA}:bindPort"}),
    "flag of an example": ("`--foo` and --help", {MESSAGE: "", NAMED: ""}),
    "file that is no key": ("see tox.ini and pyproject.toml", {MESSAGE: ""}),
    "unknown flag": ("--nonsense-flag and -Qq and NONSENSE_VARIABLE", {MESSAGE: "", NAMED: ""}),
}

MESSAGES = {
    "f-string": (
        "StoreError: could not open /home/me/a.txt for reading: [Errno 2] No such file",
        {MESSAGE: f"{FILES}:open_ledger"},
    ),
    "value of plain words": (
        'it says "could not open march for reading: denied"',
        {MESSAGE: f"{FILES}:open_ledger"},
    ),
    "percent": (
        "LookupError: no entry named bread in the daily ledger",
        {MESSAGE: f"{FILES}:lookup"},
    ),
    "Errorf": ("error: listening on localhost failed: in use", {MESSAGE: f"{GO}:Start"}),
    "format!": (
        "thread 'main' panicked at 'checksum of flour differs from the manifest'",
        {MESSAGE: f"{RUST}:verify"},
    ),
    "template literal": (
        "Error: route home has no handler for POST",
        {MESSAGE: f"{TS}:resolve"},
    ),
    "String.format": (
        'Exception in thread "main" org.acme.CartException: cart blue holds 12 items too many',
        {MESSAGE: f"{JAVA}:add"},
    ),
    "interpolated C#": (
        "Unhandled exception. System.Exception: invoice 77 was issued twice already",
        {MESSAGE: f"{CSHARP}:Issue"},
    ),
    "Ruby": ("(ArgumentError) `seat 12 is taken by somebody`", {MESSAGE: f"{RUBY}:stamp"}),
    "PHP": (
        "PHP Fatal error:  Uncaught MailException: delivery to bob was refused twice",
        {MESSAGE: f"{PHP}:deliver"},
    ),
    "fprintf, printed alone": (
        "Output:\n```\nring buffer overflow at slot 7\n```\n",
        {MESSAGE: f"{C}:ring_push"},
    ),
    "exception that is no Error": (
        "Crash\n\nshop.store.WrongThing: no entry named bread in the daily ledger\n",
        {MESSAGE: f"{FILES}:lookup"},
    ),
    "title": ("Could it be that no entry named x in the z ledger", {MESSAGE: f"{FILES}:lookup"}),
    "of the language": (
        "AttributeError: 'Cart' object has no attribute 'add' \n\nNo such file or directory",
        {MESSAGE: ""},
    ),
    "ordinary words": (
        'Error: the file is not an error and it was not found here, "it is not what I want to do"',
        {MESSAGE: ""},
    ),
    "exception class": ("it raises StoreError", {NAMED: f"{FILES}:StoreError"}),
    "exception class with initials": (
        "HTTPRefused: connection closed",
        {NAMED: f"{FILES}:HTTPRefused"},
    ),
}

TRACES = {
    "Python, installed": (
        "Traceback (most recent call last):\n"
        '  File "/home/me/venv/lib/python3.12/site-packages/shop/store/files.py", line 17,'
        " in open_ledger\n    return path.open()\n"
        '  File "/usr/lib/python3.12/pathlib/utils.py", line 4, in retry\n    return call()\n'
        '  File "/opt/venv/lib/python3.12/site-packages/requests/utils.py", line 4, in retry\n'
        "    return retry(call)\n",
        {PATH: FILES, LINE: f"{FILES}:open_ledger", NAMED: f"{FILES}:open_ledger"},
    ),
    "Python, without its source": (
        '  File "/v/lib/python3.12/site-packages/other/x.py", line 17, in f\n'
        "LookupError: no entry named bread in the daily ledger\n",
        {PATH: "", MESSAGE: f"{FILES}:lookup"},
    ),
    "V8": (
        "    at Router.resolve (/srv/web/src/router/match.ts:3:11)\n"
        "    at clamp (/srv/web/node_modules/lodash/src/utils.js:2:1)\n"
        "    at Module._compile (node:internal/modules/utils.js:2:14)\n"
        "    at async file:///srv/web/src/router/match.ts:8:3\n",
        {PATH: TS, LINE: f"{TS}:resolve {TS}:dryMode", NAMED: f"{TS}:resolve {TS}:Router"},
    ),
    "V8, installed": (
        "    at x (C:\\work\\node_modules\\shop-web\\src\\utils.js:2:3)\n",
        {PATH: "web/src/utils.js", LINE: "web/src/utils.js:clamp"},
    ),
    "Firefox": (
        "resolve@http://localhost:3000/src/router/match.ts?t=17123:3:11\n"
        "clamp@webpack-internal:///./node_modules/x/utils.js:2:1\n",
        {PATH: TS, LINE: f"{TS}:resolve", NAMED: ""},
    ),
    "Java": (
        "\tat org.acme.shop.Cart.add(Cart.java:5)\n"
        "\tat com.other.Cart.bindPort(Cart.java:9)\n"
        "\tat java.base/java.util.ArrayList.add(ArrayList.java:5)\n",
        {PATH: JAVA, LINE: f"{JAVA}:add", NAMED: f"{JAVA}:add {JAVA}:Cart"},
    ),
    "Kotlin, directories left out": (
        "\tat org.acme.ui.Screen.draw(Screen.kt:5)\n\tat org.other.ui.Screen.draw(Screen.kt:3)\n",
        {PATH: KOTLIN, LINE: f"{KOTLIN}:draw"},
    ),
    "Go": (
        "panic: boom\n\ngoroutine 1 [running]:\n"
        "main.(*Server).Start(0xc000010000)\n\t/home/me/shop/cmd/serve/main.go:13 +0x1d\n"
        "github.com/a/b.defineFlags(...)\n\t/home/me/go/pkg/mod/github.com/a/b@v1.2.0/main.go:17\n"
        "runtime.main()\n\t/usr/local/go/src/runtime/main.go:250 +0x207\n",
        {PATH: GO, LINE: f"{GO}:Start", NAMED: f"{GO}:Start"},
    ),
    "Rust": (
        "thread 'main' panicked at crates/crate/src/lib.rs:5:9:\nboom\nstack backtrace:\n"
        "   0: core::panicking::keep_going\n"
        "             at /rustc/0123abcd/library/core/src/lib.rs:8:5\n"
        "   1: crate_pack::Packer::verify\n"
        "             at ./crates/crate/src/lib.rs:5:9\n"
        "   2: serde::de::keep_going\n"
        "             at /home/me/.cargo/registry/src/index-1/serde-1.0.2/src/lib.rs:9:5\n",
        {
            PATH: RUST,
            LINE: f"{RUST}:verify",
            NAMED: f"{RUST}:verify {RUST}:Packer",
        },
    ),
    "Rust, from the registry": (
        "  at /home/me/.cargo/registry/src/index-1/crate-pack-0.1.0/src/lib.rs:5:9\n",
        {PATH: RUST, LINE: f"{RUST}:verify"},
    ),
    "C#": (
        "   at Shop.Billing.Invoice.Issue(Int32 number) in C:\\b\\Billing\\Invoice.cs:line 7\n"
        "   at System.Linq.Enumerable.Issue[T](IEnumerable`1 source)\n",
        {PATH: CSHARP, LINE: f"{CSHARP}:Issue"},
    ),
    "C#, of a repository named like the runtime": (
        "   at System.Billing.Invoice.Issue(Int32 n) in /_/dotnet/Billing/Invoice.cs:line 7\n",
        {PATH: CSHARP, LINE: f"{CSHARP}:Issue", NAMED: f"{CSHARP}:Issue {CSHARP}:Invoice"},
    ),
    "C#, without lines": (
        "   at System.Billing.Other.Issue(Int32 number)\n",
        {PATH: "", NAMED: ""},
    ),
    "Ruby": (
        "/app/lib/shop/ticket.rb:3:in `stamp': seat (ArgumentError)\n"
        "\tfrom /usr/lib/ruby/gems/3.2.0/gems/rack-2.2.3/lib/rack/ticket.rb:3:in `stamp'\n",
        {PATH: RUBY, LINE: f"{RUBY}:stamp"},
    ),
    "PHP": (
        "#0 /var/www/html/php/src/Mailer.php(6): Mailer->deliver()\n"
        "#1 /var/www/html/vendor/acme/other/src/Mailer.php(6): Other->deliver()\n#2 {main}\n",
        {PATH: PHP, LINE: f"{PHP}:deliver"},
    ),
    "gdb": (
        "#0  __pthread_kill (n=1) at ./nptl/pthread_kill.c:44\n"
        "#1  0x00005555 in ring_push (n=7) at ../native/ring.c:5\n",
        {PATH: C, LINE: f"{C}:ring_push"},
    ),
    "ASan": (
        "==1==ERROR: AddressSanitizer: heap-use-after-free\n"
        "    #0 0x4f in ring_push /home/me/shop/native/ring.c:5:12\n"
        "    #1 0x7f in total /usr/include/c++/12/bits/ring.c:5\n"
        "    #2 0x7f in render (/lib/x86_64-linux-gnu/libc.so.6+0x29d8f)\n",
        {PATH: C, LINE: f"{C}:ring_push", NAMED: f"{C}:ring_push"},
    ),
    "Swift": (
        "Shop/Basket.swift:3: Fatal error: basket without a currency\n",
        {PATH: SWIFT, LINE: f"{SWIFT}:total", MESSAGE: f"{SWIFT}:total"},
    ),
    "Dart": (
        "#0      BasketPage.render (package:shop_app/src/basket_page.dart:3:5)\n"
        "#1      BasketPage.render (package:flutter/src/basket_page.dart:3:5)\n"
        "#2      render (dart:core-patch/basket_page.dart:3:5)\n",
        {PATH: DART, LINE: f"{DART}:render"},
    ),
    "Dart, others alone": (
        "#1      BasketPage.render (package:flutter/src/basket_page.dart:3:5)\n",
        {PATH: "", LINE: "", NAMED: ""},
    ),
    "Elixir": (
        "    (shop_beam 0.1.0) lib/shop/worker.ex:3: Shop.Worker.run/1\n"
        "    (elixir 1.16.0) lib/worker.ex:3: Enum.run/2\n",
        {PATH: ELIXIR, LINE: f"{ELIXIR}:run"},
    ),
    "of another program": (
        "Traceback (most recent call last):\n"
        '  File "/home/me/other/utils.py", line 5, in frobnicate\n    nothing()\n'
        "    at Other.thing (/home/me/other/lib/match.ts:3:11)\n"
        "\tat net.other.Cart.nothing(Cart.java:5)\n",
        {PATH: "", LINE: "", NAMED: "", MESSAGE: ""},
    ),
}

LINKS = {
    "path and line": ("see files.py:17", {PATH: FILES, LINE: f"{FILES}:open_ledger"}),
    "lines of a link": (
        "https://forge.example/o/shop/blob/0a1b/src/shop/store/files.py#L17-L20",
        {PATH: FILES, LINE: f"{FILES}:open_ledger {FILES}:lookup"},
    ),
    "directories are no names": ("edit retry/clamp/total.py", {NAMED: ""}),
    "range after a path": ("cmd/serve/main.go#L12-L13", {LINE: f"{GO}:Start"}),
    "link to another repository": (
        "https://forge.example/o/other/blob/main/lib/files.py#L17",
        {PATH: "", LINE: ""},
    ),
}

NAMES = {
    "dotted": ("shop.store.files.FileStore.sum_up is slow", {NAMED: "sum_up FileStore"}),
    "colons": ("Packer::verify is slow", {NAMED: "verify"}),
    "hash": ("Cart#bindPort is slow", {NAMED: "bindPort"}),
}


@pytest.mark.parametrize(
    ("question", "expected"),
    [row for table in (FLAGS, MESSAGES, TRACES, LINKS) for row in table.values()],
    ids=[name for table in (FLAGS, MESSAGES, TRACES, LINKS) for name in table],
)
def test_what_an_issue_mentions_is_found_and_nothing_else(shop, question, expected) -> None:
    check(shop, question, expected)


@pytest.mark.parametrize(("question", "expected"), NAMES.values(), ids=list(NAMES))
def test_qualified_names_mean_the_symbol_itself(shop, question, expected) -> None:
    names = {label.rpartition(":")[2] for label in found(shop, question, NAMED)}
    assert names == set(expected[NAMED].split())


def test_a_flag_meets_the_identifier_it_becomes_in_the_text(shop) -> None:
    assert "=keepgoing" in parse_query("--keep-going stops").weights


PIECES = [
    *"aB_-./:\\#@()[]{}'\"`\n\t $%1",
    "\udc80",
    "가",
    "\tat ",
    "--no-",
    "Error: ",
    "could not open ",
    'File "',
    '", line 3',
    "/site-packages/",
    "src/shop/store/files.py",
    ".java:9)",
]


@given(st.lists(st.sampled_from(PIECES), max_size=40).map("".join))
def test_any_question_is_answered_with_shares(shop, question: str) -> None:
    values = signals_of(shop, question)
    shares = [share for name in (NAMED, PATH, LINE, MESSAGE) for share in values[name].values()]
    assert all(0.0 < share <= 1.5 for share in shares)


@pytest.mark.parametrize(
    "unit",
    [
        "--a-b ",
        "x/site-packages/",
        "\tat a.b.C.m(C.java:1)\n",
        '  File "a/b.py", line 1, in f\n    f()\n',
        "Error: could not open it for reading\n",
        '"could not open it" ',
        "a_B",
        "A_",
        "-a",
        "```\nx-y: 1\n```\n",
    ],
)
def test_a_question_of_200_kb_is_answered_in_bounded_work(shop, unit) -> None:
    question = unit * (200_000 // len(unit))
    values = signals_of(shop, question)
    assert set(values) >= {NAMED, PATH, LINE, MESSAGE}
