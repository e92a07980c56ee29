"""Dense layers: every output is a weighted sum of all inputs of one position; also bilinear and einsum forms.

Parameters (c_in + 1)·c_out; a dense layer works on the last dim, whatever comes before it, so its MACs are
positions·c_in·c_out.

>>> dense = Dense(128)
>>> dense.weigh([(None, 1568)]).params.worked(), dense.infer([(None, 7, 1568)])[0].shape
('(1,568 + 1)·128', (None, 7, 128))
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from ..errors import ShapeError
from ..formula import Expr, Num, Sym, times, total
from ..model import Dim, Shape
from .base import Fact, Op, Out, Size, Weight, Weights, one, positions, rank_of


def check_features(
    declared: int | None,
    got: Dim,
    *,
    argument: str,
    field: str = "c_in",
    operand: int = 0,
    axis: int = -1,
    key: str = "features",
) -> None:
    """ShapeError if the author declared another number than what comes in. `argument` is the framework's word for
    the setting, `field` the op's own. An unknown or named dim contradicts nothing."""
    if declared is not None and isinstance(got, int) and got != declared:
        raise ShapeError(
            key, argument=argument, operand=operand, axis=axis, expected=declared, got=got, fix=(field, got)
        )


def last_dim(inputs: Sequence[Shape] | None, declared: int | None) -> Dim:
    """The declared width, or that of the input. ShapeError if neither is known."""
    if declared is not None:
        return declared
    if inputs is None:
        raise ShapeError("not_reached")
    shape = one(inputs)
    rank_of(shape, 1)
    return shape[-1]


@dataclass(frozen=True)
class Dense(Op):
    """A dense layer. `c_in` is what the author declared (PyTorch, Paddle), under the name `argument`; None =
    taken from the input. `lora_rank` adds two thin matrices that are trained in place of the kernel."""

    units: int
    bias: bool = True
    c_in: int | None = None
    activation: str | None = None
    lora_rank: int | None = None
    argument: str = "in_features"
    family: ClassVar[str] = "dense"
    kind: ClassVar[str] = "dense"

    def infer(self, inputs: Sequence[Shape]) -> tuple[Out, ...]:
        shape = one(inputs)
        rank_of(shape, 1)
        check_features(self.c_in, shape[-1], argument=self.argument)
        out = (*shape[:-1], self.units)
        return (Out(out, (Size(len(out) - 1, "features", Sym("c_out", self.units)),)),)

    def weigh(self, inputs: Sequence[Shape] | None) -> Weights:
        c_in, c_out = Sym("c_in", last_dim(inputs, self.c_in)), Sym("c_out", self.units)
        bias = (Weight("bias", (c_out,)),) if self.bias else ()
        params = (c_in + 1) * c_out if self.bias else c_in * c_out
        if self.lora_rank is None:
            return Weights((Weight("kernel", (c_in, c_out)), *bias), params)
        rank = Sym("r", self.lora_rank)
        thin = (Weight("lora_kernel_a", (c_in, rank)), Weight("lora_kernel_b", (rank, c_out)))
        added = rank * (c_in + c_out)
        trained = c_out + added if self.bias else added
        return Weights(
            (Weight("kernel", (c_in, c_out), "fixed"), *bias, *thin), params + added, (trained, c_in * c_out)
        )

    def macs(self, inputs: Sequence[Shape], outputs: Sequence[Out]) -> Expr:
        return times(*positions(inputs[0]), Sym("c_in", inputs[0][-1]), Sym("c_out", self.units))

    def facts(self) -> tuple[Fact, ...]:
        width: Fact = ("units", self.units) if self.c_in is None else ("channels", (self.c_in, self.units))
        return (width, ("no_bias", not self.bias), ("lora_rank", self.lora_rank), ("activation", self.activation))


@dataclass(frozen=True)
class Bilinear(Op):
    """x₁ᵀ·A·x₂ + b: every output has a matrix of its own. `bias_rows`: the bias is kept as a matrix (Paddle)."""

    x_1: int
    x_2: int
    units: int
    bias: bool = True
    bias_rows: int | None = None
    arguments: tuple[str, str] = ("in1_features", "in2_features")
    family: ClassVar[str] = "dense"
    kind: ClassVar[str] = "bilinear"

    def infer(self, inputs: Sequence[Shape]) -> tuple[Out, ...]:
        if len(inputs) != 2:
            raise ShapeError("two_inputs", got=len(inputs))
        for operand, declared in enumerate((self.x_1, self.x_2)):
            rank_of(inputs[operand], 1)
            check_features(
                declared,
                inputs[operand][-1],
                argument=self.arguments[operand],
                field=f"x_{operand + 1}",
                operand=operand,
            )
        out = (*inputs[0][:-1], self.units)
        return (Out(out, (Size(len(out) - 1, "features", Sym("c_out", self.units)),)),)

    def weigh(self, inputs: Sequence[Shape] | None) -> Weights:
        x_1, x_2, c_out = Sym("x_1", self.x_1), Sym("x_2", self.x_2), Sym("c_out", self.units)
        bias = (c_out,) if self.bias_rows is None else (Num(self.bias_rows), c_out)
        tensors = (Weight("kernel", (c_out, x_1, x_2)), *((Weight("bias", bias),) if self.bias else ()))
        return Weights(tensors, (x_1 * x_2 + 1) * c_out if self.bias else x_1 * x_2 * c_out)

    def macs(self, inputs: Sequence[Shape], outputs: Sequence[Out]) -> Expr:
        return times(*positions(inputs[0]), Sym("c_out", self.units), Sym("x_1", self.x_1), Sym("x_2", self.x_2) + 1)

    def facts(self) -> tuple[Fact, ...]:
        return (("channels", (f"{self.x_1}×{self.x_2}", self.units)), ("no_bias", not self.bias))


@dataclass(frozen=True)
class EinsumDense(Op):
    """A dense layer over any dims, as an equation `input,kernel->output`; `output` are the dims beside the batch
    (None = as in the input), `bias_axes` the output's letters that have a bias each."""

    equation: str
    output: tuple[int | None, ...]
    bias_axes: str = ""
    activation: str | None = None
    lora_rank: int | None = None
    family: ClassVar[str] = "dense"
    kind: ClassVar[str] = "einsum_dense"

    def infer(self, inputs: Sequence[Shape]) -> tuple[Out, ...]:
        shape, letters = self._letters(inputs)
        out = (shape[0], *(letters[letter] for letter in self._out(shape)[1:]))
        kernel = set(self.equation.split("->")[0].split(",")[1])
        sizes = tuple(
            Size(axis, letter, Sym(f"n_{letter}", letters[letter]))
            for axis, letter in enumerate(self._out(shape))
            if axis and letter in kernel
        )
        return (Out(out, sizes),)

    def weigh(self, inputs: Sequence[Shape] | None) -> Weights:
        if inputs is None:
            raise ShapeError("not_reached")
        _, letters = self._letters(inputs)
        kernel = tuple(Sym(f"n_{letter}", letters[letter]) for letter in self.equation.split("->")[0].split(",")[1])
        bias = tuple(Sym(f"n_{letter}", letters[letter]) for letter in self.bias_axes)
        biases = (Weight("bias", bias),) if bias else ()
        params = [times(*kernel), *([times(*bias)] if bias else [])]
        if self.lora_rank is None:
            return Weights((Weight("kernel", kernel), *biases), total(*params))
        rank = Sym("r", self.lora_rank)
        thin = (Weight("lora_kernel_a", (*kernel[:-1], rank)), Weight("lora_kernel_b", (rank, kernel[-1])))
        added = [times(*kernel[:-1], rank), rank * kernel[-1]]
        tensors = (Weight("kernel", kernel, "fixed"), *biases, *thin)
        return Weights(tensors, total(*params, *added), (total(*params[1:], *added), params[0]))

    def macs(self, inputs: Sequence[Shape], outputs: Sequence[Out]) -> Expr:
        shape, letters = self._letters(inputs)
        kernel = self.equation.split("->")[0].split(",")[1]
        every = dict.fromkeys((*self._in(shape)[1:], *kernel))
        return times(*(Sym(f"n_{letter}", letters[letter]) for letter in every))

    def facts(self) -> tuple[Fact, ...]:
        return (("note", self.equation), ("lora_rank", self.lora_rank), ("activation", self.activation))

    def _in(self, shape: Shape) -> str:
        return _spelled(self.equation.split(",")[0], len(shape))

    def _out(self, shape: Shape) -> str:
        given = self.equation.split("->")[1]
        extra = len(shape) - len(self.equation.split(",")[0].replace("...", "")) if "..." in given else 0
        return _spelled(given, len(given.replace("...", "")) + extra)

    def _letters(self, inputs: Sequence[Shape]) -> tuple[Shape, dict[str, Dim]]:
        """The input and what each letter of the equation stands for. ShapeError if they do not fit."""
        shape = one(inputs)
        names = self._in(shape)
        if len(names) != len(shape):
            raise ShapeError("rank", argument="equation", expected=len(names) - 1, got=len(shape) - 1)
        letters: dict[str, Dim] = dict(zip(names, shape, strict=True))
        out = self._out(shape)[1:]
        if len(self.output) > len(out):
            raise ShapeError("rank", argument="output_shape", expected=len(out), got=len(self.output))
        for letter, dim in zip(out[len(out) - len(self.output) :], self.output, strict=True):
            known = letters.get(letter)
            if dim is not None and isinstance(known, int) and known != dim:
                raise ShapeError("features", argument="output_shape", axis=names.index(letter), expected=dim, got=known)
            letters[letter] = known if dim is None or known is not None else dim
        kernel = self.equation.split("->")[0].split(",")[1]
        for letter in (*out, *kernel, *self.bias_axes):
            if letter not in letters or (letter not in names and letter not in kernel):
                raise ShapeError("einsum_letter", argument="equation", letter=letter, equation=self.equation)
        return shape, letters


def _spelled(letters: str, count: int) -> str:
    """`...xy` with its dots replaced by as many letters as make `count`."""
    if "..." not in letters:
        return letters
    spare = [chr(code) for code in range(ord("A"), ord("Z") + 1)]
    return letters.replace("...", "".join(spare[: max(0, count - len(letters) + 3)]))
