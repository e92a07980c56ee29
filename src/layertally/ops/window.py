"""The arithmetic of sliding windows, shared by convolution and pooling: one spatial dim at a time.

In: the size that comes in, kernel, stride, dilation, padding. Out: the formula of the size that goes out. Rules and
their sources: Dumoulin & Visin, arXiv:1603.07285; each framework's documentation for its own padding words.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from ..errors import ShapeError
from ..formula import Expr, Sym, ceil, floor, unless_zero
from ..model import Dim, Shape

AXES = {1: ("T",), 2: ("H", "W"), 3: ("D", "H", "W")}
SUBSCRIPT = {"T": "", "D": "_d", "H": "_h", "W": "_w"}


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
    not start in the right padding) or `naive` (Paddle)."""

    kernel_size: tuple[int, ...]
    stride: tuple[int, ...]
    dilation: tuple[int, ...]
    padding: Padding = Padding()
    ceil_mode: Literal["no", "trimmed", "naive"] = "no"

    @property
    def rank(self) -> int:
        return len(self.kernel_size)

    def size(self, dim: int, n: Dim, label: str) -> Expr:
        """The formula of the size that goes out of spatial dim `dim`, into which `n` comes. ShapeError if no window fits."""
        sub = SUBSCRIPT[label]
        k, s, d = self.kernel_size[dim], self.stride[dim], self.dilation[dim]
        n_, s_ = Sym(label, n), Sym(f"s{sub}", s)
        if self.padding.mode in ("same", "causal"):
            return ceil(n_, s_)
        if self.padding.mode == "stride_one_same":
            return n_
        reach = self._reach(k, d, sub)
        begin, end = self.padding.pair(dim)
        pad = 2 * Sym(f"p{sub}", begin) if begin == end else Sym(f"p{sub}b", begin) + Sym(f"p{sub}e", end)
        padded = n_ + unless_zero(pad) if begin == end else n_ + pad
        inside = padded - reach
        if isinstance(n, int) and (inside.value or 0) < 0:  # type: ignore[operator]
            raise ShapeError("window_too_large", argument="kernel_size", axis=dim, formula=floor(inside, s_) + 1, n=n, kernel=k)
        out = (floor if self.ceil_mode == "no" else ceil)(inside, s_) + 1
        if self.ceil_mode == "trimmed" and isinstance(n, int) and isinstance(out.value, int) and (out.value - 1) * s >= n + begin:
            out = out - 1  # the last window would start in the right padding
        return out

    def _reach(self, k: int, d: int, sub: str) -> Expr:
        kernel = Sym(f"k{sub}", k)
        return kernel if d == 1 else Sym(f"d{sub}", d) * (kernel - 1) + 1


def split_channels(shape: Shape, rank: int, channels_last: bool) -> tuple[Dim, tuple[Dim, ...]]:
    """(channels, spatial dims) of a shape with `rank` spatial dims. ShapeError if the rank is another."""
    if len(shape) != rank + 2:
        raise ShapeError("rank", expected=rank + 1, got=len(shape) - 1)
    return (shape[-1], shape[1:-1]) if channels_last else (shape[1], shape[2:])


def join_channels(batch: Dim, channels: Dim, spatial: tuple[Dim, ...], channels_last: bool) -> Shape:
    return (batch, *spatial, channels) if channels_last else (batch, channels, *spatial)


def spatial_axis(dim: int, channels_last: bool) -> int:
    """Where spatial dim `dim` stands in the shape."""
    return dim + (1 if channels_last else 2)
