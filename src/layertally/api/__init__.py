"""The front door for Python: any model in, a `Network` out that shows, draws and checks itself.

In: a path, `package.module:name`, or a live object of a framework that the caller has imported already. Out: `Network`.
No framework is imported here: an object that is one has brought its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from .network import Network
from .shapes import specs

__all__ = ["Network", "read"]


def read(
    source: str | Path | Any,
    *,
    input: Any = None,  # noqa: A002 - the word that every framework uses
    text: str | None = None,
    max_layers: int | None = None,
    inputs: Sequence[str] = (),
    timeout: float | None = None,
    memory: float | None = None,
) -> Network:
    """Any model: a path, `package.module:name`, or a live `torch.nn.Module` or `keras.Model`.

    `input` says what a live model is fed: a shape with its batch, a tensor or array, a pair of shape and dtype, a
    mapping from names to these, or a list of them. `inputs` are the same as `--input` takes them. With `text` the
    reference is only a name. What is read in a process of its own (a reference, a configuration of Hugging Face) may
    take `timeout` seconds and `memory` gigabytes. Raises LayertallyError.

    >>> net = read("net.yaml", text="{framework: keras, input: [8], layers: [{Dense: 4}, {Dense: 2}]}")
    >>> net
    <net: keras, 46 parameters in 2 layers>
    >>> print(net.table("md", density="compact"))
    | layer    | type  | output | params |   MACs |
    | -------- | ----- | ------ | -----: | -----: |
    | dense    | Dense | 4      |     36 |     32 |
    | dense\\_1 | Dense | 2      |     10 |      8 |
    | **Σ**    |       |        | **46** | **40** |
    <BLANKLINE>
    """
    from .. import readers

    given, bounds = (*specs(input), *inputs), {"timeout": timeout, "memory": memory}
    if isinstance(source, Network):
        return source
    if isinstance(source, (str, Path)):
        return Network.of(readers.read(source, text=text, max_layers=max_layers, inputs=given, **bounds))
    from .objects import read_object

    return Network.of(read_object(source, given))
