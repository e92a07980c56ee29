"""How much CPU one part of a script takes, child processes included.

In: `begin` before it, `end` after it. Out: a file with CPU seconds of user and system, wall seconds, and the peak
memory of the process in MB.
"""

from __future__ import annotations

import json
import resource
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

KILOBYTE = 1 if sys.platform == "darwin" else 1024
WHO = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)


def _cpu() -> float:
    """Of this process and of those that it has waited for."""
    used = [resource.getrusage(who) for who in WHO]
    return sum(each.ru_utime + each.ru_stime for each in used)


@dataclass
class Stopwatch:
    """It may be begun anew: the last beginning counts."""

    began: tuple[float, float] = field(default=(0.0, 0.0))

    def begin(self) -> None:
        """From here on."""
        self.began = _cpu(), time.perf_counter()

    def end(self, path: Path) -> None:
        """Up to here; the account goes into the file."""
        cpu, wall = _cpu() - self.began[0], time.perf_counter() - self.began[1]
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * KILOBYTE / 1e6
        path.write_text(json.dumps({"cpu": cpu, "wall": wall, "peak": peak}), encoding="utf-8")
