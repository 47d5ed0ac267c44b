"""Notebooks read as scripts: cells, short outputs, no binary data."""

import base64
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ctxbuild.readers.notebook import OUTPUT_CHARACTERS, OUTPUT_LINES, notebook_text


def notebook(*cells: Any, language: str = "python", **fields: Any) -> bytes:
    metadata = {"language_info": {"name": language}}
    return json.dumps(
        {"nbformat": 4, "nbformat_minor": 5, "metadata": metadata, "cells": cells} | fields
    ).encode()


def code(source: str | list[str], *outputs: Any) -> dict[str, Any]:
    return {"cell_type": "code", "source": source, "outputs": list(outputs)}


def stream(text: str) -> dict[str, Any]:
    return {"output_type": "stream", "name": "stdout", "text": text}


def text_of(data: bytes) -> str:
    found = notebook_text(data)
    assert found is not None
    return found[0]


def test_cells_become_a_percent_script() -> None:
    data = notebook(
        {"cell_type": "markdown", "source": ["# Title\n", "\n", "Text"]},
        code("import x\nx.run()", stream("done\n")),
        {"cell_type": "raw", "source": "raw"},
    )
    assert notebook_text(data) == (
        "# %% [markdown]\n# # Title\n#\n# Text\n\n"
        "# %% [code]\nimport x\nx.run()\n# done\n\n"
        "# %% [raw]\n# raw\n",
        "python",
    )


def test_comments_follow_the_language_of_the_cells() -> None:
    data = notebook(code("let x = 1", stream("1")), language="Rust")
    assert notebook_text(data) == ("// %% [code]\nlet x = 1\n// 1\n", "rust")
    assert notebook_text(notebook(code("x"), language="C++17")) == ("// %% [code]\nx\n", "cpp")


def test_images_are_named_with_their_size_and_never_shown() -> None:
    image = base64.b64encode(b"\x89PNG" + bytes(12_341)).decode()
    data = notebook(code("plot()", {"output_type": "display_data", "data": {"image/png": image}}))
    assert text_of(data) == "# %% [code]\nplot()\n# [image/png output, 12,345 bytes]\n"


def test_text_is_preferred_to_html() -> None:
    bundle = {"text/html": ["<table>", "</table>"], "text/plain": "a  b"}
    data = notebook(code("t", {"output_type": "execute_result", "data": bundle}))
    assert text_of(data) == "# %% [code]\nt\n# a  b\n"


def test_long_outputs_keep_their_start_and_say_what_is_missing() -> None:
    shown = text_of(notebook(code("x", stream("".join(f"line {i}\n" for i in range(500))))))
    assert shown.count("# line ") == OUTPUT_LINES
    assert shown.endswith("# line 19\n# … 480 more lines\n")


def test_one_long_line_is_cut() -> None:
    shown = text_of(notebook(code("x", stream("y" * 100_000))))
    assert shown.count("y") == OUTPUT_CHARACTERS
    assert shown.endswith("# … cut\n")


def test_errors_keep_their_end_without_colours() -> None:
    frames = [f"\x1b[0;31mframe {i}\x1b[0m" for i in range(60)] + ["\x1b[1mValueError\x1b[0m: bad"]
    error = {"output_type": "error", "ename": "ValueError", "evalue": "bad", "traceback": frames}
    shown = text_of(notebook(code("x", error)))
    assert "\x1b" not in shown
    assert shown.endswith("# frame 59\n# ValueError: bad\n")
    assert "# … 41 earlier lines\n# frame 41\n" in shown


def test_progress_bars_show_their_last_state() -> None:
    assert text_of(notebook(code("x", stream("\r 1%\r50%\r100%\nend\n")))).endswith(
        "# 100%\n# end\n"
    )


def test_format_3_is_read() -> None:
    output = {"output_type": "pyout", "text": ["42"], "png": base64.b64encode(b"abc").decode()}
    cells = [
        {"cell_type": "heading", "level": 2, "source": "Part"},
        {"cell_type": "code", "language": "python", "input": ["6 * 7"], "outputs": [output]},
    ]
    data = json.dumps({"nbformat": 3, "metadata": {}, "worksheets": [{"cells": cells}]}).encode()
    assert notebook_text(data) == (
        "# %% [heading]\n# ## Part\n\n# %% [code]\n6 * 7\n# 42\n# [image/png output, 3 bytes]\n",
        "python",
    )


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"{}",
        b"[]",
        b"null",
        b'{"nbformat": 4}',
        b'{"nbformat": "4", "cells": []}',
        b'{"nbformat": 4, "cells": {}}',
        b'{"nbformat": 3, "worksheets": 1}',
        b'{"nbformat": 4, "cells": [',
        b"\xff\xfe",
        b"[" * 200_000,
        b'{"nbformat": ' + b"9" * 10_000 + b"}",
    ],
)
def test_what_is_no_notebook_is_left_alone(data: bytes) -> None:
    assert notebook_text(data) is None


def test_odd_fields_are_passed_over() -> None:
    data = notebook(
        1,
        None,
        {"cell_type": 3, "source": {"a": 1}},
        {"cell_type": "code", "source": None, "outputs": [1, {"data": {"evil\n# %%": [[]]}}]},
        metadata=[],
        language="bad\nname",
    )
    found = notebook_text(data)
    assert found is not None
    assert "evil" not in found[0]
    assert found[1] == "python"


def test_lone_surrogates_do_not_pass() -> None:
    text_of(
        b'{"nbformat": 4, "cells": [{"cell_type": "code", "source": "\\ud800 \\ud83d\\ude00"}]}'
    )
    shown = text_of(notebook(code("\ud800 😀")))
    assert shown == "# %% [code]\n\ufffd 😀\n"


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["cell_type", "source", "outputs", "data", "text", "output_type"]),
            inner | st.sampled_from(["code", "stream", "error", "heading"]),
            max_size=4,
        )
    ),
    max_leaves=12,
)


@given(st.lists(JSON, max_size=4), JSON)
def test_any_json_in_the_cells_gives_text(cells: list[Any], metadata: Any) -> None:
    text_of(notebook(*cells, metadata=metadata)).encode("utf-8")


def test_a_large_notebook_is_kept_short() -> None:
    image = base64.b64encode(bytes(2_000_000)).decode()
    data = notebook(
        code("a", {"output_type": "display_data", "data": {"image/png": image}}),
        code("b", stream("output line\n" * 50_000)),
        *[code("c", stream("x\n")) for _ in range(500)],
    )
    shown = text_of(data)
    assert len(shown) < 20_000
