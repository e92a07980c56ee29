"""ConvLSTM: an LSTM over images, whose gates are convolutions. Parameters 4·c_out·(k_h·k_w·(c_in + c_out) + 1).

>>> from .window import Padding, Window
>>> layer = ConvLSTM(Window((3, 3), (1, 1), (1, 1), Padding("same")), 4)
>>> layer.weigh([(None, 3, 9, 8, 2)]).params.worked(), layer.infer([(None, 3, 9, 8, 2)])[0].shape
('4·4·(3·3·(2 + 4) + 1)', (None, 9, 8, 4))
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from ..errors import ShapeError
from ..formula import Expr, Sym, times
from ..model import Dim, Shape
from .base import Fact, Op, Out, Weight, Weights, one, rank_of
from .window import Window, area, slide, split_channels, window_facts


@dataclass(frozen=True)
class ConvLSTM(Op):
    """A convolutional LSTM over (B, T, …image…). Output: the last image, or all with `return_sequences`; then
    both states with `return_state`."""

    window: Window
    filters: int
    bias: bool = True
    channels_last: bool = True
    return_sequences: bool = False
    return_state: bool = False
    activation: str | None = None
    family: ClassVar[str] = "seq"
    kind: ClassVar[str] = "conv_lstm"

    def infer(self, inputs: Sequence[Shape]) -> tuple[Out, ...]:
        step, steps = self._step(inputs)
        image = slide(step, self.window, self.channels_last, Sym("c_out", self.filters))
        states = (Out(image.shape),) * 2 if self.return_state else ()
        if not self.return_sequences:
            return (image, *states)
        sizes = tuple(size._replace(axis=size.axis + 1) for size in image.sizes)
        return (Out((image.shape[0], steps, *image.shape[1:]), sizes), *states)

    def weigh(self, inputs: Sequence[Shape] | None) -> Weights:
        if inputs is None:
            raise ShapeError("not_reached")
        c_in, c_out, kernel = self._channels(inputs), Sym("c_out", self.filters), self.window.kernel()
        tensors = [
            Weight("kernel", (*kernel, c_in, times(4, c_out))),
            Weight("recurrent_kernel", (*kernel, c_out, times(4, c_out))),
            *([Weight("bias", (times(4, c_out),))] if self.bias else []),
        ]
        seen = times(*kernel, c_in + c_out)
        return Weights(tuple(tensors), times(4, c_out, seen + 1 if self.bias else seen))

    def macs(self, inputs: Sequence[Shape], outputs: Sequence[Out]) -> Expr:
        step, steps = self._step(inputs)
        image = slide(step, self.window, self.channels_last, Sym("c_out", self.filters))
        c_in, c_out = self._channels(inputs), Sym("c_out", self.filters)
        return times(
            Sym("T", steps),
            area(image.shape, self.window.rank, self.channels_last),
            4,
            c_out,
            *self.window.kernel(),
            c_in + c_out,
        )

    def facts(self) -> tuple[Fact, ...]:
        return (
            ("kernel", self.window.kernel_size),
            ("filters", self.filters),
            *window_facts(self.window),
            ("return_sequences", self.return_sequences),
            ("no_bias", not self.bias),
            ("activation", self.activation),
        )

    def _step(self, inputs: Sequence[Shape]) -> tuple[Shape, Dim]:
        shape = one(inputs)
        rank_of(shape, self.window.rank + 2, self.window.rank + 2)
        return (shape[0], *shape[2:]), shape[1]

    def _channels(self, inputs: Sequence[Shape]) -> Sym:
        return Sym("c_in", split_channels(self._step(inputs)[0], self.window.rank, self.channels_last)[0])
