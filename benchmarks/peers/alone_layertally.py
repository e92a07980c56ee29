"""Read and annotate a model, then time its figures alone: `alone_layertally.py FILE FOLDER ACCOUNT.json`.

Another model is drawn first, so that modules and font tables are there.
"""

from __future__ import annotations

import sys
from pathlib import Path

from stopwatch import Stopwatch

import layertally

WARM = "vgg.yaml"

if __name__ == "__main__":
    file, folder, account = sys.argv[1:]
    layertally.draw(layertally.annotate(layertally.read(WARM)), f"{folder}-warm")
    annotated = layertally.annotate(layertally.read(file))
    watch = Stopwatch()
    watch.begin()
    layertally.draw(annotated, folder)
    watch.end(Path(account))
