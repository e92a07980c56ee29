"""Measure layertally beside its peers and write the page of the docs.

    python benchmarks/run.py --rounds 9 --narchi PYTHON --tensorgami PYTHON --torchview PYTHON \\
        --plot-model PYTHON --torchinfo PYTHON

In: the Python of each tool's environment. Out: `benchmarks/results.json`, `docs/benchmarks.md`.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from cases import Tools, cases, missing, versions
from inputs import HERE, write
from measure import FailedError, Run, in_turn, ratios, spread
from page import page


def main(argv: Sequence[str] | None = None) -> int:
    """Run and write; exit code 1 where a command fails."""
    asked = _arguments().parse_args(argv)
    tools = Tools(asked.layertally, asked.narchi, asked.tensorgami, asked.torchview, asked.plot_model, asked.torchinfo)
    wanted = [case for case in cases(tools) if not asked.only or case.key in asked.only]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write(folder)
        try:
            accounts = {case.key: case.account for case in wanted if case.account}
            runs = in_turn({case.key: case.command for case in wanted}, folder, asked.rounds, accounts)
        except FailedError as error:
            print(error, file=sys.stderr)
            return 1
        if gone := missing(wanted, folder):
            print(f"nothing was written by {', '.join(gone)}", file=sys.stderr)
            return 1
    result = {
        "rounds": asked.rounds,
        "machine": f"{os.cpu_count()} cores, {platform.system()}, {platform.machine()}",
        "versions": versions(tools),
        "cases": [
            {
                "key": case.key,
                "tool": case.tool,
                "does": case.does,
                **({"alone": True} if case.account else {}),
                **{what: spread([getattr(one, what) for one in runs[case.key]]) for what in ("cpu", "wall", "peak")},
                **(_against(runs[case.key], runs[case.base]) if case.base in runs else {}),
            }
            for case in wanted
        ],
    }
    asked.json.write_text(json.dumps(result, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    asked.page.write_text(page(result), encoding="utf-8")
    return 0


def _against(runs: Sequence[Run], base: Sequence[Run]) -> dict[str, float]:
    """CPU and peak memory, as multiples of those of another case."""
    return {name: round(ratios(runs, base, what), 2) for name, what in (("ratio", "cpu"), ("memory", "peak"))}


def _arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description="Measure layertally beside its peers.")
    parser.add_argument("--rounds", type=int, default=9, help="counted rounds (default: 9)")
    parser.add_argument("--only", nargs="+", metavar="KEY", help="these rows only: start, show, vgg, chain, …")
    parser.add_argument("--layertally", default=sys.executable, metavar="PYTHON", help="default: this Python")
    for peer in ("narchi", "tensorgami", "torchview", "plot-model", "torchinfo"):
        parser.add_argument(f"--{peer}", metavar="PYTHON", help=f"the Python of the environment with {peer}")
    parser.add_argument("--json", type=Path, default=HERE / "results.json")
    parser.add_argument("--page", type=Path, default=HERE.parent / "docs" / "benchmarks.md")
    return parser


if __name__ == "__main__":
    sys.exit(main())
