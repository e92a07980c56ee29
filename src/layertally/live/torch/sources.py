"""Where each tensor comes from: a node, a parameter, a buffer, an input; also through views and writes in place.

In: tensors as they are met. Out: sources as they stand in a record, `("n", node, output)`, `("p", name)`, ….

A source is an attribute of the tensor object, so it cannot be fooled by a number that is used again. A tensor that was
made where nobody looked is found by the memory it shares; a write through one view is seen by every other that
overlaps it.
"""

from __future__ import annotations

import weakref
from contextlib import suppress
from typing import Any, NamedTuple

from .modules import Names
from .private import memory_of

Src = tuple[Any, ...]


class Extent(NamedTuple):
    """What part of its memory a tensor looks at."""

    offset: int
    sizes: tuple[int, ...]
    strides: tuple[int, ...]

    @classmethod
    def of(cls, tensor: Any) -> Extent:
        return cls(tensor.storage_offset(), tuple(tensor.shape), tuple(tensor.stride()))


class Sources:
    """The sources of one run over one model. `keep` holds tensors alive, so that no memory is used twice."""

    def __init__(self, model: Any, keep: bool) -> None:
        self.model, self.keep = model, keep
        self.parameters: dict[int, list[str]] = {}
        self.buffers: dict[int, list[str]] = {}
        self.modules: dict[int, str] = {}
        self.kept: list[Any] = []
        self._last: dict[int, tuple[Any, Src]] = {}
        self._writes: dict[int, list[tuple[int, Extent]]] = {}
        self.learn()

    def learn(self) -> None:
        """The names of what the model holds now: the first is the one that is used, the others are tied to it."""
        shown = Names(self.model)
        for name, module in self.model.named_modules():
            self.modules.setdefault(id(module), shown(name))
        for held, names in (
            (self.model.named_parameters(remove_duplicate=False), self.parameters),
            (self.model.named_buffers(remove_duplicate=False), self.buffers),
        ):
            for path, tensor in held:
                name = shown(path)
                known = names.setdefault(id(tensor), [])
                if name not in known:
                    known.append(name)

    def twin(self, tensor: Any, other: Any) -> None:
        """`other` stands for `tensor` from now on."""
        for names in (self.parameters, self.buffers):
            if id(tensor) in names:
                names[id(other)] = names[id(tensor)]
        known = getattr(tensor, "_layertally_src", None)
        if known is not None:
            other._layertally_src = known  # noqa: SLF001 - our own mark
        self.kept += [tensor, other]

    def mark(self, tensor: Any, src: Src) -> None:
        """This tensor comes from there."""
        with suppress(AttributeError, RuntimeError):
            tensor._layertally_src = (self, src)  # noqa: SLF001 - our own mark
        memory = memory_of(tensor)
        if memory is not None:
            self._last[memory] = (weakref.ref(tensor), src)
        if self.keep:
            self.kept.append(tensor)

    def known(self, tensor: Any) -> Src | None:
        """Its source; None for one that nobody has seen."""
        names = self.parameters.get(id(tensor))
        if names is not None:
            return ("p", names[0])
        mark = getattr(tensor, "_layertally_src", None)
        if mark is not None and mark[0] is self:
            src: Src = mark[1]
            return src
        names = self.buffers.get(id(tensor))
        if names is not None:
            return ("b", names[0])
        memory = memory_of(tensor)
        last = self._last.get(memory) if memory is not None else None
        if last is not None and (self.keep or last[0]() is not None):
            return last[1]
        return None

    def wrote(self, tensor: Any, node: int) -> None:
        """A node wrote into this tensor's memory."""
        memory = memory_of(tensor)
        if memory is None:
            return
        try:
            self._writes.setdefault(memory, []).append((node, Extent.of(tensor)))
        except (RuntimeError, NotImplementedError):
            return

    def later(self, tensor: Any, src: Src) -> list[Src]:
        """Writes after `src` through other views of the same memory that this tensor sees."""
        if not self._writes:
            return []
        memory = memory_of(tensor)
        writes = self._writes.get(memory) if memory is not None else None
        if not writes:
            return []
        since = src[1] if src[0] == "n" else -1
        try:
            seen = Extent.of(tensor)
        except (RuntimeError, NotImplementedError):
            return []
        return [("n", node, 0) for node, written in writes if node > since and overlap(written, seen)]


def overlap(a: Extent, b: Extent) -> bool:
    """Whether two views of one memory meet: certain where they have the same strides, else by their ends.

    >>> row = Extent(0, (1, 4), (4, 1))
    >>> overlap(row, Extent(4, (1, 4), (4, 1))), overlap(row, Extent(2, (2, 2), (4, 1)))
    (False, True)
    """
    end_a = a.offset + sum((size - 1) * stride for size, stride in zip(a.sizes, a.strides, strict=True))
    end_b = b.offset + sum((size - 1) * stride for size, stride in zip(b.sizes, b.strides, strict=True))
    if end_a < b.offset or end_b < a.offset or 0 in a.sizes or 0 in b.sizes:
        return False
    if a.strides != b.strides:
        return True
    at_a, at_b = a.offset, b.offset
    for dim in sorted(range(len(a.strides)), key=lambda dim: -a.strides[dim]):
        stride = a.strides[dim]
        if stride == 0:
            continue
        first_a, first_b = at_a // stride, at_b // stride
        at_a, at_b = at_a % stride, at_b % stride
        if first_a + a.sizes[dim] <= first_b or first_b + b.sizes[dim] <= first_a:
            return False
    return True
