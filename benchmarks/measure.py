"""One command as a whole process, accounted for by the operating system.

In: a command. Out: `Run`: CPU seconds of the process and of those that it started and waited for, wall seconds, the
peak memory of the largest of them. Where the command itself wrote what a part of it took, that.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

KILOBYTE = 1 if sys.platform == "darwin" else 1024
"""In what `ru_maxrss` counts."""


class Run(NamedTuple):
    """One run."""

    cpu: float
    wall: float
    peak: float


class FailedError(Exception):
    """A command that did not do its work: its name and the end of what it said."""


def run(command: Sequence[str], folder: Path) -> Run:
    """Run in a folder, with bytecode cached as an installed package has it. Raises FailedError."""
    ours = {"PYTHONDONTWRITEBYTECODE", "PYTHONPROFILEIMPORTTIME"}
    environment = {name: value for name, value in os.environ.items() if name not in ours}
    with (folder / "said.txt").open("w+b") as said:
        began = time.perf_counter()
        process = subprocess.Popen(command, cwd=folder, env=environment, stdout=said, stderr=said)
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - began
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode != 0:
            said.seek(0)
            raise FailedError(f"{command[0]}: {said.read()[-600:].decode(errors='replace')}")
    return Run(usage.ru_utime + usage.ru_stime, wall, usage.ru_maxrss * KILOBYTE / 1e6)


def in_turn(
    commands: Mapping[str, Sequence[str]], folder: Path, rounds: int, accounts: Mapping[str, str] | None = None
) -> dict[str, list[Run]]:
    """Every command once a round, so that a machine that slows down slows all of them; the first round only warms.
    `accounts` are the files in which commands say what a part of them took."""
    runs: dict[str, list[Run]] = {name: [] for name in commands}
    for number in range(rounds + 1):
        for name, command in commands.items():
            done = run(command, folder)
            if account := (accounts or {}).get(name):
                done = Run(**json.loads((folder / account).read_text(encoding="utf-8")))
            if number:
                runs[name].append(done)
        print(f"round {number} of {rounds}", file=sys.stderr)
    return runs


def ratios(runs: Sequence[Run], base: Sequence[Run], what: str = "cpu") -> float:
    """How many times the CPU (or the peak) of `base`, round by round: the median."""
    pairs = zip(runs, base, strict=True)
    return statistics.median(getattr(own, what) / getattr(other, what) for own, other in pairs)


def spread(values: Sequence[float]) -> dict[str, float]:
    """The median with the least and the most."""
    return {
        "median": round(statistics.median(values), 3),
        "least": round(min(values), 3),
        "most": round(max(values), 3),
    }
