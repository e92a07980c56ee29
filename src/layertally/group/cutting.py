"""What a reader may choose of groups: by what a model is cut, how deep its scopes are opened.

In: the command's, the fence's or the plugin's words. Out: `Cutting`, checked once.

>>> cutting("scope", 2)
Cutting(by='scope', depth=2)
>>> cutting("scop")
Traceback (most recent call last):
...
layertally.errors.LayertallyError: error: `group-by: scop` is not one of auto, name, resolution, scope, none
  help: write `scope`
"""

from __future__ import annotations

from typing import Any, NamedTuple

from ..errors import LayertallyError, nearest

BY = ("auto", "name", "resolution", "scope", "none")
"""`auto`: the author's groups; else by scope where most weights lie in one; else by names and resolution."""


class Cutting(NamedTuple):
    """`by` is one of `BY`. `depth` says how many levels of scopes are open in a figure or a table; None: in a table
    all, in a figure as many as it has room for."""

    by: str = "auto"
    depth: int | None = None


AUTO = Cutting()


def cutting(by: str = "auto", depth: Any = None) -> Cutting:
    """Checked wishes. Raises LayertallyError."""
    if by not in BY:
        near = nearest(by, BY)
        raise LayertallyError(f"`group-by: {by}` is not one of {', '.join(BY)}", fix=f"write `{near}`" if near else "")
    if depth is not None and (isinstance(depth, bool) or not isinstance(depth, int) or depth < 0):
        raise LayertallyError(f"`depth: {depth}` is not a whole number from 0 on", fix="write 1, or leave it out")
    return Cutting(by, depth)
