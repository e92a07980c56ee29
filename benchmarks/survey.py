"""How much of the world is read: whole zoos through the reader of live models, each model in a process of its own.

Run from the repository root, in an environment with torch, torchvision, timm and transformers::

    python benchmarks/survey.py [--only NAME...] [--zoo NAME] [--json FILE]

In: the zoos of `zoos.py`. Out: a JSON file with a row a model, and `docs/survey.md` made of it. Every number is
held against torch's own: parameters against `numel` over distinct tensors, multiply-adds against half of
`FlopCounterMode` in a run of its own on the meta device.
"""

from __future__ import annotations

import argparse
import json
import os
import select
import signal
import sys
import time
from importlib.metadata import version
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
sys.path[:0] = [str(HERE), str(ROOT / "src")]
os.environ.update(TORCH_COMPILE_DISABLE="1", HF_HUB_OFFLINE="1", CUDA_VISIBLE_DEVICES="", OMP_NUM_THREADS="1")
SECONDS = 600.0
"""So long a process may take, on a busy machine too."""
PACKAGES = ("torch", "torchvision", "timm", "transformers")


def main() -> None:
    """Ask all, or those named, and write what was found."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", nargs="*", default=[], help="models by their names")
    parser.add_argument("--zoo", default="", help="one zoo alone")
    parser.add_argument("--json", type=Path, default=HERE / "survey.json")
    parser.add_argument("--page", type=Path, default=ROOT / "docs" / "survey.md")
    options = parser.parse_args()
    from survey_page import page
    from surveyed import own_of, row_of  # everything that is heavy is imported before the first fork
    from zoos import ZOOS

    wanted = [
        (zoo, name)
        for zoo, names in ZOOS.items()
        for name in names()
        if (not options.only or name in options.only) and options.zoo in ("", zoo)
    ]
    rows = _kept(options.json)
    order = {each: place for place, each in enumerate((zoo, name) for zoo, names in ZOOS.items() for name in names())}
    for each in wanted:
        rows[each] = _row(row_of, own_of, *each)
        found = [rows[key] for key in sorted(rows, key=lambda key: order.get(key, len(order)))]
        result = {"versions": {name: version(name).split("+")[0] for name in PACKAGES}, "models": found}
        options.json.write_text(_text(result), encoding="utf-8")
        options.page.write_text(page(result), encoding="utf-8")


def _kept(path: Path) -> dict[tuple[str, str], dict[str, Any]]:
    """What an earlier run found: only those that are asked are asked again."""
    if not path.exists():
        return {}
    return {(row["zoo"], row["name"]): row for row in json.loads(path.read_text(encoding="utf-8"))["models"]}


def _row(row_of: Any, own_of: Any, zoo: str, name: str) -> dict[str, Any]:
    """What we say and what torch says, each in a process of its own."""
    ours = _apart(row_of, zoo, name)
    run = ours.pop("run", None)
    own = _apart(own_of, zoo, name, run) if run else {}
    why = {"not_counted": own["error"]} if "error" in own else {}
    row = {"zoo": zoo, "name": name, **own, **why, **ours}
    print(_line(row), flush=True)
    return row


def _apart(asked: Any, *given: Any) -> dict[str, Any]:
    """What a process of its own says of one model, with its seconds of processor time and its peak of memory."""
    start = time.monotonic()
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        for standard in (1, 2):
            os.dup2(os.open(os.devnull, os.O_WRONLY), standard)
        try:
            said = asked(*given)
        except BaseException as error:  # noqa: BLE001 - a model may raise anything, also SystemExit
            said = {"error": f"{type(error).__name__}: {' '.join(str(error).split())[:300]}"}
        os.write(writing, json.dumps(said).encode())
        os._exit(0)
    os.close(writing)
    data = b""
    while select.select([reading], [], [], max(0.0, start + SECONDS - time.monotonic()))[0]:
        part = os.read(reading, 1 << 16)
        if not part:
            break
        data += part
    else:
        os.kill(child, signal.SIGKILL)
    os.close(reading)
    _, status, used = os.wait4(child, 0)
    said = json.loads(data) if data else {"error": f"no answer in {SECONDS:g} s (status {status})"}
    peak = used.ru_maxrss // 1024
    return {**said, "seconds": round(used.ru_utime + used.ru_stime, 2), "peak_mb": peak}


def _line(row: dict[str, Any]) -> str:
    if "error" in row:
        return f"{row['zoo']}  {row['name']}: {row['error']}"
    marks = [
        row.get("not_counted", ""),
        "" if row["params"] == row.get("own_params") else f"params {row['params']} ≠ {row.get('own_params')}",
        "" if row["macs"] == row.get("own_macs") else f"macs {row['macs']} ≠ {row.get('own_macs')}",
        "" if row.get("counter") == "plain run" else row.get("counter", ""),
        "" if row["by_rule"] == row["params"] else f"by a rule {row['by_rule']} of {row['params']}",
        f"differs: {row['differs']}" if row["differs"] else "",
        f"no rule: {row['no_rule']}" if row["no_rule"] else "",
        "" if row["how"] == "meta" else row["how"],
    ]
    return f"{row['zoo']}  {row['name']}: {'; '.join(filter(None, marks)) or 'agrees'}  {row['seconds']} s"


def _text(result: dict[str, Any]) -> str:
    rows = ",\n  ".join(json.dumps(row) for row in result["models"])
    return f'{{"versions": {json.dumps(result["versions"])},\n "models": [\n  {rows}\n ]}}\n'


if __name__ == "__main__":
    main()
