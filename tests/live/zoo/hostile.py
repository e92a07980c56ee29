"""Code that does what no model should, each in its own way."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

from torch import nn


def loops() -> Any:
    """Without end, in Python."""
    while True:
        pass


def sleeps() -> Any:
    """Without end, in the system."""
    time.sleep(10_000)


def matches() -> Any:
    """Without end, in compiled code."""
    import re

    return re.match(r"(a+)+$", "a" * 64 + "b")


def leaves() -> Any:
    """Ends Python."""
    sys.exit(3)


def vanishes() -> Any:
    """Ends the process."""
    os._exit(7)


def crashes() -> Any:
    """Reads where nothing is."""
    import ctypes

    return ctypes.string_at(0)


def aborts() -> Any:
    """Gives up."""
    os.abort()


def swallows() -> Any:
    """Asks for a hundred gigabytes at once."""
    import numpy as np

    return np.ones(100 << 27)


def grows() -> Any:
    """Asks for more and more."""
    held = []
    while True:
        held.append(bytearray(16 << 20))


def recurses() -> Any:
    """Calls itself."""
    return recurses()


def chatters() -> Any:
    """Prints megabytes, reads what nobody types."""
    print("x" * 20_000_000)  # noqa: T201
    print("x" * 20_000_000, file=sys.stderr)  # noqa: T201
    sys.stdin.read()
    return nn.Linear(4, 2)


def lingers() -> Any:
    """Leaves a thread and a process behind."""
    threading.Thread(target=time.sleep, args=(10_000,)).start()
    subprocess.Popen([sys.executable, "-c", "import time; time.sleep(10_000)"])
    return nn.Linear(4, 2)


def writes(folder: str) -> Any:
    """Fills a disk."""
    with (Path(folder) / "large").open("wb") as file:
        for _ in range(64):
            file.write(bytes(16 << 20))
    return nn.Linear(4, 2)


class Raises(nn.Module):
    """Runs into an error of its own."""

    def __init__(self) -> None:
        super().__init__()
        self.first, self.second = nn.Linear(4, 4), nn.Linear(4, 2)

    def forward(self, x: Any) -> Any:
        x = self.first(x)
        raise ValueError("no such luck")


class Endless(nn.Module):
    """Builds, and never stops running."""

    def __init__(self) -> None:
        super().__init__()
        self.layer = nn.Linear(4, 4)

    def forward(self, x: Any) -> Any:
        while True:
            x = self.layer(x)


class Deletes(nn.Module):
    """Takes torch apart while it runs."""

    def __init__(self) -> None:
        super().__init__()
        self.layer = nn.Linear(4, 4)

    def forward(self, x: Any) -> Any:
        import torch

        torch.nn.Module.__call__ = None
        return self.layer(x)


def number() -> Any:
    """No model."""
    return 3


def many() -> Any:
    """Two models."""
    return nn.Linear(4, 2), nn.Linear(2, 1)
