"""From which budget on a bundle shows something.

Steps are taken in the same order whatever the budget, so taking all of them
without a limit tells what has been spent when something is shown. A smaller
budget may show it too: what fills the last bit of room is cut from other steps.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ctxbuild.model import Lines
from ctxbuild.packing.candidates import Candidates
from ctxbuild.packing.choose import in_order


def reach(
    found: Candidates, document: int, wanted: Mapping[str, Sequence[Lines]], spent: int
) -> dict[str, int]:
    """Return the tokens of the bundle that first shows each of some lines of a document.

    Args:
        found: everything that may be shown; its items are used up.
        document: which document is meant.
        wanted: runs of lines by a name for them; without lines, the name in the map.
        spent: tokens of the bundle that shows nothing.

    Returns:
        Tokens by name; what no budget shows in part is absent.

    """
    tokens: dict[str, int] = {}
    growing, item = found.growing, found.documents[document]
    for step in in_order(found.steps):
        taker = growing[step.item]
        spent += max(taker.cost(step), 0)
        taker.take(step)
        if step.item != document:
            continue
        for name, runs in wanted.items():
            shown = _covered(item.shown, runs) if runs else item.named
            if shown and name not in tokens:
                tokens[name] = spent
        if len(tokens) == len(wanted):
            break
    return tokens


def _covered(shown: Sequence[Lines], runs: Sequence[Lines]) -> bool:
    return all(any(low <= a and b <= high for low, high in shown) for a, b in runs)
