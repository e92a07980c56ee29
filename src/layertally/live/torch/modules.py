"""Every run of a module goes through here while a model is traced; afterwards all is as before.

In: a function that is told of each run. Out: a context in which `torch.nn.Module.__call__` is ours. Hooks are not used:
those that are set for all modules do not see arguments by name.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import torch

Told = Callable[[Any, Any, Any, Any], Any]
WRAPPERS = ("DataParallel", "DistributedDataParallel", "FullyShardedDataParallel")
"""Classes that run what they hold as `module`."""
HOLDERS = ("_orig_mod", "_fsdp_wrapped_module", "_checkpoint_wrapped_module")
"""Attributes by which wrappers of any class hold what they run: of `torch.compile`, of sharding, of checkpoints."""


@contextmanager
def watched(told: Told) -> Iterator[None]:
    """`told(run, module, args, kwargs)` in place of each `module(*args, **kwargs)`; `run` is the call as it was."""
    run = torch.nn.Module.__call__

    def __call__(module: Any, *args: Any, **kwargs: Any) -> Any:  # noqa: N807 - it takes that name's place
        return told(run, module, args, kwargs)

    torch.nn.Module.__call__ = __call__
    try:
        yield
    finally:
        torch.nn.Module.__call__ = run


@contextmanager
def without_cache(model: Any) -> Iterator[None]:
    """Nothing is kept for a next token, which is no part of a figure: a model and its parts may each have a
    configuration that says so. Afterwards each says what it said."""
    configs = {id(config): config for module in model.modules() if (config := vars(module).get("config")) is not None}
    kept = [config for config in configs.values() if getattr(config, "use_cache", None) is True]
    for config in kept:
        config.use_cache = False
    try:
        yield
    finally:
        for config in kept:
            config.use_cache = True


def unwrapped(module: Any) -> Any:
    """The module that a wrapper runs: of `torch.compile`, of data parallel training.

    >>> import torch
    >>> inner = torch.nn.Linear(1, 1)
    >>> unwrapped(torch.nn.DataParallel(inner)) is inner
    True
    """
    while True:
        holder = _holder(module)
        if not holder:
            return module
        module = getattr(module, holder)


def _holder(module: Any) -> str:
    """Under which name a wrapper holds what it runs; empty for what is none."""
    held: Any = module.__dict__.get("_modules")
    if not isinstance(held, dict):  # of torch.jit, which keeps them its own way
        return ""
    names: tuple[str, ...] = (*HOLDERS, "module") if type(module).__name__ in WRAPPERS else HOLDERS
    return next((name for name in names if isinstance(held.get(name), torch.nn.Module)), "")


class Names:
    """What things of a model are called as if no wrapper were there: `block._orig_mod.weight` is `block.weight`.

    >>> import torch
    >>> names = Names(torch.nn.Sequential(torch.nn.DataParallel(torch.nn.Linear(1, 1))))
    >>> names("0.module.weight"), names.wrapper("0"), names.wrapper("0.module")
    ('0.weight', True, False)
    """

    def __init__(self, model: Any) -> None:
        self._wrappers: dict[str, str] = {}
        for path, module in model.named_modules(remove_duplicate=False):
            holder = _holder(module)
            if holder:
                self._wrappers[path] = holder

    def wrapper(self, path: str) -> bool:
        """Whether a wrapper stands there."""
        return path in self._wrappers

    def __call__(self, name: str) -> str:
        if not self._wrappers:
            return name
        parts = name.split(".")
        kept = (part for at, part in enumerate(parts) if self._wrappers.get(".".join(parts[:at])) != part)
        return ".".join(kept)
