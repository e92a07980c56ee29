"""Record live models of Keras (tests/live/keras_zoo.py) as they come out of their process: tests/data/keras_live.

Run with a Python that has keras and torch, `tests` on the path: `python -m tools.record.keras_live
tests/data/keras_live`. Each file holds one record, see `layertally.live.keras`, and how many layers no rule can know.
"""

from __future__ import annotations

import gzip
import json
import os
import sys
from pathlib import Path

os.environ.setdefault("KERAS_BACKEND", "torch")

import keras

from layertally.live.keras import record
from live.keras_zoo import ZOO


def main(folder: str) -> None:
    """Write every model."""
    target = Path(folder)
    target.mkdir(parents=True, exist_ok=True)
    for name, sample in ZOO.items():
        keras.utils.clear_session()
        told = record(sample.make, inputs=sample.inputs, reference=f"zoo:{name}")
        whole = {"inputs": list(sample.inputs), "opaque": sample.opaque, "record": told}
        text = json.dumps(whole, separators=(",", ":"))
        (target / f"{name}.json.gz").write_bytes(gzip.compress(text.encode(), 9, mtime=0))
        print(f"{name}: {told['how']}, {len(told['told'])} layers, {len(told['weights'])} weights")


if __name__ == "__main__":
    main(sys.argv[1])
