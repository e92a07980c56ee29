"""Configurations go in, what a run of each leaves behind comes out: ``tests/data/hf/NAME.json.gz``.

Run from the repository root, in an environment with ``torch==2.13.0`` (CPU) and ``transformers==5.24.0``::

    python -m tools.record.hf [NAME...]

The configurations are those of famous architectures (``tests/data/hf_configs.json.gz``), each with its total as counted
over distinct tensors of the model that transformers builds.
"""

from __future__ import annotations

import gzip
import json
import sys
from pathlib import Path

from layertally.live import ask

DATA = Path(__file__).resolve().parents[2] / "tests" / "data"


def main(wanted: list[str]) -> None:
    """Record each configuration, in a process of its own."""
    (DATA / "hf").mkdir(exist_ok=True)
    configs = json.loads(gzip.decompress((DATA / "hf_configs.json.gz").read_bytes()))
    for name, each in configs.items():
        if wanted and name not in wanted:
            continue
        found = ask({"kind": "hf", "config": each["config"], "reference": "config.json", "inputs": []})
        packed = gzip.compress(json.dumps(found, separators=(",", ":"), allow_nan=False).encode(), 9, mtime=0)
        (DATA / "hf" / f"{name}.json.gz").write_bytes(packed)
        print(f"{name}: {len(found['nodes'])} nodes, {found['totals']}, {len(packed):,} bytes")


if __name__ == "__main__":
    main(sys.argv[1:])
