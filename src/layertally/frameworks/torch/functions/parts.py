"""Functions that join tensors and take parts of them: cat, stack, products, `x[…]`, chunk, split, topk."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ....ops.bare import Beside, Into, Picked
from ....ops.merge import Concatenate, MatMul
from ....ops.reshape import Identity
from ....ops.tensor import Append, Einsum, Part, Slice, Split, Stack
from .call import Given, Made, Rule


def _cat(given: Given) -> Made | None:
    dim = given.whole(1, "dim", given.whole(1, "axis", 0)) or 0
    axis, flowing = given.axis(0, dim), given.data
    given = given._replace(operands=tuple(each for each in given.operands if 0 not in each.shape))
    if len(given.operands) == 1:
        return Made("Concatenate", Identity())
    if len(flowing) == len(given.operands):
        return Made("Concatenate", Concatenate(axis), {"dim": dim})
    if axis == 0 or not flowing:
        return None
    parts = tuple(None if operand.data else operand.shape[1:] for operand in given.operands)
    return Made("Concatenate", Beside(axis, parts), {"dim": dim})


def _stack(given: Given) -> Made | None:
    dim = given.whole(1, "dim", 0) or 0
    return Made("Stack", Stack(given.axis(-1, dim)), {"dim": dim}) if given.data else None


def _matmul(given: Given) -> Made | None:
    if len(given.data) != 2 or len(given.operands) != 2:
        return None
    return Made("MatMul", MatMul())


def _einsum(given: Given) -> Made | None:
    equation = given.args[0] if given.args and isinstance(given.args[0], str) else ""
    terms = equation.replace(" ", "").split("->")[0].split(",")
    if "." in equation or "->" not in equation or any(not operand.data for operand in given.operands):
        return None
    for term, operand in zip(terms, given.operands, strict=False):
        if len(term) != len(operand.shape):
            return None
    return Made("Einsum", Einsum(equation.replace(" ", "")))


def _index(given: Given) -> Made | None:
    key = given.args[1] if len(given.args) > 1 else given.kwargs.get("idx")
    parts = list(key) if isinstance(key, (list, tuple)) else [key]
    read = [_part(part) for part in parts]
    if any(isinstance(part, str) for part in read):
        return _picked(given, parts, read)
    good: list[Part] = [part for part in read if not isinstance(part, str)]
    shift = len(given.shape) - _raw_rank(given)
    if shift > 0:  # the batch stands apart from the dims that are indexed
        first = good[1:] if good[:1] == [None] and _rank_of(good, given) > len(given.out) else good
        good = [(None, None, None), *first]  # a new dim in front of all stands where the batch would
    elif good and good[0] is None and given.shape[:1] == (None,):  # dims before the batch come after it
        ahead = next((at for at, part in enumerate(good) if part is not None), len(good))
        good = [*(good[ahead : ahead + 1] or [(None, None, None)]), *good[:ahead], *good[ahead + 1 :]]
    elif good and isinstance(good[0], int) and given.shape[:1] == (None,):
        good = [(None, None, None), *good[1:]]  # one sample of the batch is a sample still
    return Made("Slice", Slice(tuple(good)))


def _rank_of(parts: list[Part], given: Given) -> int:
    """How many dims come out, with one for the batch."""
    added = sum(part is None for part in parts)
    return len(given.shape) + added - sum(isinstance(part, int) for part in parts)


def _picked(given: Given, parts: list[Any], read: list[Part | str]) -> Made | None:
    """Rows picked by whole numbers: the place of the picked dim gets the dims of these numbers."""
    places = [at for at, part in enumerate(read) if part == "tensor"]
    if not places or not given.data:
        return None
    if "mask" in read or any(part not in ("tensor", (None, None, None)) for part in read):
        return Made("Gather", Picked(given.out[1:]))
    index = next(each for each in places)
    number = parts[index].get("t") if isinstance(parts[index], Mapping) else None
    if not isinstance(number, int) or number >= len(given.operands):
        return None
    dims = given.operands[number].shape[1:]
    axis = given.axis(0, index)
    if len(places) == 1 and axis and len(given.data) == 1 and all(isinstance(dim, int) for dim in dims):
        return Made("Gather", Append("take", tuple(dim for dim in dims if isinstance(dim, int)), axis))
    if places == [0, 1] and given.axis(0, 0) == 0:  # for each sample its own row
        return Made("Gather", Append("take", (), 1))
    return Made("Gather", Picked(given.out[1:]))


def _raw_rank(given: Given) -> int:
    """How many dims the tensor had as it was."""
    rank = len(given.shape)
    return rank if given.axis(0, 0) == 0 else rank - 1


def _part(part: Any) -> Part | str:
    if part is None:
        return None
    if isinstance(part, bool):
        return "mask"
    if isinstance(part, int):
        return part
    if part == "..." or (isinstance(part, Mapping) and "ellipsis" in part):
        return ...
    if isinstance(part, Mapping) and "slice" in part:
        ends = part["slice"]
        if all(end is None or isinstance(end, int) for end in ends):
            return (ends[0], ends[1], ends[2])
    return "tensor"


def _select(given: Given) -> Made | None:
    dim, index = given.whole(1, "dim"), given.whole(2, "index")
    if dim is None or index is None or given.axis(0, dim) == 0:
        return None
    key: tuple[Part, ...] = ((None, None, None),) * given.axis(0, dim)
    return Made("Slice", Slice((*key, index)), {"dim": dim, "index": index})


def _gather(given: Given) -> Made | None:
    """One element for each whole number of an index."""
    if len(given.operands) != 2 or given.operands[1].data or given.operands[1].shape != given.out:
        return None
    return Made("Gather", Picked(given.out[1:]), {"dim": given.whole(1, "dim")})


def _index_select(given: Given) -> Made | None:
    """Rows of one dim, by their numbers."""
    dim, index = given.whole(1, "dim"), given.operands[-1].shape[1:]
    axis = given.axis(0, dim) if dim is not None else 0
    if dim is not None and axis == 0:  # samples of the batch, or nodes of a graph at the ends of its edges
        return Made("Gather", Picked(given.out[1:]), {"dim": dim})
    if not axis or len(given.operands) != 2 or not all(isinstance(size, int) for size in index):
        return None
    return Made("Gather", Append("take", tuple(size for size in index if isinstance(size, int)), axis), {"dim": dim})


def _distances(given: Given) -> Made | None:
    """How far rows are from other rows: one number a pair."""
    return Made("CDist", Picked(given.out[1:])) if given.data else None


def _strided(given: Given) -> Made | None:
    """Windows of memory that may overlap."""
    return Made("AsStrided", Picked(given.out[1:])) if len(given.data) == 1 else None


def _written(given: Given) -> Made | None:
    """Values written into a part of a tensor, or added there, whose shape it keeps."""
    return Made("Write", Into(given.out[1:])) if given.data else None


def _narrow(given: Given) -> Made | None:
    dim, start, length = given.whole(1, "dim"), given.whole(2, "start"), given.whole(3, "length")
    if dim is None or start is None or length is None:
        return None
    key: tuple[Part, ...] = ((None, None, None),) * given.axis(0, dim)
    return Made("Slice", Slice((*key, (start, start + length, None))))


def _parts(given: Given) -> Made | None:
    """`chunk`, `split`, `tensor_split`: the parts as they came out."""
    dim = given.whole(2, "dim", 0) or 0
    axis = given.axis(0, dim)
    sizes = [out[axis] if axis < len(out) else None for out in given.outs]
    if axis == 0 or not sizes:
        return None
    if len(set(sizes)) == 1:
        return Made("Split", Split(len(sizes), axis), {"dim": dim})
    ends, at = [], 0
    for size in sizes[:-1]:
        if not isinstance(size, int):
            return None
        at += size
        ends.append(at)
    return Made("Split", Split(tuple(ends), axis), {"dim": dim})


def _unbind(given: Given) -> Made | None:
    dim = given.whole(1, "dim", 0) or 0
    axis = given.axis(0, dim)
    return Made("Unbind", Split(len(given.outs), axis, remove=True), {"dim": dim}) if axis else None


def _topk(given: Given) -> Made | None:
    count, dim = given.whole(1, "k"), given.whole(2, "dim", -1)
    axis = given.axis(0, -1 if dim is None else dim)
    return Made("TopK", Append("top_k", (count,), axis, len(given.outs)), {"k": count}) if count and axis else None


def _one_hot(given: Given) -> Made | None:
    last = given.out[-1] if len(given.out) > 1 else None
    return Made("OneHot", Append("one_hot", (last,))) if isinstance(last, int) else None


WRITES = ("__setitem__", "copy_", "index_add", "index_copy", "index_put", "index_fill", "scatter", "scatter_add",
          "index_reduce", "scatter_reduce")  # fmt: skip

TABLE: dict[str, Rule] = {
    **dict.fromkeys(("cat", "concat", "concatenate"), _cat),
    "stack": _stack,
    **dict.fromkeys(("matmul", "__matmul__", "bmm", "mm"), _matmul),
    "einsum": _einsum,
    "__getitem__": _index,
    **dict.fromkeys(WRITES, _written),
    **dict.fromkeys(("gather", "take_along_dim"), _gather),
    "index_select": _index_select,
    "as_strided": _strided,
    "cdist": _distances,
    "select": _select,
    "narrow": _narrow,
    **dict.fromkeys(("chunk", "split", "tensor_split", "split_with_sizes", "hsplit", "vsplit"), _parts),
    "unbind": _unbind,
    "topk": _topk,
    "one_hot": _one_hot,
}
