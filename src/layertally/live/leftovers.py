"""What a job leaves behind when its process has ended: processes that it started, also those that went into a session
of their own, where no signal to its group reaches them.

In: nothing; the process that runs the jobs calls `adopt` once and `end_children` after each. Out: no child of it is
left. On Linux; elsewhere nothing happens.
"""

from __future__ import annotations

import os
import signal
import sys
import time
from contextlib import suppress

LONGEST = 2.0
"""Seconds in which processes that start others again and again are pursued."""


def adopt() -> None:
    """From now on the system makes this process the parent of descendants whose own parent has ended."""
    if sys.platform == "linux":
        with suppress(OSError, AttributeError):
            import ctypes

            ctypes.CDLL(None).prctl(36, 1, 0, 0, 0)  # PR_SET_CHILD_SUBREAPER


def end_children() -> None:
    """End every child, and those that become children by that."""
    deadline = time.monotonic() + LONGEST
    while _any_left() and time.monotonic() < deadline:
        for child in children():
            with suppress(ProcessLookupError, PermissionError):
                os.kill(child, signal.SIGKILL)
        time.sleep(0.001)


def children() -> list[int]:
    """The processes whose parent this one is."""
    own, found = os.getpid(), []
    for name in os.listdir("/proc"):  # noqa: PTH208 - names of numbers, no files
        if name.isdigit():
            with suppress(OSError, ValueError, IndexError), open(f"/proc/{name}/stat", "rb") as status:  # noqa: PTH123
                # The name in brackets may hold anything, also brackets; then come the state and the parent.
                if int(status.read().rpartition(b")")[2].split()[1]) == own:
                    found.append(int(name))
    return found


def _any_left() -> bool:
    """Whether there is a child that has not ended; those that have are let go."""
    try:
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass
    except ChildProcessError:
        return False
    return True
