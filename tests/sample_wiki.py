"""A small wiki that has everything a page can have, and names that try to break out."""

from __future__ import annotations

from ctxbuild.formats.mermaid import mermaid
from ctxbuild.model.wikis import (
    CitedLines,
    Diagram,
    DiagramArrow,
    DiagramNode,
    Entry,
    Wiki,
    WikiPage,
)

HOSTILE = '</script><img src=x onerror="document.title=1">"\'`'
MODULES = ("orders", "prices", "stock", "mailer", "storage", "http_server", "cli")
ARROWS = ((0, 1), (0, 2), (2, 4), (1, 4), (5, 0), (6, 0), (0, 3), (4, 2))
ORDER = 'class Order:\n    """</script>"""\n' + "    x = 1\n" * 5
LICENCE = "a line of a file\n" * 300


def drawing(kind="flow"):
    nodes = tuple(
        DiagramNode(name, name, f"shop/{name}.py", f"4-{name}" if at < 5 else "")
        for at, name in enumerate(MODULES)
    )
    arrows = tuple(DiagramArrow(MODULES[a], MODULES[b], a + 1) for a, b in ARROWS)
    return Diagram(f"How modules need each other ({kind})", nodes, arrows, kind)


def overview():
    flow, classes = drawing(), drawing("class")
    body = f"""# Overview of shop

<details>
<summary>Relevant source files</summary>

- `shop/orders.py`
- [shop/prices.py](../shop/prices.py)

</details>

> A shop that sells by the ounce.

It has seven modules; see [Architecture](architecture.md#cycles) and [orders](4-orders.md).
Prices are `Decimal`, stored in `parseHTTPHeader`. <b>Not bold</b> & [outside](https://example.org/a).

## How it fits together

```mermaid
{mermaid(flow)}```

Sources: `shop/orders.py:3-9`, [shop/prices.py:7](https://example.org/blob/abc/shop/prices.py#L7)

## Classes

```mermaid
{mermaid(classes)}```

| name | what | where |
| --- | --- | --- |
| `Order` | one order | `shop/orders.py:3-9` |
| `Price<T>` | a \\| b | `shop/prices.py:7` |

```python
def order(ounces: int) -> "Price":
    return </script>
```

Previous: [Nothing](nothing.md) · Next: [Architecture](architecture.md)
"""
    return page("overview", "1", "Overview of shop", "A shop by the ounce.", body, (flow, classes))


def page(slug, number, title, summary, body, diagrams=(), parent=""):
    return WikiPage(slug, number, title, summary, body, 700, diagrams, parent, "0123abc4567890")


def sample():
    """Return the wiki."""
    long = "".join(f"## Step {n}\n\nThe ounce of step {n} is weighed.\n\n" for n in range(30))
    nasty = (
        f"# Names\n\n{HOSTILE}\n\n## {HOSTILE}\n\n<script>document.title=2</script>\n\n"
        "- <details>\n  <summary>in a list</summary>\n\n</details>\n\n![a picture](https://example.org/x.png)"
        "\n\n[bad](javascript:alert(1)) [gone](missing.md) [rest](../LICENSE:1-300)\n\n"
        "```mermaid\nflowchart TD\n```\n\n漢字のページ and `LICENSE:1-300`\n"
    )
    pages = (
        overview(),
        page("architecture", "2", "Architecture", "Layers and cycles.",
             f"# Architecture\n\n## Cycles\n\nNone.\n\n{long}## Cycles\n\nStill none.\n"),
        page("components", "4", "Components", "All parts.", "# Components\n\nSee below.\n"),
        *(
            page(f"4-{name}", f"4.{n}", f"shop.{name}", f"What {name} does.",
                 f"# shop.{name}\n\nThe module {name}. Back to the [top](overview.md).\n",
                 parent="components")
            for n, name in enumerate(MODULES[:5], 1)
        ),
        page("names", "5", HOSTILE, HOSTILE, nasty),
    )  # fmt: skip
    cited = (
        CitedLines("shop/orders.py", (3, 9), ORDER),
        CitedLines("shop/prices.py", (7, 7), "class Price: ..."),
        CitedLines("LICENSE", (1, 300), LICENCE.rstrip("\n")),
    )
    entries = (
        Entry("parse_http_header", "function", "4-orders", "", "reads a header"),
        Entry("HTTPServer", "class", "4-orders", "", "answers requests"),
        Entry("Cycles", "heading", "architecture", "cycles"),
        Entry(HOSTILE, "symbol", "names", "nowhere", HOSTILE),
        Entry("lost", "symbol", "no-such-page"),
    )
    return Wiki("shop", "0123abc4567890", pages, cited, entries)
