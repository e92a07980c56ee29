"""Functions that lay numbers out anew: view, permute, squeeze, expand, repeat, pad."""

from __future__ import annotations

from collections.abc import Mapping

from ....model import Shape
from ....ops.bare import Picked
from ....ops.reshape import Flatten, Identity, Permute, Relaid, Reshape
from ....ops.tensor import ExpandDims, PadAll, Squeeze, Tile
from .call import Given, Made, Rule


def _view(given: Given) -> Made:
    return relaid("Reshape", given.shape, given.out)


def relaid(word: str, before: Shape, after: Shape) -> Made:
    """The same numbers in another shape: nothing, a flattening, or a reshape."""
    if before == after:
        return Made(word, Identity())
    for start in range(1, len(before)):
        for end in range(start + 1, len(before)):
            op = Flatten(start, end if end < len(before) - 1 else -1, channels_last=False)
            if len(after) == len(before) - (end - start) and op.infer([before])[0].shape == after:
                return Made("Flatten", op, {"start_dim": start, "end_dim": op.end})
    target = tuple(dim if isinstance(dim, int) else -1 for dim in after[1:])
    if target.count(-1) > 1:
        return Made("Reshape", Relaid(after[1:]), {"shape": [str(dim) for dim in after[1:]]})
    return Made("Reshape", Reshape(target, "shape"), {"shape": list(target)})


def _permute(given: Given) -> Made | None:
    dims = given.wholes(1, "dims")
    rank = len(given.shape)
    raw = len(dims) if dims else 0
    if not dims:
        return None
    where = {given.axis(-1, place): given.axis(0, dim) for place, dim in enumerate(dims)}
    return _ordered(where, rank, raw)


def _ordered(where: Mapping[int, int], rank: int, raw: int) -> Made | None:
    """Dims in another order; `where` says where each dim of the output comes from."""
    order = tuple(where.get(axis, 0) for axis in range(rank))
    if sorted(order) != list(range(rank)) or order[0] != 0 or raw not in (rank, rank - 1):
        return None
    if order == tuple(range(rank)):
        return Made("Permute", Identity())
    return Made("Permute", Permute(order), {"dims": list(order)})


def _transpose(given: Given) -> Made | None:
    first, second = given.whole(1, "dim0"), given.whole(2, "dim1")
    if first is None or second is None:
        first, second = -2, -1
    return _swapped(given, first, second)


def _swapped(given: Given, first: int, second: int) -> Made | None:
    one, two = given.axis(0, first), given.axis(0, second)
    rank = len(given.shape)
    if len(given.out) != rank:
        return None
    if 0 in (one, two) or given.axis(-1, first) == 0 or given.axis(-1, second) == 0:
        # The batch changes places with a dim: for one sample the order of the others stays.
        return Made("Permute", Identity()) if given.out == given.shape else _by_size(given)
    order = list(range(rank))
    order[one], order[two] = order[two], order[one]
    return Made("Permute", Permute(tuple(order)), {"dims": order})


def _by_size(given: Given) -> Made | None:
    """An order of dims told by their sizes, where these are all different."""
    sizes = given.shape[1:]
    if len(set(sizes)) != len(sizes) or sorted(map(str, sizes)) != sorted(map(str, given.out[1:])):
        return None
    order = (0, *(1 + sizes.index(dim) for dim in given.out[1:]))
    return Made("Permute", Permute(order), {"dims": list(order)})


def _unsqueeze(given: Given) -> Made | None:
    dim = given.whole(1, "dim")
    if dim is None:
        return None
    axis = given.axis(-1, dim)
    return Made("Unsqueeze", ExpandDims((axis,)), {"dim": dim}) if axis else None


def _squeeze(given: Given) -> Made | None:
    dim = given.whole(1, "dim")
    axes = (given.axis(0, dim),) if dim is not None else ()
    if len(given.out) == len(given.shape):
        return Made("Squeeze", Identity())
    return None if 0 in axes else Made("Squeeze", Squeeze(axes), {"dim": dim} if dim is not None else {})


def _spread(given: Given) -> Made | None:
    """`expand`, `repeat`, `tile`: how often each dim is repeated."""
    before, after = given.shape, given.out
    padded = (None, *((1,) * (len(after) - len(before))), *before[1:])
    counts = []
    for own, new in zip(padded[1:], after[1:], strict=False):
        if own == new:
            counts.append(1)
        elif own == 1 and isinstance(new, int):
            counts.append(new)
        elif isinstance(own, int) and isinstance(new, int) and own and new % own == 0:
            counts.append(new // own)
        else:
            return None
    if all(count == 1 for count in counts):
        return relaid("Expand", before, after)
    return Made("Repeat", Tile((1, *counts)), {"repeats": counts}) if len(padded) == len(before) else None


def _interleaved(given: Given) -> Made | None:
    count, dim = given.whole(1, "repeats"), given.whole(2, "dim")
    if count is None or dim is None or given.axis(0, dim) == 0:
        return None
    return Made("Repeat", Tile((count,), given.axis(0, dim)), {"repeats": count, "dim": dim})


def _pad(given: Given) -> Made | None:
    amounts = given.wholes(1, "pad")
    if amounts is None or len(amounts) % 2:  # worked out by the model itself
        return Made("Pad", Picked(given.out[1:])) if len(given.data) == 1 else None
    pairs = list(zip(amounts[::2], amounts[1::2], strict=True))[::-1]
    rank = len(given.shape)
    whole = ((0, 0),) * (rank - len(pairs)) + tuple(pairs)
    return Made("Pad", PadAll(whole), {"pad": amounts}) if len(whole) == rank else None


TABLE: dict[str, Rule] = {
    **dict.fromkeys(("view", "reshape", "view_as", "reshape_as", "flatten", "unflatten", "ravel"), _view),
    "permute": _permute,
    **dict.fromkeys(("transpose", "swapaxes", "swapdims", "t", "T", "mT"), _transpose),
    "unsqueeze": _unsqueeze,
    "squeeze": _squeeze,
    **dict.fromkeys(("expand", "expand_as", "repeat", "tile", "broadcast_to"), _spread),
    "repeat_interleave": _interleaved,
    **dict.fromkeys(("pad", "constant_pad_nd"), _pad),
}
