"""All that is generated in the README and in docs/, in one command: `python -m tools.docs [--check] [PART …]`.

Each part is a module `tools.docs_*` that tells which files it makes and what they should hold. Without `--check` they
are written; with it, those that are stale are named and the exit code is 1.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from importlib import import_module
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
Same = Callable[[Path, bytes, bytes], bool]
PARTS = ("figures", "tables", "examples", "gallery", "rules", "compare", "hf", "console")


def stale(part: str) -> dict[Path, bytes]:
    """The files of a part that do not hold what they should, with what they should hold."""
    module = import_module(f"tools.docs_{part}")
    wanted: dict[Path, bytes] = module.files(ROOT)
    same: Same = getattr(module, "same", lambda _path, data, other: data == other)
    return {
        path: data for path, data in wanted.items() if not path.is_file() or not same(path, path.read_bytes(), data)
    }


def main() -> int:
    """Write what is stale, or only name it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("parts", nargs="*", choices=[*PARTS, []], metavar="PART", help=", ".join(PARTS))
    parser.add_argument("--check", action="store_true", help="write nothing")
    options = parser.parse_args()
    found = 0
    for part in options.parts or PARTS:
        for path, data in stale(part).items():
            found += 1
            print(f"{'stale' if options.check else 'wrote'}  {path.relative_to(ROOT)}")
            if not options.check:
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(data)
    if options.check and found:
        print("python -m tools.docs writes them anew; look at the difference")
    return int(bool(options.check and found))


if __name__ == "__main__":
    sys.exit(main())
