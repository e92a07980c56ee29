"""Sets of nodes → layers with their ops, edges, weights and what torch itself says of them.

In: `Units`, all nodes in sets. Out: the layers of a `Model` in an order in which each comes after what it reads.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

from ...model import Layer, Ref, Reported
from ...ops.bare import Fed, Lookup, Partly
from ...ops.base import Op
from ...ops.embedding import Embedding
from ...ops.held import Held
from ...ops.norm import LayerNorm, RMSNorm
from .attention import Info
from .experts import Part
from .functions import fitted, function_op, takes
from .learned import Step, accounted
from .modules import module_op
from .names import Name, Namer, plain, word_of
from .norms import Norm
from .order import ordered
from .positions import counted, origins
from .regions import Region
from .shapes import Shapes
from .trace import Call, Node, Src
from .units import Rule, Units
from .unused import unused
from .weighing import Parts, weighed
from .weights import Credit, credited

COMPILED = "torch.jit made it, and what is inside is not seen: read the module that it was made of"
"""Why there is no rule for a compiled module."""


class Built(NamedTuple):
    """What a set is: `outs` are the sources that it gives, in the order of the op's outputs; `word` its function."""

    op: Op | None
    sources: tuple[Src, ...]
    outs: tuple[Src, ...]
    type: str
    arguments: Mapping[str, Any] = {}
    why: str = ""
    word: str = ""
    module: Call | None = None
    path: str = ""


@dataclass(eq=False)
class Builder:
    """All sets of one trace."""

    units: Units
    shapes: Shapes
    sets: dict[int, list[int]] = field(default_factory=dict)

    def layers(self) -> tuple[tuple[Layer, ...], dict[Src, Ref]]:
        """The layers, and which end of an edge each source is."""
        units = self.units
        sets = self.sets = units.sets()
        given = credited(units, sets)
        built = {lead: self._built(lead, nodes) for lead, nodes in sets.items()}
        namer = Namer(units)
        names: dict[int, Name] = {}
        for lead in sorted(sets, key=lambda lead: min(sets[lead])):
            one = built[lead]
            names[lead] = namer.name(lead, sets[lead], given[lead].own or given[lead].all, one)
        refs = self._refs(built, names)
        layers = {lead: self._layer(lead, sets[lead], built[lead], names, given[lead], refs) for lead in sets}
        found = ordered(layers)
        return (*found, *unused(units, namer)), refs

    # ---- one set -----------------------------------------------------------------------------------------------------

    def _built(self, lead: int, nodes: Sequence[int]) -> Built:
        rule = self.units.rule.get(lead, Rule("node"))
        if rule.kind == "attention":
            return self._attention(lead, rule.info)
        if rule.kind == "norm":
            return self._norm(nodes, rule.info)
        if rule.kind in ("scan", "affine"):
            return self._with_tensors(lead, nodes, rule)
        if rule.kind == "region":
            region: Region = rule.info
            return Built(region.op, (region.source,), (region.out,), region.type, word=word_of(region.type))
        if rule.kind in ("router", "experts"):
            part: Part = rule.info
            type_ = "Router" if rule.kind == "router" else "Experts"
            return Built(part.op, part.sources, part.outs, type_, word=rule.kind, path=part.path)
        if rule.kind == "module":
            return self._module(lead, nodes, rule.info)
        return self.of_node(self.units.trace.nodes[lead])

    def of_node(self, node: Node) -> Built:
        """One function."""
        found, sources = function_op(self.units, self.shapes, node)
        outs = tuple(Src("n", node.index, index) for index in range(len(node.outs)))
        sources = sources or self.units.kinds.data[node.index] or origins(self.units, node)
        if node.opaque and node.call >= 0:
            call = self.units.trace.calls[node.call]
            return Built(None, sources, outs, node.op, why=COMPILED, module=call)
        if found is None and not sources and len(outs) == 1 and not self.units.kinds.core[node.index]:
            return Built(Held(self.shapes.of(outs[0])), (), outs, "Constant", word=plain(node.op))
        if found is None:
            return Built(None, sources, outs, node.op, why=f"no rule for `{node.op}`", word=plain(node.op))
        if isinstance(found.op, Lookup) and not sources:
            sources = counted(self.units, self.shapes, node.index, found.op.at)
        return Built(found.op, sources, outs, found.type, found.arguments, word=plain(node.op))

    def _attention(self, lead: int, info: Info) -> Built:
        """A core of attention, with the tables that are added to its scores."""
        op: Op = info.op
        names = tuple(dict.fromkeys(name for node in self.sets[lead] for name in self.units.trace.nodes[node].params))
        if names:
            op = accounted(op, self._step(self.sets[lead], info.sources, names))
        word = "scaled_dot_product_attention"
        call = self.units.trace.nodes[lead].call
        where = self.units.trace.calls[call].path if call >= 0 else ""
        path = (f"{where}.{word}" if where else word) if names else ""
        return Built(op, info.sources, info.outs, "ScaledDotProductAttention", word=word, path=path)

    def _with_tensors(self, lead: int, nodes: Sequence[int], rule: Rule) -> Built:
        """A set that holds parameters which no module multiplies with: a scan with its state's matrix, a product and
        the bias that is added to it."""
        names = tuple(dict.fromkeys(name for node in nodes for name in self.units.trace.nodes[node].params))
        if rule.kind == "affine":
            found, sources = function_op(self.units, self.shapes, self.units.trace.nodes[rule.info])
            op = accounted(found.op, self._step(self.sets[lead], sources, names)) if found is not None else None
            outs = (Src("n", lead),)
            return Built(op, sources, outs, "Linear", why="" if op else "no rule for this product", word="linear")
        scan = rule.info
        call = self.units.trace.nodes[lead].call
        path = f"{self.units.trace.calls[call].path}.scan" if call >= 0 else "scan"
        op = accounted(scan.op, self._step(self.sets[lead], scan.sources, names)) if names else scan.op
        return Built(op, scan.sources, (scan.out,), "Scan", word="scan", path=path)

    def _step(self, nodes: Sequence[int], sources: Sequence[Src], names: Sequence[str]) -> Step:
        """A set with the parameters that are counted there, for the rules of these."""
        inputs = tuple(self.shapes.of(src) for src in sources)
        return Step(self.units, self.shapes, tuple(nodes), inputs, tuple(names))

    def _norm(self, nodes: Sequence[int], norm: Norm) -> Built:
        """A written-out norm; its scale and shift as they are where they are no row of its features."""
        type_ = "RMSNorm" if isinstance(norm.op, RMSNorm) else "LayerNorm"
        names = tuple(dict.fromkeys(name for node in nodes for name in self.units.trace.nodes[node].params))
        weights = norm.op.weigh([self.shapes.of(norm.source)])
        count = sum(self.units.trace.params[name].size for name in names if name in self.units.trace.params)
        op = norm.op
        if count != (weights.params.value if weights is not None else 0):
            op = accounted(op, self._step(nodes, (norm.source,), names))
        return Built(op, (norm.source,), (norm.out,), type_, word=type_.lower())

    def _module(self, lead: int, nodes: Sequence[int], call: Call) -> Built:
        trace = self.units.trace
        module = trace.modules[call.path]
        sources = self.entering(nodes, call)
        taken = call.ins[:3] if module.type == "MultiheadAttention" else call.ins  # what follows is a mask
        given = tuple(src for src in taken if self.units.kinds.flows(src))
        if module.type == "MultiheadAttention":
            sources = given
        outs = tuple(src for src in call.outs if src.kind == "n" and call.first <= src.key < call.last)
        outs = outs or (Src("n", lead),)
        if not sources:
            sources = origins(self.units, trace.nodes[lead])
        made = module_op(trace, module)
        if isinstance(made, str):
            return self._one_step(lead, sources, outs, call, made)
        op, arguments = made
        inputs, shapes = [self.shapes.of(src) for src in sources], [self.shapes.of(src) for src in outs]
        fits = fitted(op, inputs, shapes)
        if fits is None and len(outs) > 1 and not self._are_read(outs[1:]):  # states that nobody takes
            fits = fitted(op, inputs, shapes[:1])
            outs = outs[:1] if fits is not None else outs
        if fits is None and len(taken) > 1:  # one tensor in two places, as in `bilinear(h, h)`; learned queries
            learned = tuple(None if src in given else self.shapes.of(src)[1:] for src in taken)
            all_in = op if learned.count(None) == len(learned) else Partly(op, learned)
            fits = fitted(all_in, [self.shapes.of(src) for src in given], shapes)
            sources = given if fits is not None else sources
        if fits is None and isinstance(op, Embedding) and not self.units.kinds.data[lead]:
            fits = Lookup(op.vocabulary, op.width, shapes[0][1:-1])
            sources = sources or counted(self.units, self.shapes, lead, fits.at)
        if fits is None and not sources:
            fits = fitted(Fed(op, self.shapes.of(trace.nodes[lead].operands[0])[1:]), [], shapes)
        if fits is None:
            core = [node for node in nodes if self.units.kinds.core[node] and call.first <= node < call.last]
            found, own = function_op(self.units, self.shapes, trace.nodes[lead]) if len(core) == 1 else (None, ())
            if found is not None:
                return Built(found.op, own, outs, module.type, arguments, module=call)
        if fits is None and not takes(op, inputs):  # it ran, so the rule is not that of what it did
            why = f"the rule of {module.type} takes other inputs"
            return Built(None, sources, outs, module.type, why=why, module=call)
        return Built(fits or op, sources, outs, module.type, arguments, module=call)

    def _are_read(self, outs: tuple[Src, ...]) -> bool:
        """Whether any step, or what the model gives, reads one of these."""
        trace = self.units.trace
        return any(src in outs for node in trace.nodes for src in node.operands) or any(
            src in outs for src in trace.outputs
        )

    def _one_step(self, lead: int, sources: tuple[Src, ...], outs: tuple[Src, ...], call: Call, why: str) -> Built:
        """A module of one weighted step: that step, with the dims as they stand outside of it."""
        trace = self.units.trace
        type_ = trace.modules[call.path].type
        steps = [node for node in range(call.first, call.last) if self.units.kinds.kind[node] == "heavy"]
        found, _ = function_op(self.units, self.shapes, trace.nodes[steps[0]]) if steps else (None, ())
        if found is None:
            return Built(None, sources, outs, type_, why=why, module=call)
        op = found.op
        inputs, shapes = [self.shapes.of(src) for src in sources], [self.shapes.of(src) for src in outs]
        if isinstance(op, LayerNorm) and op.shape is not None and len(op.shape) == 1:
            op = replace(op, shape=None, axes=(inputs[0].index(op.shape[0]),)) if op.shape[0] in inputs[0] else op
        if fitted(op, inputs, shapes) is None:
            return Built(None, sources, outs, type_, why=why, module=call)
        return Built(op, sources, outs, type_, found.arguments, module=call)

    def entering(self, nodes: Sequence[int], call: Call | None = None) -> tuple[Src, ...]:
        """The data that flow into a set from outside; of a module in the order in which it is given them."""
        inside = set(nodes)
        found: dict[Src, None] = {}
        for src in call.ins if call is not None else ():
            if self.units.kinds.flows(src) and not (src.kind == "n" and src.key in inside):
                found[src] = None
        known = {self.units.source(src) for src in found}
        for node in nodes:
            for src in self.units.kinds.data[node]:
                if not (src.kind == "n" and src.key in inside) and self.units.source(src) not in known:
                    found[src] = None
                    known.add(self.units.source(src))
        read = {self.units.source(src) for node in nodes for src in self.units.kinds.data[node]}
        return tuple(src for src in found if self.units.source(src) in read)

    # ---- edges -------------------------------------------------------------------------------------------------------

    def _refs(self, built: Mapping[int, Built], names: Mapping[int, Name]) -> dict[Src, Ref]:
        """The end of an edge for every source that leaves a set."""
        refs = {Src("i", name): Ref(self.input_name(name)) for name in self.units.trace.inputs}
        for lead, one in built.items():
            for index, src in enumerate(one.outs):
                refs.setdefault(self.units.source(src), Ref(names[lead].name, index))
                refs.setdefault(src, Ref(names[lead].name, index))
        return refs

    def input_name(self, name: str) -> str:
        """What an input is called: its own name, unless a module has that."""
        return f"{name}_in" if name in self.units.trace.modules else name

    def ref(self, refs: dict[Src, Ref], src: Src) -> Ref | None:
        """The end of an edge."""
        src = self.units.source(src)
        return refs.get(src) or refs.get(Src(src.kind, src.key))

    def _layer(
        self,
        lead: int,
        nodes: Sequence[int],
        one: Built,
        names: Mapping[int, Name],
        credit: Credit,
        refs: dict[Src, Ref],
    ) -> Layer:
        trace, name = self.units.trace, names[lead]
        inputs = tuple(ref for src in one.sources if (ref := self.ref(refs, src)) is not None)
        shared = None
        own = [trace.params[param] for param in credit.own]
        if not own and credit.others:
            shared = names[credit.others[0][1]].name
        flops = sum(trace.nodes[node].flops for node in nodes)
        module = trace.modules.get(one.module.path) if one.module is not None else None
        found = weighed(one.op, Parts(self._step(nodes, one.sources, credit.own), module, credit, flops))
        buffers = {src.key for node in nodes for src in trace.nodes[node].sources if src.kind == "b"}
        reported = Reported(
            tuple(self.shapes.of(src) for src in one.outs),
            sum(param.size for param in own),
            sum(param.size for param in own if param.trainable),
            sum(param.size for param in own if not param.trainable),
            sum(_size(trace.buffers[buffer].shape) for buffer in buffers if buffer in trace.buffers),
            flops // 2 if flops or not found.coded else None,
        )
        return Layer(
            name.name,
            name.type or one.type,
            found.op,
            inputs,
            one.arguments,
            scope=name.scope,
            trainable=not own or any(param.trainable for param in own),
            shared=shared,
            weights=tuple((param.name, param.shape, param.trainable) for param in own) or None,
            reported=reported,
            why=found.why or one.why,
            folded=self._folded(nodes),
        )

    def _folded(self, nodes: Sequence[int]) -> tuple[tuple[str, int], ...]:
        """What works beside the step, with counts."""
        counts: dict[str, int] = {}
        for node in nodes:
            if node in self.units.folded:
                word = plain(self.units.trace.nodes[node].op)
                counts[word] = counts.get(word, 0) + 1
        return tuple(counts.items())


def _size(shape: Sequence[int]) -> int:
    size = 1
    for dim in shape:
        size *= dim
    return size
