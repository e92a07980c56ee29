"""What a job may use: memory, processor time, the size of files. Set in the job's own process, never in the parent.

In: bytes and seconds. Out: nothing; what is over a bound fails there. Where the system has no such bounds, a thread
looks at the memory and ends the process.
"""

from __future__ import annotations

import os
import sys
from contextlib import suppress

MOST_FILE = 256 * 2**20
OVER_MEMORY = 99
"""Exit status of a process that used more memory than it may."""
LOOK_EVERY = 0.2


def limit(memory: int, seconds: float) -> None:
    """Bounds for this process: `memory` bytes beyond what it holds now."""
    try:
        import resource
    except ImportError:  # Windows
        return
    soft = int(seconds) + 10
    for name, value in (
        ("RLIMIT_CORE", 0),
        ("RLIMIT_CPU", soft),
        ("RLIMIT_FSIZE", MOST_FILE),
        ("RLIMIT_AS", address_space() + memory if sys.platform == "linux" else None),
    ):
        if value is not None and hasattr(resource, name):
            with suppress(ValueError, OSError):
                resource.setrlimit(getattr(resource, name), (value, value))
    if sys.platform != "linux":
        _watch(memory)


def address_space() -> int:
    """Bytes of address space that this process has; 0 where that is not known."""
    return _status("self", "VmSize") * 1024


def peak(pid: int | str = "self") -> int:
    """The most memory that a process has used so far, in bytes; 0 where that is not known."""
    return _status(str(pid), "VmHWM") * 1024


def die_with_parent() -> None:
    """The system ends this process when its parent ends; where it cannot, nothing happens."""
    if sys.platform == "linux":
        with suppress(OSError, AttributeError):
            import ctypes
            import signal

            ctypes.CDLL(None).prctl(1, signal.SIGKILL)  # PR_SET_PDEATHSIG


def _status(pid: str, key: str) -> int:
    try:
        with open(f"/proc/{pid}/status", encoding="ascii", errors="replace") as status:  # noqa: PTH123 - no file
            for line in status:
                if line.startswith(key):
                    return int(line.split()[1])
    except (OSError, ValueError, IndexError):
        pass
    return 0


def _watch(memory: int) -> None:
    """A thread that ends this process when it has used too much."""
    import resource
    import threading
    import time

    unit = 1 if sys.platform == "darwin" else 1024
    bound = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit + memory

    def look() -> None:
        while resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit < bound:
            time.sleep(LOOK_EVERY)
        os._exit(OVER_MEMORY)

    threading.Thread(target=look, daemon=True).start()
