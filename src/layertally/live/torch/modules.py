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
        if isinstance(getattr(module, "_orig_mod", None), torch.nn.Module):
            module = module._orig_mod  # noqa: SLF001 - how torch.compile holds it
        elif type(module).__name__ in WRAPPERS and isinstance(getattr(module, "module", None), torch.nn.Module):
            module = module.module
        else:
            return module
