"""The arithmetic of sliding windows, shared by convolution and pooling: one spatial dim at a time.

In: the size that comes in, kernel, stride, dilation, padding. Out: the formula of the size that goes out. Rules and
their sources: Dumoulin & Visin, arXiv:1603.07285; each framework's documentation for its own padding words.

>>> Window((3, 3), (2, 2), (1, 1), Padding.of((1, 1))).size(0, 28, "H").worked()
'⌊(28 + 2·1 − 3)/2⌋ + 1'
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from ..errors import ShapeError
from ..formula import Expr, Sym, ceil, floor, times, unless_zero
from ..model import Dim, Shape
from .base import Fact, Out, Size

AXES = {1: ("T",), 2: ("H", "W"), 3: ("D", "H", "W")}
SUBSCRIPT = {"T": "", "D": "_d", "H": "_h", "W": "_w"}
SIDES = {"T": ("_l", "_r"), "D": ("_f", "_k"), "H": ("_t", "_b"), "W": ("_l", "_r")}


@dataclass(frozen=True, slots=True)
class Padding:
    """How the border is filled. `valid`: nothing; `same`: output ⌈n/s⌉; `causal`: all of it before; `explicit`: `pairs`
    (begin, end) a dim; `stride_one_same`: PyTorch's word `same`, only with stride 1."""

    mode: Literal["valid", "same", "causal", "explicit", "stride_one_same"] = "valid"
    pairs: tuple[tuple[int, int], ...] = ()

    @staticmethod
    def of(amounts: tuple[int, ...]) -> Padding:
        """The same on both sides of a dim, one amount a dim."""
        return Padding("explicit", tuple((amount, amount) for amount in amounts))

    def pair(self, dim: int) -> tuple[int, int]:
        return self.pairs[dim] if self.mode == "explicit" else (0, 0)


@dataclass(frozen=True, slots=True)
class Window:
    """Kernel, stride, dilation and padding of all spatial dims. `ceil_mode`: `no`, `trimmed` (PyTorch: a window must
    not start in the right padding) or `naive` (Paddle). `clipped`: a window larger than the image is cut to it, as
    Paddle does, so long as it is not larger by a stride."""

    kernel_size: tuple[int, ...]
    stride: tuple[int, ...]
    dilation: tuple[int, ...]
    padding: Padding = Padding()
    ceil_mode: Literal["no", "trimmed", "naive"] = "no"
    clipped: bool = False

    @property
    def rank(self) -> int:
        return len(self.kernel_size)

    @property
    def labels(self) -> tuple[str, ...]:
        """The names of the spatial dims: T; H, W; D, H, W."""
        return AXES[self.rank]

    def kernel(self) -> list[Expr]:
        """k_h, k_w (k alone in one dim) with their values."""
        return [Sym(f"k{SUBSCRIPT[label]}", k) for label, k in zip(self.labels, self.kernel_size, strict=True)]

    def size(self, dim: int, n: Dim, label: str) -> Expr:
        """The formula of the size that goes out of spatial dim `dim` if `n` comes in. ShapeError if no window fits."""
        n_, s_ = Sym(label, n), Sym(f"s{SUBSCRIPT[label]}", self.stride[dim])
        if self.padding.mode in {"same", "causal"} and self.ceil_mode == "no":
            return ceil(n_, s_)
        if self.padding.mode == "stride_one_same":
            return n_
        inside = self._inside(dim, n_, label)
        room = inside.value
        up = self.ceil_mode != "no" or (self.clipped and isinstance(room, int) and room < 0)
        out = (ceil if up else floor)(inside, s_) + 1
        size = out.value
        if isinstance(size, int) and size < 1:
            key = "window_too_long" if self.rank == 1 else "window_too_large"
            raise ShapeError(
                key, argument="padding", fix=self._fix(dim, n), formula=out, n=n, kernel=self.kernel_size[dim]
            )
        begin, _ = self.padding.pair(dim)
        if self.ceil_mode == "trimmed" and isinstance(n, int) and isinstance(size, int):
            # PyTorch drops a last window that would start in the right padding.
            return out - 1 if (size - 1) * self.stride[dim] >= n + begin else out
        return out

    def _inside(self, dim: int, n: Sym, label: str) -> Expr:
        """How far the window's first element may move: n + 2·p − k."""
        kernel, d = Sym(f"k{SUBSCRIPT[label]}", self.kernel_size[dim]), self.dilation[dim]
        if self.padding.mode == "same":
            padded: Expr = n + same_total(n.number, self.kernel_size[dim], self.stride[dim], label)
        else:
            padded = n + pad_term(*self.padding.pair(dim), label)
        return padded - kernel if d == 1 else padded - Sym(f"d{SUBSCRIPT[label]}", d) * (kernel - 1) - 1

    def _fix(self, dim: int, n: Dim) -> tuple[str, object] | None:
        """The padding that lets this window in."""
        if self.padding.mode == "valid":
            return ("padding", "same")
        reach = self.dilation[dim] * (self.kernel_size[dim] - 1) + 1
        half = (reach - 1) // 2
        return ("padding", half if isinstance(n, int) and n + 2 * half >= reach else reach // 2)


def pad_term(begin: int, end: int, label: str, symbol: str = "p") -> Expr:
    """What padding adds to a dim: 2·p_h, or p_t + p_b where the sides differ; left out of the text where it is zero."""
    if begin == end:
        return unless_zero(2 * Sym(f"{symbol}{SUBSCRIPT[label]}", begin))
    first, last = SIDES[label]
    return unless_zero(Sym(f"{symbol}{first}", begin)) + unless_zero(Sym(f"{symbol}{last}", end))


def same_total(n: Dim, kernel: int, stride: int, label: str) -> Expr:
    """What SAME adds to a dim on both sides together: max((⌈n/s⌉ − 1)·s + k − n, 0)."""
    total = max((-(-n // stride) - 1) * stride + kernel - n, 0) if isinstance(n, int) else None
    return Sym(f"P{SUBSCRIPT[label]}", total)


def slide(shape: Shape, window: Window, channels_last: bool, channels: Expr | None = None) -> Out:
    """The output of a window that slides over all spatial dims. `channels` is the formula of the channels that go out;
    None = as many as come in. ShapeError if the rank is another or no window fits."""
    c_in, spatial = split_channels(shape, window.rank, channels_last)
    formulas = [window.size(dim, n, label) for dim, (label, n) in enumerate(zip(window.labels, spatial, strict=True))]
    return spread(shape[0], window.labels, formulas, channels_last, c_in if channels is None else channels)


def spread(batch: Dim, labels: tuple[str, ...], formulas: list[Expr], channels_last: bool, channels: Expr | Dim) -> Out:
    """An output from the formulas of its spatial dims; channels that are a formula get a line of their own."""
    amount = channels.value if isinstance(channels, Expr) else channels
    out = join_channels(batch, amount, tuple(formula.value for formula in formulas), channels_last)
    sizes = [
        Size(spatial_axis(dim, channels_last), label, formula)
        for dim, (label, formula) in enumerate(zip(labels, formulas, strict=True))
    ]
    if isinstance(channels, Expr):
        sizes.append(Size(len(out) - 1 if channels_last else 1, "C", channels))
    return Out(out, tuple(sizes))


def split_channels(shape: Shape, rank: int, channels_last: bool) -> tuple[Dim, tuple[Dim, ...]]:
    """(channels, spatial dims) of a shape with `rank` spatial dims. ShapeError if the rank is another."""
    if len(shape) != rank + 2:
        raise ShapeError("rank", expected=rank + 1, got=len(shape) - 1)
    return (shape[-1], shape[1:-1]) if channels_last else (shape[1], shape[2:])


def join_channels(batch: Dim, channels: Dim, spatial: tuple[Dim, ...], channels_last: bool) -> Shape:
    """The shape from its parts, in the order of the data format."""
    return (batch, *spatial, channels) if channels_last else (batch, channels, *spatial)


def spatial_axis(dim: int, channels_last: bool) -> int:
    """Where spatial dim `dim` stands in the shape."""
    return dim + (1 if channels_last else 2)


def positions_in(shape: Shape, rank: int, channels_last: bool, mark: str = "") -> list[Expr]:
    """H, W with their values; with `mark` ' the positions of an output: H', W'."""
    _, spatial = split_channels(shape, rank, channels_last)
    return [Sym(f"{label}{mark}", n) for label, n in zip(AXES[rank], spatial, strict=True)]


def area(shape: Shape, rank: int, channels_last: bool) -> Expr:
    """H'·W' of an output."""
    return times(*positions_in(shape, rank, channels_last, "'"))


def window_facts(window: Window) -> tuple[Fact, ...]:
    """Stride, padding, dilation, as every window says them."""
    return (("stride", window.stride), ("padding", window.padding), ("dilation", window.dilation))


def each(shape: Shape, rank: int, channels_last: bool, size: Callable[[int, Dim, str], Expr], argument: str) -> Out:
    """The output where `size(dim, n, label)` is the formula of each spatial dim and channels stay. ShapeError if
    nothing is left of a dim; `argument` is then the setting to point at."""
    channels, spatial = split_channels(shape, rank, channels_last)
    formulas = [size(dim, n, label) for dim, (label, n) in enumerate(zip(AXES[rank], spatial, strict=True))]
    for formula in formulas:
        if isinstance(formula.value, int) and formula.value < 1:
            raise ShapeError("empty", argument=argument, formula=formula)
    return spread(shape[0], AXES[rank], formulas, channels_last, channels)
