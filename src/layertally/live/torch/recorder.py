"""Runs a model and listens at three heights: torch calls by their Python names, runs of modules, aten operations.

In: a model and its inputs. Out: nodes and calls with edges between them. On the meta device nothing is computed; small
values are carried along (`values.py`). A call that meta cannot do is done on values instead.
"""

from __future__ import annotations

from typing import Any

import torch
from torch.overrides import TorchFunctionMode

from .arguments import plain
from .flops import AtenCounter, grouped_mm
from .graph import Call, Node, dtype_of
from .modules import unwrapped, watched
from .private import is_lazy, without_torch_function
from .sources import Sources, Src
from .taken import FACTS, PROPERTIES, Taken
from .values import ASKS, MOST_WHOLE, PICKS, Values, is_device
from .walk import named, replaced, tensors

META = torch.device("meta")
REFUSED = ("meta", "data-dependent", "fake", "nonzero")
"""Words of an error that speaks of the meta device and not of the model."""


class Recorder(TorchFunctionMode):
    """One run. `meta` False computes for real. As a context it patches `Module.__call__` and puts it back."""

    def __init__(self, model: Any = None, *, meta: bool = True) -> None:
        super().__init__()
        self.meta = meta
        self.nodes: list[Node] = []
        self.calls: list[Call] = []
        self.stack: list[Call] = []
        self.recording = False
        self.open: Node | None = None
        self.failed: Node | None = None
        self.reached = ""
        self.sources = Sources(model if model is not None else torch.nn.Module(), keep=meta)
        self.values = Values(self.scope, self._made_by)
        self.counter = AtenCounter(self._charge) if model is not None else None
        self._twins: dict[int, Any] = {}
        self._patch: Any = watched(self._run_module)

    def __enter__(self) -> Any:
        self._patch.__enter__()
        if self.counter is not None:
            self.counter.__enter__()
        return super().__enter__()

    def __exit__(self, *raised: object) -> None:
        super().__exit__(*raised)
        if self.counter is not None:
            self.counter.__exit__(*raised)
        self._patch.__exit__(*raised)

    def scope(self) -> str:
        """The module that runs now."""
        return self.stack[-1].path if self.stack else ""

    # Calls of torch

    def __torch_function__(self, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        kwargs = kwargs or {}
        name = getattr(func, "__name__", None) or str(func)
        if name == "__get__":
            name = getattr(getattr(func, "__self__", None), "__name__", "")
            if name not in PROPERTIES:
                return func(*args, **kwargs)
        elif name in FACTS:
            return func(*args, **kwargs)
        ins = tensors((args, kwargs))
        if self.meta:
            if name in ASKS and ins:
                return self.values.answer(name, func, args, kwargs)
            with without_torch_function():  # our own questions need not pass through the modes below
                args, kwargs, ins = self._to_meta(name, args, kwargs, ins)
            if name in ("cpu", "cuda"):
                return args[0]
        return self._record(Taken(name, func, args, kwargs, ins))

    def _to_meta(self, name: str, args: Any, kwargs: Any, ins: list[Any]) -> tuple[Any, Any, list[Any]]:
        """The arguments on the meta device: tensors, and devices that are named."""
        if not all(each.is_meta for each in ins):
            args, kwargs = replaced(args, self.on_meta), replaced(kwargs, self.on_meta)
            ins = tensors((args, kwargs))
        if kwargs.get("device") is not None:
            kwargs = {**kwargs, "device": META}
        if name in ("to", "type", "__new__") or name.startswith("new_"):
            args = tuple(META if is_device(each) else each for each in args)
        return args, kwargs, ins

    def on_meta(self, tensor: Any) -> Any:
        """The tensor's twin on the meta device, always the same one."""
        if tensor.device.type == "meta" or is_lazy(tensor) or tensor.layout != torch.strided:
            return tensor
        twin = self._twins.get(id(tensor))
        if twin is None:
            twin = torch.empty_strided(tensor.size(), tensor.stride(), dtype=tensor.dtype, device="meta")
            if isinstance(tensor, torch.nn.Parameter):
                twin = torch.nn.Parameter(twin, tensor.requires_grad)
            else:
                self.values.put(twin, tensor.detach().clone() if tensor.numel() <= MOST_WHOLE else tensor.detach())
            self.sources.twin(tensor, twin)
            self._twins[id(tensor)] = twin
        return twin

    def input_on_meta(self, tensor: Any) -> Any:
        """The same for an input of the model: whole numbers are known, real ones nobody has given."""
        twin = self.on_meta(tensor)
        if twin.dtype.is_floating_point or twin.dtype.is_complex:
            self.values.forget(twin)
        return twin

    def _record(self, taken: Taken) -> Any:
        """Run a call and note it, unless it lies inside another one."""
        if not self.recording or self.open is not None:
            return self._run(taken)
        name, ins = taken.name, taken.ins
        if name == "data" and ins:
            out = taken.func(*taken.args, **taken.kwargs)
            self.sources.mark(out, self.source(ins[0]))
            return out
        node = Node(name, self.stack[-1].index if self.stack else -1)
        with without_torch_function():
            node.tensors = [self.source(each) for each in ins]
            node.shapes = [tuple(each.shape) for each in ins]
            seen = (self.sources.later(each, src) for each, src in zip(ins, node.tensors, strict=True))
            node.after = list(dict.fromkeys(write for writes in seen for write in writes))
        self.open = node
        try:
            out = self._run(taken)
        except Exception:
            self.failed = node
            raise
        finally:
            self.open = None
        with without_torch_function():
            self._note(node, taken, tensors(out))
        return out

    def _note(self, node: Node, taken: Taken, outs: list[Any]) -> None:
        """Add a node that has run, unless it gave back what it was given."""
        ins, by_name = taken.ins, taken.kwargs.get("out")
        if taken.in_place and ins and (not outs or taken.name == "__setitem__"):
            outs = [by_name if isinstance(by_name, torch.Tensor) else ins[0]]
        given = {id(each) for each in ins}
        if not outs or (not taken.in_place and all(id(each) in given for each in outs)):
            return
        node.args, node.kwargs = plain(taken.args, taken.kwargs)
        node.inplace = taken.in_place
        self._add(node, outs)
        if taken.in_place:
            self.sources.wrote(outs[0], node.index)
        for position, each in enumerate(outs):
            if (taken.in_place or id(each) not in given) and id(each) not in self.sources.parameters:
                self.sources.mark(each, ("n", node.index, position))

    def _add(self, node: Node, outs: list[Any]) -> None:
        node.index = len(self.nodes)
        node.outs = [(tuple(each.shape), dtype_of(each)) for each in outs]
        self.nodes.append(node)

    def source(self, tensor: Any) -> Src:
        """Where a tensor comes from; one that nobody has seen becomes a node of its own, a constant."""
        known = self.sources.known(tensor)
        if known is None and isinstance(tensor, torch.nn.Parameter):
            self.sources.learn()
            known = self.sources.known(tensor)
        if known is not None:
            return known
        node = Node("constant", self.stack[-1].index if self.stack else -1)
        self._add(node, [tensor])
        self.sources.mark(tensor, ("n", node.index, 0))
        return ("n", node.index, 0)

    def _run(self, taken: Taken) -> Any:
        """The call on meta, and beside it on the values where those of all inputs are known."""
        func, args, kwargs, ins = taken.func, taken.args, taken.kwargs, taken.ins
        if not self.meta:
            return func(*args, **kwargs)
        value = self.values.beside(taken.name, func, args, kwargs, ins)
        try:
            out = func(*args, **kwargs)
        except (NotImplementedError, RuntimeError, TypeError) as error:
            done, out, value = self._otherwise(taken.name, func, args, kwargs, value, error)
            if done:
                return out
            out = ins[0] if taken.in_place else replaced(value, _shape_of)
        if value is not None:
            if not taken.in_place:
                with without_torch_function():
                    for each, known in zip(tensors(out), tensors(value), strict=False):
                        if not any(each is given for given in ins):
                            self.values.put(each, known, tuple(ins))
        elif taken.in_place and ins:
            self.values.forget(ins[0])
        elif taken.name in PICKS:
            self.values.pick(taken.name, args, kwargs, out)
        return out

    def _otherwise(
        self, name: str, func: Any, args: Any, kwargs: Any, value: Any, error: Exception
    ) -> tuple[bool, Any, Any]:
        """What to do where meta refuses: `(True, result, None)`, or `(False, None, value)` for a result as large as the
        value. Raises the error where it is the model's own."""
        if value is not None:
            return False, None, value
        if name in ("grouped_mm", "_grouped_mm"):
            out, flops = grouped_mm(args, kwargs)
            self._charge(flops)
            return True, out, None
        words = str(error).lower()
        of_meta = not isinstance(error, RuntimeError) or isinstance(error, NotImplementedError)
        if not of_meta and not any(word in words for word in REFUSED):
            raise error
        out = self._with_ints(func, args, kwargs)
        if out is not None:
            return True, out, None
        if isinstance(error, TypeError):
            raise error
        value = self.values.on_cpu(func, args, kwargs, self.values.made_up)
        of_quantised = str(getattr(func, "_qualified_op_name", "")).startswith("quantized::")
        if not of_quantised and not name.startswith("quantized_"):  # the shapes of these hang on no number
            self.values.assume(name, "run on made-up values")
        return False, None, value

    def _with_ints(self, func: Any, args: Any, kwargs: Any) -> Any | None:
        """The call with whole numbers in place of the 0-d tensors that hold them: sizes are read past every mode."""
        changed = []

        def number(tensor: Any) -> Any:
            whole = tensor.dim() == 0 and tensor.dtype in (torch.int64, torch.int32)
            known = self.values.get(tensor) if whole else None
            if known is None:
                return tensor
            changed.append(tensor)
            return int(known)

        given, by_name = args[:1] + replaced(args[1:], number), replaced(kwargs, number)
        if not changed:
            return None
        try:
            return func(*given, **by_name)
        except (NotImplementedError, RuntimeError, TypeError):
            return None

    def _made_by(self, tensor: Any) -> str:
        src = self.sources.known(tensor) if self.recording else None
        return self.nodes[src[1]].op if src is not None and src[0] == "n" else ""

    def _charge(self, flops: int) -> bool:
        """Whether a call is open that the flops belong to, or none are wanted."""
        if self.open is not None and not self.values.quiet:
            self.open.flops += flops
        return self.open is not None or not self.recording or self.values.quiet

    # Runs of modules

    def _run_module(self, run: Any, module: Any, args: Any, kwargs: Any) -> Any:
        module = unwrapped(module)
        if not self.recording or self.open is not None:
            return run(module, *args, **kwargs)
        call = Call(len(self.calls), self._path(module), self.stack[-1].index if self.stack else -1, len(self.nodes))
        with without_torch_function():
            given = [each for _, each in named((args, kwargs))]
            call.ins = [self.source(each) for each in given]
        self.calls.append(call)
        self.stack.append(call)
        try:
            if isinstance(module, torch.jit.ScriptModule):
                out = self._opaque(run, module, args, kwargs, call, given)
            else:
                out = run(module, *args, **kwargs)
            with without_torch_function():
                call.outs = [(self.source(each), tuple(each.shape)) for _, each in named(out)]
        finally:
            call.last = len(self.nodes)
            self.stack.pop()
        self.reached = call.path
        return out

    def _path(self, module: Any) -> str:
        path = self.sources.modules.get(id(module))
        if path is None:  # made while the model ran
            self.sources.learn()
            path = self.sources.modules.get(id(module))
        if path is None:
            path = ".".join(part for part in (self.scope(), f"<{type(module).__name__}>") if part)
        return path

    def _opaque(self, run: Any, module: Any, args: Any, kwargs: Any, call: Call, given: list[Any]) -> Any:
        """A compiled module is one node with its parameters."""
        self.open = node = Node("script", call.index, opaque=True)
        with without_torch_function():
            held = [each for each in (*module.parameters(), *module.buffers()) if self.sources.known(each) is not None]
            node.tensors = [*call.ins, *(self.source(each) for each in held)]
            node.shapes = [tuple(each.shape) for each in (*given, *held)]
        try:
            out = run(module, *args, **kwargs)
        finally:
            self.open = None
        with without_torch_function():
            outs = [each for _, each in named(out)]
            self._add(node, outs)
            for position, each in enumerate(outs):
                self.sources.mark(each, ("n", node.index, position))
        return out


def _shape_of(tensor: Any) -> Any:
    return torch.empty_strided(tensor.size(), tensor.stride(), dtype=tensor.dtype, device="meta")
