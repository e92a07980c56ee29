"""What part each operation of a trace plays, told by what it is and by what flows into it, never by a model's name.

In: a `Trace`. Out: `Kinds`: for each node whether data of the network flows through it (`core`), and its kind:

`heavy` weights or a matrix product · `merge` several data come together · `act` an activation · `softmax` ·
`layout` laid out anew · `ident` nothing changes · `scale` one datum, shape kept · `step` one datum, shape changes ·
`side` masks, positions, index arithmetic: what hangs on integers, constants and shapes · `prep` parameters alone.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from .trace import Node, Src, Trace


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


IDENT = _names(
    """
    contiguous contiguous_ to type type_as float half bfloat16 double long int bool clone clone_ detach detach_ alias
    dropout dropout_ dropout1d dropout2d dropout3d feature_dropout feature_alpha_dropout alpha_dropout requires_grad_
    positive data _to_copy cast lift_fresh __deepcopy__ as_subclass nan_to_num stochastic_depth identity cpu cuda
    _pack_padded_sequence _pad_packed_sequence fake_quantize_per_tensor_affine fake_quantize_per_channel_affine
    fused_moving_avg_obs_fake_quant fake_quantize
    """
)
"""What changes no number of a network at rest, or rounds it only to show what fewer bits will do."""
LAYOUT = _names(
    """
    view reshape transpose permute unsqueeze squeeze expand expand_as flatten unflatten chunk split unbind __getitem__
    select narrow movedim moveaxis swapaxes swapdims T mT H repeat roll pad view_as reshape_as tile repeat_interleave
    gather index_select split_with_sizes tensor_split flip squeeze_ unsqueeze_ transpose_ t_ swapaxes_ broadcast_to
    broadcast_tensors t adjoint unfold as_strided rot90 diagonal take_along_dim view_as_complex view_as_real
    pixel_shuffle pixel_unshuffle channel_shuffle native_channel_shuffle hsplit vsplit constant_pad_nd ravel
    atleast_1d atleast_2d atleast_3d resolve_conj real imag masked_select take numpy_T
    """
)
"""What lays numbers out anew."""
MATMUL = _names(
    """
    matmul __matmul__ __rmatmul__ bmm mm addmm addmv addbmm baddbmm einsum scaled_dot_product_attention linear mv
    conv1d conv2d conv3d conv_transpose1d conv_transpose2d conv_transpose3d convolution grouped_mm _grouped_mm bilinear
    multi_head_attention_forward tensordot cdist outer inner dot chain_matmul lstm gru rnn_tanh rnn_relu lstm_cell
    gru_cell rnn_tanh_cell rnn_relu_cell fft_fft fft_fftn fft_fft2 fft_rfft fft_rfft2 fft_irfft fft_irfft2 fft_ifft stft
    """
)
"""Products of matrices: what costs."""
ACT = _names(
    """
    relu relu_ relu6 gelu silu silu_ sigmoid sigmoid_ tanh tanh_ hardswish hardswish_ hardsigmoid hardsigmoid_ hardtanh
    hardtanh_ leaky_relu leaky_relu_ elu elu_ selu selu_ celu mish softplus softsign glu logsigmoid threshold
    threshold_ hardshrink softshrink tanhshrink softmin rrelu
    """
)
SOFTMAX = _names("softmax log_softmax _softmax")
SHAPE_ONLY = _names(
    """
    new_zeros new_ones new_full new_empty new_tensor zeros_like ones_like empty_like full_like rand_like randn_like
    """
)
"""What takes of a tensor its shape alone."""
SHAPED_AS = _names("expand_as view_as reshape_as type_as")
"""What takes of its second tensor the shape alone."""
ATTENDS = _names("multi_head_attention_forward")
"""What takes queries, keys and values first, whatever these are made of."""
LONGEST = 12
LIGHT = frozenset({"ident", "layout", "scale", "act", "merge", "softmax", "step"})
QUIET = frozenset({"side", "prep"})


@dataclass(frozen=True, slots=True, eq=False)
class Kinds:
    """`core` and `kind` by node; `data` are the sources of each node through which data flow; `users` who reads a
    node's outputs as data, in order; `held` are the parameters that reach a node, through `prep` work too;
    `fixed` is data that no input changes: learned positions; `beside` are outputs that are places, not numbers: the
    indices of a maximum."""

    core: tuple[bool, ...]
    kind: tuple[str, ...]
    data: tuple[tuple[Src, ...], ...]
    users: dict[int, tuple[int, ...]]
    held: tuple[tuple[str, ...], ...]
    fixed: tuple[bool, ...]
    beside: frozenset[Src]

    def flows(self, src: Src) -> bool:
        """Whether a source is data."""
        return src.kind == "i" or (src.kind == "n" and self.core[src.key] and src not in self.beside)


def classify(trace: Trace) -> Kinds:
    """The part of every node."""
    wanted = _wanted(trace)
    core, depends = _cores(trace, wanted)
    beside = _beside(trace, wanted)
    kinds: list[str] = []
    held: list[tuple[str, ...]] = []
    data: list[tuple[Src, ...]] = []
    users: dict[int, list[int]] = defaultdict(list)
    for node in trace.nodes:
        reached = dict.fromkeys(node.params)
        for src in node.sources:
            if src.kind == "n" and kinds[src.key] == "prep":
                reached.update(dict.fromkeys(held[src.key]))
        held.append(tuple(reached))
        sources = flowing(node) if core[node.index] else ()
        own = tuple(dict.fromkeys(src for src in sources if src not in beside and _is_data(trace, core, src)))
        data.append(own)
        kinds.append(_kind(trace, node, core[node.index], own, held[-1]))
        for src in own:
            if src.kind == "n" and node.index not in users[src.key]:
                users[src.key].append(node.index)
    _without_dead(trace, core, kinds, users)
    fixed = tuple(mine and not given for mine, given in zip(core, depends, strict=True))
    readers = {key: tuple(each) for key, each in users.items()}
    flow = tuple(own if mine else () for own, mine in zip(data, core, strict=True))
    return Kinds(tuple(core), tuple(kinds), flow, readers, tuple(held), fixed, beside)


def _beside(trace: Trace, wanted: set[int]) -> frozenset[Src]:
    """Outputs of whole numbers beside one of data, where no table of weights is read with them."""
    return frozenset(
        Src("n", node.index, index)
        for node in trace.nodes
        if len(node.outs) > 1 and node.outs[0].is_data and node.index not in wanted
        for index, out in enumerate(node.outs)
        if not out.is_data
    )


def _without_dead(trace: Trace, core: list[bool], kinds: list[str], users: dict[int, list[int]]) -> None:
    """Light work that nothing reads in the end is work beside the flow."""
    ends = {src.key for src in trace.outputs if src.kind == "n"}
    for node in reversed(range(len(core))):
        if core[node] and kinds[node] in LIGHT and node not in ends and not users.get(node):
            core[node], kinds[node] = False, "side"
            for src in trace.nodes[node].sources:
                if src.kind == "n" and node in users.get(src.key, ()):
                    users[src.key].remove(node)


def flowing(node: Node) -> tuple[Src, ...]:
    """What a node takes numbers from, not only a shape."""
    if node.op in SHAPE_ONLY:
        return ()
    return node.sources[:1] if node.op in SHAPED_AS else node.sources


def _is_core(core: list[bool], src: Src) -> bool:
    return src.kind == "n" and core[src.key]


def _is_data(trace: Trace, core: list[bool], src: Src) -> bool:
    return _is_core(core, src) or (src.kind == "i" and trace.tensor(src).is_data)


def _cores(trace: Trace, wanted: set[int]) -> tuple[list[bool], list[bool]]:
    """Through which nodes data flow, a network's input as numbers, or what meets a parameter on its way; and which
    depend on an input at all."""
    core: list[bool] = []
    depends: list[bool] = []
    made: list[bool] = []  # of parameters alone, on their way
    tables = _read_as_data(trace)
    for node in trace.nodes:
        sources = flowing(node)
        data = any(_is_data(trace, core, src) for src in sources)
        given = data or any((src.kind == "n" and depends[src.key]) or src.kind == "i" for src in sources)
        numbers = any(out.is_data for out in node.outs)
        weighted = bool(node.params) and (given or node.op in ("embedding", "embedding_bag"))
        coded = data and node.index in wanted
        through = any(src.kind == "n" and made[src.key] for src in node.sources)
        met = through and given and bool(node.flops)  # truth values that a weight made of two is multiplied with
        core.append((data and numbers) or weighted or met or coded or node.opaque or node.index in tables)
        made.append(not core[-1] and (bool(node.params) or through))
        depends.append(any((src.kind == "n" and depends[src.key]) or src.kind == "i" for src in sources))
    return core, depends


def _read_as_data(trace: Trace) -> set[int]:
    """Products of parameters with what no input changes, and the parameters that this is made of: a table of relative
    positions that is projected, coordinates that become biases, a learned query."""
    found: set[int] = set()
    depends: list[bool] = []
    for node in trace.nodes:
        depends.append(any(src.kind == "i" or (src.kind == "n" and depends[src.key]) for src in node.sources))
        if node.op in ATTENDS:
            for src in node.operands[:3]:
                if src.kind == "n" and not depends[src.key] and src.key not in found:
                    found |= _chain(trace, src.key)
        first = next((src for src in node.operands if src.kind != "p"), None)
        empty = first is not None and first.kind == "n" and trace.nodes[first.key].op in SHAPE_ONLY
        if not node.flops or node.op not in MATMUL or not node.params or (depends[-1] and not empty):
            continue
        if first is None or not trace.tensor(first).is_data:
            continue
        if empty:  # the state before the first step of a loop
            found.add(node.index)
        if first.kind == "b" or (first.kind == "n" and not depends[first.key]):
            found |= {node.index} | (_chain(trace, first.key) if first.kind == "n" else set())
    return found


def _chain(trace: Trace, node: int) -> set[int]:
    """All that a node is made of, where that is parameters alone; empty where it is not."""
    found: set[int] = set()
    todo, held = [node], False
    while todo:
        own = trace.nodes[todo.pop()]
        found.add(own.index)
        for src in own.sources:
            if src.kind not in ("p", "n") or len(found) > LONGEST:
                return set()
            held = held or src.kind == "p"
            if src.kind == "n" and src.key not in found and trace.nodes[src.key].op not in SHAPE_ONLY:
                todo.append(src.key)
        if not own.sources or own.op in SHAPE_ONLY:
            return set()
    return found if held else set()


def _wanted(trace: Trace) -> set[int]:
    """Integers made of data that a table of weights is read with: codes of a codebook, not masks."""
    wanted: set[int] = set()
    for node in reversed(trace.nodes):
        reads = node.index in wanted or node.op in ("embedding", "embedding_bag")
        if reads:
            wanted.update(src.key for src in node.sources if src.kind == "n" and not trace.tensor(src).is_data)
    return wanted


def _kind(trace: Trace, node: Node, core: bool, data: tuple[Src, ...], held: tuple[str, ...]) -> str:
    if not core:
        return "prep" if held else "side"
    if node.op in IDENT:
        return "ident"
    if held or node.op in MATMUL or node.opaque:
        return "heavy"
    if node.op in LAYOUT and len(data) <= 1 and not (node.inplace and len(node.operands) > 1):
        return "layout"
    if len(data) >= 2:
        return "merge"
    if node.op in ACT:
        return "act"
    if node.op in SOFTMAX:
        return "softmax"
    kept = any(trace.tensor(src).shape == out.shape for src in data for out in node.outs[:1])
    return "scale" if kept else "step"
