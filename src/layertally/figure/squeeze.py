"""The same rows in less room: boxes keep their order and move together, each as near as it can to what it is joined to.

In: what stands in each row, how far boxes reach left and right, who is joined to whom, x as it was. Out: x that fits.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

SWEEPS = 6
Reach = tuple[float, float]


def squeezed(
    rows: Sequence[Sequence[int]],
    reach: Mapping[int, Reach],
    joined: Sequence[tuple[int, int]],
    x: Mapping[int, float],
    most: float,
    apart: float,
) -> dict[int, float]:
    """The x of every box so that all lie within `most` px; a row that is wider by itself stays as wide as it must be.

    >>> rows, reach = [[0, 1], [2]], {0: (20.0, 20.0), 1: (20.0, 20.0), 2: (20.0, 20.0)}
    >>> squeezed(rows, reach, [(0, 2), (1, 2)], {0: 20, 1: 220, 2: 120}, 100, 10)
    {0: 25.0, 1: 75.0, 2: 50.0}
    """
    low = min(at - reach[name][0] for name, at in x.items())
    high = max(at + reach[name][1] for name, at in x.items())
    factor = min(1.0, most / (high - low))
    out = {name: (at - low) * factor for name, at in x.items()}
    near: dict[int, list[int]] = {}
    for a, b in joined:
        near.setdefault(a, []).append(b)
        near.setdefault(b, []).append(a)
    for sweep in range(SWEEPS + 1):
        for names in rows if sweep % 2 == 0 else reversed(rows):
            if sweep:
                wanted = [_mean([out[other] for other in near.get(name, ())], out[name]) for name in names]
            else:
                wanted = [out[name] for name in names]
            out.update(zip(names, _apart(wanted, [reach[name] for name in names], most, apart), strict=True))
    return out


def _mean(values: Sequence[float], own: float) -> float:
    return sum(values) / len(values) if values else own


def _apart(wanted: Sequence[float], reach: Sequence[Reach], most: float, apart: float) -> list[float]:
    """Places in the same order, none over another, near to the wanted ones: from the left and from the right, halved
    between."""
    right = _packed([most - at for at in reversed(wanted)], [(b, a) for a, b in reversed(reach)], most, apart)
    return [(a + most - b) / 2 for a, b in zip(_packed(wanted, reach, most, apart), reversed(right), strict=True)]


def _packed(wanted: Sequence[float], reach: Sequence[Reach], most: float, apart: float) -> list[float]:
    out: list[float] = []
    edge = 0.0
    for at, (left, right) in zip(wanted, reach, strict=True):
        out.append(max(at, edge + left))
        edge = out[-1] + right + apart
    edge = most
    for i in range(len(out) - 1, -1, -1):
        out[i] = min(out[i], edge - reach[i][1])
        edge = out[i] - reach[i][0] - apart
    return out
