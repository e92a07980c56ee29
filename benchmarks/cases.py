"""What is measured: a command for each tool and model.

In: how each tool is started. Out: `Case`s whose commands run in a folder that holds the files of `inputs.write`.
"""

from __future__ import annotations

import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from inputs import HERE, VGG

PEERS = HERE / "peers"
DISTRIBUTIONS = {
    "layertally": ("layertally", "click", "PyYAML"),
    "narchi": ("narchi", "pygraphviz"),
    "tensorgami": ("tensorgami", "torch"),
    "torchview": ("torchview", "torch"),
    "plot_model": ("keras", "torch", "pydot"),
    "torchinfo": ("torchinfo", "torch", "transformers"),
}
"""Whose versions are named."""
BOTH = ("tensorgami", "torchview")
ALONE = {
    "chain": ("chain-200.yaml", "chain of 200", BOTH),
    "nasnet": ("nasnet.json", "NASNetLarge", BOTH),
    "llama": ("llama.json", "Llama-3-70B", ("tensorgami",)),
    "tangle": ("tangle-3000.yaml", "tangle of 3,000", ("tensorgami",)),
}
"""Models that are drawn when they are there already: layertally's file, what it is, the peers that can. torchview gives
Llama and the tangle to Graphviz' `dot`, which is not done with them in a minute."""


class Case(NamedTuple):
    """A row: `base` is the case that its time is held against; `made` the file or folder that the command writes.
    `account`: the file in which a command says what its drawing alone took; without one the whole process counts."""

    key: str
    tool: str
    does: str
    command: tuple[str, ...]
    made: str = ""
    base: str = ""
    account: str = ""


class Tools(NamedTuple):
    """The Python of each tool's own environment; None leaves the tool out."""

    layertally: str
    narchi: str | None = None
    tensorgami: str | None = None
    torchview: str | None = None
    plot_model: str | None = None
    torchinfo: str | None = None


def cases(tools: Tools) -> Iterator[Case]:
    """All rows, in the order in which they are run and shown."""
    own = (str(Path(tools.layertally).parent / "layertally"),)
    vgg, draw = str(VGG), (*own, "draw")
    yield Case("start", "layertally", "start alone (`--version`)", (*own, "--version"))
    yield Case("show", "layertally", "VGG-like: the table (`show`)", (*own, "show", vgg))
    yield Case("vgg", "layertally", "VGG-like: overview and three figures", (*draw, vgg, "-o", "vgg"), "vgg/1.svg")
    one = (*draw, vgg, "--group", "1", "-o", "one.svg")
    yield Case("vgg one", "layertally", "VGG-like: one figure", one, "one.svg")
    if tools.narchi:
        command = str(Path(tools.narchi).parent / "narchi_cli.py")
        drawn = (command, "render", "--overwrite=true", "vgg.jsonnet", "narchi-vgg.svg")
        yield Case("vgg narchi", "narchi", "VGG-like: one figure", drawn, "narchi-vgg.svg", "vgg")
    yield from _scripts(tools, "vgg", "VGG-like: one figure, model built first")
    chain = (*draw, "chain-200.yaml", "-o", "chain-200")
    yield Case("chain", "layertally", "chain of 200: all figures", chain, "chain-200")
    if tools.narchi:
        drawn = (command, "render", "--overwrite=true", "chain-200.jsonnet", "narchi-chain.svg")
        yield Case("chain narchi", "narchi", "chain of 200: one figure", drawn, "narchi-chain.svg", "chain")
    yield from _scripts(tools, "chain", "chain of 200: one figure, model built first")
    both = f"{shlex.join((*draw, 'nasnet.json', '-o', 'nasnet'))} && {shlex.join((*own, 'show', 'nasnet.json'))}"
    does = "NASNetLarge (1,041 layers): all figures and the table"
    yield Case("nasnet", "layertally", does, ("sh", "-c", both), "nasnet/overview.svg")
    if tools.plot_model:
        yield from _scripts(
            tools._replace(tensorgami=None, torchview=None), "nasnet", "NASNetLarge: one figure, model built first"
        )
    if tools.torchinfo:  # layertally reads a configuration with the torch and transformers of the same environment
        live = (str(Path(tools.torchinfo).parent / "layertally"), "draw", "llama.json", "-o", "llama")
        does = "Llama-3-70B from its configuration: overview and all figures"
        yield Case("llama", "layertally", does, live, "llama/overview.svg")
        command = (tools.torchinfo, str(PEERS / "sum_torchinfo.py"), "llama.json", "llama.txt")
        yield Case(
            "llama torchinfo", "torchinfo", "Llama-3-70B on the meta device: summary", command, "llama.txt", "llama"
        )
    yield from _alone(tools)
    for name, does in (("chain-1000", "chain of 1,000: all figures"), ("tangle-3000", "tangle of 3,000: its figure")):
        yield Case(name, "layertally", does, (*draw, f"{name}.yaml", "-o", name), name)


def _scripts(tools: Tools, model: str, does: str) -> Iterator[Case]:
    for tool in ("tensorgami", "torchview", "plot_model"):
        python, made = getattr(tools, tool), f"{tool}-{model}.svg"
        if python:
            script = str(PEERS / f"draw_{tool}.py")
            yield Case(f"{model} {tool}", tool, does, (python, script, model, made), made, model)


def _alone(tools: Tools) -> Iterator[Case]:
    """The drawing alone of a model that is there already."""
    for model, (file, what, peers) in ALONE.items():
        made, account = f"alone-{model}", f"alone-{model}.json"
        # A configuration of Hugging Face is read with the torch and transformers of the same environment.
        python = tools.torchinfo if model == "llama" else tools.layertally
        if python is None:
            continue
        key, script = f"alone {model}", str(PEERS / "alone_layertally.py")
        command = (python, script, file, made, account)
        yield Case(key, "layertally", f"{what}: all figures", command, made, account=account)
        for tool in peers:
            if python := getattr(tools, tool):
                made, account = f"alone-{tool}-{model}.svg", f"alone-{tool}-{model}.json"
                command = (python, str(PEERS / f"alone_{tool}.py"), model, made, account)
                yield Case(f"{key} {tool}", tool, f"{what}: one figure", command, made, key, account)


def versions(tools: Tools) -> dict[str, str]:
    """Of every tool that is measured, of Python, and of Graphviz where a peer uses it."""
    out = {"Python": sys.version.split()[0]}
    for tool, python in tools._asdict().items():
        if python:
            for name in DISTRIBUTIONS[tool]:
                out.setdefault(name, _ask(python, "-c", f"from importlib.metadata import *; print(version({name!r}))"))
    if (tools.narchi or tools.plot_model or tools.torchview) and shutil.which("dot"):
        out["Graphviz"] = _ask("dot", "-V").removeprefix("dot - graphviz version ").split()[0]
    return out


def _ask(*command: str) -> str:
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return (done.stdout or done.stderr).strip()


def missing(made: Sequence[Case], folder: Path) -> list[str]:
    """Cases that did not write what they were to write."""
    return [case.key for case in made if case.made and not (folder / case.made).exists()]
