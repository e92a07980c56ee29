"""Titles of groups by scope: `layer1 · Bottleneck × 3`, `layers · LlamaDecoderLayer × 32`, `Stem`, `Head`.

In: pieces, the classes of the modules behind scopes. Out: a title each.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from .blocks import has_weights
from .paths import Path, own_name, path_of, stem
from .pieces import Piece
from .titles import Namer, span

CONTAINERS = frozenset({"", "Sequential", "ModuleList", "ModuleDict", "LayerList"})
"""Classes that say nothing of what is inside."""


def titles(found: Sequence[Piece], classes: Mapping[str, str], namer: Namer) -> list[str]:
    """A title for each piece, in order."""
    names = _short([_path_name(piece) for piece in found])
    last = len(found) - 1
    return [
        _loose(piece, number == 0, number == last, namer) if piece.loose else f"{name}{_of_class(piece, classes)}"
        for number, (piece, name) in enumerate(zip(found, names, strict=True))
    ]


def _loose(piece: Piece, first: bool, last: bool, namer: Namer) -> str:
    """The title of layers that have no scope of their own."""
    if not last and _is_embedding(piece):
        return namer.title("embedding")
    if first or last:
        return namer.head(piece.layers) if last else namer.title("stem")
    weighted = [own_name(layer) for layer in piece.layers if layer.count.value != 0]
    return span(weighted[0], weighted[-1]) if weighted else namer.title("stage")


def _is_embedding(piece: Piece) -> bool:
    families = {layer.family for layer in piece.layers}
    return "embed" in families and families <= {"embed", "plain", "norm"}


def _path_name(piece: Piece) -> Path:
    """The path that names a piece: of a part of a container, the span of its blocks."""
    if piece.blocks and piece.stage:
        return (*piece.path[:-1], span(piece.blocks[0], piece.blocks[-1]))
    return piece.path if piece.blocks or piece.loose else _deepest(piece)


def _deepest(piece: Piece) -> Path:
    """The innermost scope that holds all that a piece has of weights."""
    first, *others = [path_of(layer) for layer in piece.layers if has_weights(layer)] or [piece.path]
    length = len(first)
    for other in others:
        while first[:length] != other[:length]:
            length -= 1
    return first[:length] if length >= len(piece.path) else piece.path


def _short(paths: Sequence[Path]) -> list[str]:
    """Each path by as few of its last parts as tell it from the others.

    >>> _short([("model", "encoder", "block"), ("model", "decoder", "block"), ("model", "pooler")])
    ['encoder.block', 'decoder.block', 'pooler']
    """
    out, known = [], set(paths)
    for path in paths:
        length = 1
        while length < len(path) and sum(other[-length:] == path[-length:] for other in known) > 1:
            length += 1
        out.append(".".join(path[-length:]))
    return out


def _of_class(piece: Piece, classes: Mapping[str, str]) -> str:
    """` · Bottleneck × 3`, where the class of the blocks is known."""
    path = piece.path if piece.blocks else _deepest(piece)
    base = path[: len(path) - bool(piece.blocks)]
    blocks = piece.blocks or only_blocks(piece)
    kinds = {classes.get(".".join((*base, name)), "") for name in blocks}
    if len(kinds) != 1 and not piece.blocks:
        blocks, kinds = (), {classes.get(".".join(base), "")}
    kind = kinds.pop() if len(kinds) == 1 else ""
    if kind in CONTAINERS or kind.lower() == ".".join(path[-1:]).lower():
        return ""
    return f" · {kind} × {len(blocks)}" if len(blocks) > 1 else f" · {kind}"


def only_blocks(piece: Piece) -> tuple[str, ...]:
    """The blocks of the one container that holds all that a scope has of weights."""
    at = len(_deepest(piece))
    paths = [path_of(layer) for layer in piece.layers if has_weights(layer)]
    names = tuple(dict.fromkeys(path[at] if len(path) > at else "" for path in paths))
    return names if len(names) > 1 and len({stem(name) for name in names}) == 1 and stem(names[0]) else ()
