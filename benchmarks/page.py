"""The result as a page of the docs. In: what `run.py` writes as JSON. Out: Markdown."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

HEAD = """\
# Benchmarks

<!-- Written by benchmarks/run.py: run it again instead of editing this page. -->

Whole processes, from a file on disk to SVG files on disk, accounted for by the operating system: CPU seconds (user and
system, child processes included) and the peak memory of the largest process. {rounds} rounds after one that is not
counted; a round runs every command of the table once, so that a machine that slows down slows all of them. Medians;
in brackets the least and the most. {machine}.

| tool | what it does | CPU s | wall s | peak MB | CPU, against layertally | peak |
|---|---|--:|--:|--:|--:|--:|
"""

ALONE = """
## Drawing alone

In the same rounds: a model that is there already, from memory to SVG files. layertally has read and annotated it, the
peers have built it and recorded its run; each has drawn another model before, so that modules and fonts are loaded. CPU
of the process and of its children between two moments of one process. For the peers NASNetLarge is that of timm, and
Llama-3-70B is on the meta device. torchview's figures of the last two are not here: `dot` is not done with them in a
minute.

| tool | what it draws | CPU s | wall s | peak MB | CPU, against layertally |
|---|---|--:|--:|--:|--:|
"""

TAIL = """
## What is measured

The VGG-like model is [`examples/vgg.yaml`](models/vgg.md). The last columns hold a peer's time and memory against those
of all of layertally's figures of the same model, round by round. NASNetLarge is read from the configuration that Keras
writes of it; `plot_model` draws the live model, which it has to build first, with its weights. Llama-3-70B is built on
PyTorch's meta device by both, without weights; most of the time is the import of torch and transformers.

The tools do not do the same. layertally and narchi read a file; tensorgami, torchview and `plot_model` draw a model
that a framework has built, and most of their time is the framework's import. narchi draws shapes on one graph;
tensorgami and torchview draw the operations with their shapes; `plot_model` draws layers with their shapes; layertally
draws an overview and a figure a group, in which every number of parameters is worked out and added up.

{versions}.

To run it again, `benchmarks/README.md` in the repository says how.
"""


def page(result: Mapping[str, Any]) -> str:
    """The whole page."""
    machine = result["machine"]
    whole, alone = ([case for case in result["cases"] if case.get("alone", False) is part] for part in (False, True))
    named = ", ".join(f"{name} {version}" for name, version in result["versions"].items())
    parts = [HEAD.format(rounds=result["rounds"], machine=machine), *map(_row, whole)]
    if alone:
        parts += [ALONE, *(_row(case).rpartition(" | ")[0] + " |\n" for case in alone)]
    return "".join(parts) + TAIL.format(versions=named)


def _row(case: Mapping[str, Any]) -> str:
    cells = [case["tool"], case["does"], _seconds(case["cpu"]), _seconds(case["wall"]), f"{case['peak']['median']:.0f}"]
    cells += [f"{case[what]:.1f}×" if what in case else "" for what in ("ratio", "memory")]
    return f"| {' | '.join(cells)} |\n"


def _seconds(values: Mapping[str, float]) -> str:
    return f"{values['median']:.2f} ({values['least']:.2f}–{values['most']:.2f})"
