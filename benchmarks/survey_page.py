"""The survey as a page of the docs. In: what `survey.py` writes as JSON. Out: Markdown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from statistics import median
from typing import Any

Row = Mapping[str, Any]

HEAD = """\
# Survey

<!-- Written by benchmarks/survey.py: run it again instead of editing this page. -->

{models} models of three zoos, each read from its live object or its configuration in a process of its own, on a CPU,
without weights. Every number is held against PyTorch's: parameters against `numel` over distinct tensors, multiply-adds
against half of `FlopCounterMode` in a plain run of its own. Where a model asks for the value of a tensor, which a run
without numbers has not, that counter's formulas for each recorded operation take its place.

| | models | read | parameters equal | MACs equal | layers that agree | parameters by a rule | seconds | peak MB |
|---|--:|--:|--:|--:|--:|--:|--:|--:|
"""

TAIL = """
*Parameters equal*: the total, each tensor once. *MACs equal*: the total in the usual convention. *Layers that agree*:
shape and parameters of a layer as PyTorch reports them; the others have no rule. *Parameters by a rule*: the mean share
whose count is worked out from what a layer is, not from the sizes of its tensors, and of how many models it was asked.
A tensor without a layer has a rule where its use proves one: added to tokens it is `T·d_model`, scaling channels `C`,
in the scores of an attention `(2·w_h − 1)·(2·w_w − 1)·n_heads`; what no forward pass reaches has none. *Seconds*: of
processor time, the median of a process that has its libraries imported, from building to the annotated model; in
brackets the most. *Peak MB*: the largest process, libraries included.

The classifiers of torchvision are all of them; those of timm stand evenly in its sorted list; of transformers it is one
architecture a kind, with the defaults of its configuration and two blocks where that is a setting. What a language
model reads is `T` tokens, and its MACs are compared at the length that was run.

{failures}

{versions}.

To run it again, `benchmarks/README.md` in the repository says how.
"""

WAYS = {
    "twins": "weights that its own code makes on the CPU, whatever device is asked for",
    "cpu": "run on real numbers",
    "structure": "not run",
}
"""How a model was read, where that was not on the meta device."""


def page(result: Mapping[str, Any]) -> str:
    """The whole page."""
    rows: Sequence[Row] = result["models"]
    zoos = list(dict.fromkeys(row["zoo"] for row in rows))
    lines = [_zoo(zoo, [row for row in rows if row["zoo"] == zoo]) for zoo in zoos]
    if len(zoos) > 1:
        lines.append(_zoo("all", rows))
    versions = ", ".join(f"{name} {number}" for name, number in result["versions"].items())
    tail = TAIL.format(failures=_failures(rows), versions=versions)
    return HEAD.format(models=len(rows)) + "\n".join(lines) + "\n" + tail


def _zoo(zoo: str, rows: Sequence[Row]) -> str:
    read = [row for row in rows if "error" not in row]
    counted = [row for row in read if "own_params" in row]
    layers, agreeing = sum(row["layers"] for row in read), sum(row["agrees"] for row in read)
    ruled = [row["by_rule"] / row["params"] for row in read if row["params"] and "by_rule" in row]
    cells = [
        f"**{zoo}**" if zoo == "all" else zoo,
        str(len(rows)),
        str(len(read)),
        f"{sum(row['params'] == row['own_params'] for row in counted)} of {len(counted)}",
        f"{sum(row['macs'] == row['own_macs'] for row in counted)} of {len(counted)}",
        f"{agreeing:,} of {layers:,}",
        f"{_percent(sum(ruled) / len(ruled))} of {len(ruled)}" if ruled else "",
        _seconds([row["seconds"] for row in read]),
        f"{max((row['peak_mb'] for row in read), default=0):,}",
    ]
    return "| " + " | ".join(cells) + " |"


def _failures(rows: Iterable[Row]) -> str:
    """What is not as it should be, a line a model; models of the same trouble share one."""
    found: dict[str, list[str]] = {}
    for row in rows:
        for trouble in _troubles(row):
            found.setdefault(trouble, []).append(row["name"])
    short = [row["name"] for row in rows if row.get("by_rule", 0) < row.get("params", 0) and "by_rule" in row]
    if short:
        found["parameters counted by the sizes of their tensors alone"] = short
    if not found:
        return "Nothing differs, and no layer is without a rule."
    lines = [
        f"- {trouble}: {', '.join(names)}." for trouble, names in sorted(found.items(), key=lambda each: -len(each[1]))
    ]
    return "What is not as it should be:\n\n" + "\n".join(lines)


def _troubles(row: Row) -> list[str]:
    if "error" in row:
        return [f"not read, {row['error']}"]
    out = []
    if "own_params" in row and row["params"] != row["own_params"]:
        out.append(f"{row['params']:,} parameters, torch has {row['own_params']:,}")
    if "own_macs" in row and row["macs"] is not None and row["macs"] != row["own_macs"]:
        out.append("other MACs than the counter's")
    if row["differs"]:
        out.append("layers that differ")
    out += [f"no rule for `{kind}`" for kind in row["no_rule"]]
    return [*out, *([WAYS[row["how"]]] if row["how"] in WAYS else [])]


def _percent(share: float) -> str:
    """Never rounded up to all."""
    return "100 %" if share == 1 else f"{min(share * 100, 99.99):.2f} %"


def _seconds(values: Sequence[float]) -> str:
    return f"{median(values):.1f} ({max(values):.1f})" if values else ""
