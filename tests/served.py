"""A small repository, site and collection of papers, and a server over them."""

from __future__ import annotations

import json
from pathlib import Path

from repositories import repository, write

HELLO = {
    "jsonrpc": "2.0",
    "id": 1,
    "method": "initialize",
    "params": {
        "protocolVersion": "2025-06-18",
        "capabilities": {},
        "clientInfo": {"name": "test", "version": "1"},
    },
}
"""What a client of an older protocol begins with."""

SHOP = {
    "README.md": "# Shop\n\nShop sells tea by the ounce to people who wait.\n\n"
    "## Install\n\nRun `pip install shop`.\n",
    "docs/returns.md": "# Returns\n\nA parcel that comes back is refunded within ten days.\n\n"
    "## Refund policy\n\nRefunds go to the card that paid.\n",
    "shop/__init__.py": '"""A shop."""\n',
    "shop/prices.py": '"""Prices."""\n\n\ndef ounce_price(leaf: str) -> int:\n'
    '    """Return the price of one ounce of a leaf, in pence."""\n    return len(leaf) * 30\n',
    "shop/basket.py": "from shop.prices import ounce_price\n\n\nclass Basket:\n"
    '    """What somebody is about to buy."""\n\n    def total(self, leaves: list[str]) -> int:\n'
    '        """Add up the prices of all leaves."""\n'
    "        return sum(ounce_price(leaf) for leaf in leaves)\n",
    "tests/test_prices.py": "from shop.prices import ounce_price\n\n\n"
    "def test_longer_is_dearer():\n    assert ounce_price('assam') > ounce_price('oo')\n",
}
PAGE = (
    "<html><head><title>{0}</title></head><body><nav><a href='index.html'>Home</a>"
    "<a href='brew.html'>Brew</a></nav><main><h1>{0}</h1><p>{1}</p></main></body></html>"
)
SITE = {
    "index.html": PAGE.format("Tea manual", "This manual says how tea is made at home."),
    "brew.html": PAGE.format("Brewing", "Water for green tea is at eighty degrees, never boiling."),
}
PAPERS = [
    {
        "id": f"2601.0001{number}",
        "title": title,
        "abstract": abstract,
        "authors": "Ada Byron",
        "categories": "cs.CL",
    }
    for number, (title, abstract) in enumerate(
        [
            ("Leaf grammars", "We study grammars of leaves and how parsers of leaves behave."),
            ("Steeping networks", "We train steeping networks on cups of tea and measure taste."),
        ]
    )
]


def sources(directory: Path) -> list[str]:
    """Write the three sources; return them as ``serve`` takes them."""
    repository(directory / "shop", SHOP)
    write(directory / "manual", SITE)
    lines = "".join(json.dumps(paper) + "\n" for paper in PAPERS)
    write(directory, {"papers.jsonl": lines})
    papers = f"arxiv:{directory / 'papers.jsonl'}"
    return [str(directory / "shop"), f"docs:{directory / 'manual'}", papers]
