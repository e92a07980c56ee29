"""Values on the meta device: a small tensor whose content follows from constants and integer inputs carries a copy.

In: tensors and calls. Out: what `.item()`, `bool()`, `tolist()`, `nonzero()` would answer on a CPU. Where the content
hangs on weights or on the data, an answer is assumed and noted: never silently.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Callable
from typing import Any, NamedTuple

import torch

from .private import without_modes, without_torch_function
from .walk import replaced, tensors

MOST_WHOLE, MOST_REAL = 1 << 18, 1 << 15
"""Elements up to which a value is kept: of integers and truth values, of real numbers."""
MOST_MADE_UP = 1 << 25
DEVICE = re.compile(r"(cpu|cuda|meta|mps|xpu|hpu|npu|ipu|vulkan)(:\d+)?")

ASKS = {
    "item", "__bool__", "__int__", "__float__", "__index__", "__complex__", "tolist", "numpy", "is_nonzero", "equal",
    "allclose", "__contains__", "__array__",
}  # fmt: skip
"""Calls that leave torch: their answer is a number, a list, an array."""
TRUTHS = {"__bool__", "is_nonzero", "equal", "allclose", "__contains__"}
NUMBERS = {"item", "__int__", "__float__", "__index__", "__complex__"}
PICKS = {
    "topk", "sort", "argsort", "argmax", "argmin", "multinomial", "max", "min", "searchsorted", "bucketize", "msort",
    "kthvalue", "mode", "median", "randint", "randperm",
}  # fmt: skip
"""Calls that answer with indices."""
MADE = {"tensor", "as_tensor", "full", "scalar_tensor", "arange", "linspace", "logspace"}


class Assumed(NamedTuple):
    """A question that the run asked and only real numbers could answer."""

    scope: str
    call: str
    answer: str


class Values:
    """The values of one run. `scope` says in which module it is, `made_by` which op a tensor comes from."""

    def __init__(self, scope: Callable[[], str], made_by: Callable[[Any], str]) -> None:
        self.scope, self.made_by = scope, made_by
        self.assumed: list[Assumed] = []
        self.quiet = False

    def get(self, tensor: Any) -> Any | None:
        """The value, if it is known."""
        held = getattr(tensor, "_layertally_value", None)
        return held[0] if held is not None and held[1][0] else None

    def put(self, tensor: Any, value: Any, near: tuple[Any, ...] = ()) -> None:
        """Note a value, unless it is too large. Views of one memory are known or unknown together: `near` are tensors
        whose memory it may share."""
        if not isinstance(value, torch.Tensor) or value.device.type != "cpu" or value.shape != tensor.shape:
            return
        real = value.dtype.is_floating_point or value.dtype.is_complex
        if value.numel() > (MOST_REAL if real else MOST_WHOLE) or value.layout != torch.strided:
            return
        memory = value.untyped_storage().data_ptr()
        known = [True]
        for each in near:
            held = getattr(each, "_layertally_value", None)
            if held is not None and held[0].untyped_storage().data_ptr() == memory:
                known = held[1]
                break
        tensor._layertally_value = (value, known)  # noqa: SLF001 - our own mark

    def forget(self, tensor: Any) -> None:
        """Its memory was written to with what is not known."""
        held = getattr(tensor, "_layertally_value", None)
        if held is not None:
            held[1][0] = False

    def made_up(self, tensor: Any) -> Any:
        """Its value, or numbers that will do: true, zero, between 0 and 1."""
        known = self.get(tensor)
        if known is not None or tensor.device.type == "cpu":
            return tensor if known is None else known
        if tensor.numel() > MOST_MADE_UP:
            raise MemoryError("too large for made-up values")
        if tensor.dtype == torch.bool:
            return torch.ones(tensor.shape, dtype=tensor.dtype, device="cpu")
        if tensor.dtype.is_floating_point or tensor.dtype.is_complex:
            return torch.rand(tensor.shape, device="cpu").to(tensor.dtype)
        return torch.zeros(tensor.shape, dtype=tensor.dtype, device="cpu")

    def on_cpu(self, func: Any, args: Any, kwargs: Any, get: Callable[[Any], Any]) -> Any:
        """The call itself, on values."""
        self.quiet = True
        try:
            with without_torch_function(), without_modes(), warnings.catch_warnings():
                warnings.simplefilter("ignore")
                given = tuple("cpu" if is_device(each) else each for each in replaced(args, get))
                named = replaced(kwargs, get)
                if named.get("device") is not None:
                    named["device"] = "cpu"
                return func(*given, **named)
        finally:
            self.quiet = False

    def beside(self, name: str, func: Any, args: Any, kwargs: Any, ins: list[Any]) -> Any | None:
        """The value of a call whose inputs' values are all known; None where one is not, or it is too large."""
        if not ins:
            if name not in MADE and _size_of(args, kwargs) > MOST_WHOLE:
                return None
        else:
            count = 0
            for tensor in ins:
                if self.get(tensor) is None:
                    return None
                count += tensor.numel()
            if count > MOST_WHOLE:
                return None
        try:
            return self.on_cpu(func, args, kwargs, self.get)
        except Exception:  # noqa: BLE001 - the call on meta says what is wrong with it
            return None

    def answer(self, name: str, func: Any, args: Any, kwargs: Any) -> Any:
        """What a call that leaves torch gives: the truth where it is known, else an assumption."""
        known = all(self.get(tensor) is not None or tensor.device.type == "cpu" for tensor in tensors((args, kwargs)))
        if known or name not in TRUTHS | NUMBERS:
            found = self.on_cpu(func, args, kwargs, self.made_up)
        elif name in TRUTHS:
            found = name in ("equal", "allclose") or self.made_by(args[0]) == "all"
        else:
            dtype = args[0].dtype
            found = 1.0 if dtype.is_floating_point else False if dtype == torch.bool else 1
        if not known:
            self.assume(name, repr(found)[:60])
        return found

    def pick(self, name: str, args: Any, kwargs: Any, out: Any) -> None:
        """Indices that hang on unknown numbers: each in turn, so that every expert gets its fair share."""
        for tensor in tensors(out):
            if tensor.dtype == torch.int64 and 0 < tensor.numel() <= MOST_WHOLE and isinstance(args[0], torch.Tensor):
                dim = kwargs.get("dim", -1)
                among = args[0].shape[dim] if isinstance(dim, int) and args[0].dim() else 1
                turns = torch.arange(tensor.numel(), device="cpu") % max(among, 1)
                self.put(tensor, turns.reshape(tensor.shape))
                self.assume(name, "balanced")

    def assume(self, call: str, answer: str) -> None:
        """Note an answer that is not known to be true."""
        found = Assumed(self.scope(), call, answer)
        if len(self.assumed) < 1000 and found not in self.assumed[-8:]:
            self.assumed.append(found)


def is_device(value: Any) -> bool:
    """Whether an argument names a device."""
    return isinstance(value, torch.device) or (isinstance(value, str) and DEVICE.fullmatch(value) is not None)


def _size_of(args: Any, kwargs: Any) -> int:
    """The elements of what is made of sizes alone."""
    count = 1
    for value in (*args, kwargs.get("size", ())):
        for each in value if isinstance(value, (tuple, list)) else (value,):
            if isinstance(each, int) and not isinstance(each, bool):
                count *= max(each, 1)
    return count
