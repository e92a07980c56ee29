"""Names of torch that are not public, taken in this one place; `tests/live/test_private.py` tells when one moves.

Where a name is missing that reading can do without, a plain stand-in takes its place.
"""

from __future__ import annotations

from typing import Any

import torch
from torch.utils._python_dispatch import _disable_current_modes as without_modes
from torch.utils.flop_counter import flop_registry

without_torch_function = torch._C.DisableTorchFunction  # noqa: SLF001 - there is no public name for it

try:
    from torch._C._functorch import get_unwrapped, is_functorch_wrapped_tensor
except ImportError:

    def is_functorch_wrapped_tensor(tensor: Any) -> bool:  # noqa: ARG001 - there is no vmap to look into
        return False

    def get_unwrapped(tensor: Any) -> Any:
        return tensor


try:
    from torch.nn.parameter import UninitializedTensorMixin  # type: ignore[attr-defined, unused-ignore]
except ImportError:

    class UninitializedTensorMixin:  # type: ignore[no-redef]
        """Stands for a class that this torch has not."""


__all__ = [
    "UninitializedTensorMixin",
    "flop_registry",
    "is_lazy",
    "memory_of",
    "without_modes",
    "without_torch_function",
]


def memory_of(tensor: Any) -> int | None:
    """A number for the memory that a tensor looks at, the same for all its views; None where it has none."""
    try:
        while is_functorch_wrapped_tensor(tensor):  # inside vmap: the tensor below
            tensor = get_unwrapped(tensor)
        return int(tensor.untyped_storage()._cdata)  # noqa: SLF001
    except (RuntimeError, NotImplementedError, AttributeError):
        return None


def is_lazy(tensor: Any) -> bool:
    """Whether it has no shape before the first run."""
    return isinstance(tensor, UninitializedTensorMixin)
