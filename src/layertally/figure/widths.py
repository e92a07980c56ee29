"""How the room of a row of columns is shared.

In: branches side by side. Out: a width each.
"""

from __future__ import annotations

from collections.abc import Sequence

from .graph import Level
from .kin import kin_of
from .tree import Parallel, Series, weight

LEAST, MOST, SHARE = 116.0, 206.0, 0.34
"""How wide a lone card is in a column beside a panel: a share of the row, within limits."""
KIN = 1.5
"""How much wider the column of a shared card is: it names its layers and has their formulas in full."""


def column_widths(level: Level, branches: Sequence[Series], room: float, gap: float, least: float) -> list[float]:
    """Equal columns of the `room`, which is without the gaps; but beside panels lone cards leave them what they do not
    need, and what forks again gets a share for each of its own columns, where these are not narrower than `least`
    then."""
    full = [branch for branch in branches if branch.parts]
    panels = [level.has_panel(branch) for branch in branches]
    kept = [any(panels) and weight(branch) == 1 and not panel for branch, panel in zip(branches, panels, strict=True)]
    own = min(MOST, max(LEAST, SHARE * room), room / max(1, len(full)))
    shares = [0 if alone or not branch.parts else breadth(branch) for alone, branch in zip(kept, branches, strict=True)]
    if not any(panels) and max(shares) == 1:
        parts = [0.0 if not branch.parts else KIN if any(map(kin_of, branch.nodes())) else 1.0 for branch in branches]
        return [room * part / sum(parts) for part in parts]
    left = room - own * sum(kept)
    unit = (left - gap * sum(share - 1 for share in shares if share)) / max(1, sum(shares))
    if unit < least:
        shares, gap = [min(1, share) for share in shares], 0.0
        unit = left / max(1, sum(shares))
    return [own if alone else unit * share + gap * max(0, share - 1) for alone, share in zip(kept, shares, strict=True)]


def breadth(tree: Series) -> int:
    """How many columns stand side by side in a branch at the most.

    >>> from .tree import decompose
    >>> breadth(decompose("abcd", [("a", "b"), ("a", "c"), ("b", "d"), ("c", "d")]))
    2
    """
    forks = [part for part in tree.parts if isinstance(part, Parallel)]
    return max([1, *(sum(breadth(branch) for branch in part.branches if branch.parts) for part in forks)])


def arms_of(branch: Series) -> list[Series]:
    """What of a branch goes on one by one: itself, or the branches that it ends in.

    >>> from .tree import decompose
    >>> [str(arm) for arm in arms_of(decompose("abcd", [("a", "b"), ("a", "c"), ("c", "d")]))]
    ['b', 'c d']
    """
    last = branch.parts[-1] if branch.parts else None
    return [arm for each in last.branches for arm in arms_of(each)] if isinstance(last, Parallel) else [branch]
