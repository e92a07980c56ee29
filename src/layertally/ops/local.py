"""A convolution whose kernel is another one at every place: parameters H'·W'·(k_h·k_w·c_in + 1)·c_out (Keras 2).

>>> from .window import Padding, Window
>>> local = LocalConv(Window((3, 3), (1, 1), (1, 1)), filters=4, channels_last=True)
>>> local.weigh([(None, 6, 5, 2)]).params.worked(), local.infer([(None, 6, 5, 2)])[0].shape
('4·3·(3·3·2 + 1)·4', (None, 4, 3, 4))
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from ..errors import ShapeError
from ..formula import Expr, Sym, times
from ..model import Shape
from .base import Weight, Weights
from .conv import Conv
from .window import area


@dataclass(frozen=True)
class LocalConv(Conv):
    """Kernel and bias for each place of the output."""

    kind: ClassVar[str] = "local"

    def weigh(self, inputs: Sequence[Shape] | None) -> Weights:
        if inputs is None:
            raise ShapeError("not_reached")
        where = area(self.infer(inputs)[0].shape, self.window.rank, self.channels_last)
        c_in, c_out = Sym("c_in", self.channels_in(inputs)), Sym("c_out", self.filters)
        kernel = times(*self.window.kernel(), c_in)
        bias = (Weight("bias", (where, c_out)),) if self.bias else ()
        fan_in: Expr = kernel + 1 if self.bias else kernel
        return Weights((Weight("kernel", (where, kernel, c_out)), *bias), times(where, fan_in, c_out))
