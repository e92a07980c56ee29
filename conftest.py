"""What of the package is looked through for examples: a room that runs beside a framework only where that is there."""

from __future__ import annotations

import importlib.util

collect_ignore_glob = [] if importlib.util.find_spec("torch") else ["src/layertally/live/torch/*"]
