"""The command `layertally`: the same calls for a shell.

In: arguments. Out: results on stdout, everything else on stderr, an exit code: 0 fine, 1 the answer is no, 2 the call
or the input is wrong. A verb's module is imported when the verb is called, so `--version` pays for nothing else.
"""

from __future__ import annotations

import gc
from collections.abc import Sequence


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command and return its exit code.

    >>> main(["--version"])
    layertally ...
    0
    """
    # A call is short and nearly all it makes lives to its end: looking for garbage meanwhile costs more than it frees.
    gc.set_threshold(200_000)
    from .run import run

    return run(argv)
