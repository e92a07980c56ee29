"""The page that puts counters side by side: three models, what each tool says, and the sum that settles it.

In: `tests/data/comparison.json`, which `tools.record.comparison` wrote by running the tools; `CASES`, the arithmetic.
Out: docs/comparison.md. A sum that does not come to what its tool said is an error, here and in the tests.
"""

from __future__ import annotations

import ast
import json
import operator
from pathlib import Path
from textwrap import fill
from typing import Any, NamedTuple

from tools.docs_pages import filled, row

DATA = Path("tests/data/comparison.json")
FLOPS = ("torch", "torch, fused attention", "torch, fast path")
"""Tools that count two operations a multiply-add."""
_SIGNS = {ast.Add: operator.add, ast.Mult: operator.mul}


class Sum(NamedTuple):
    """How a tool comes to its cost, and to its parameters where they are not the model's; `why` is in words."""

    cost: str
    why: str = ""
    params: str = ""


class Case(NamedTuple):
    """A model: what it holds and what it multiplies, part by part; what others say."""

    about: str
    params: str
    macs: str
    tools: dict[str, Sum]


def worth(text: str) -> int:
    """What a sum comes to.

    >>> worth("(3·3·32 + 1)·32 + 1,000")
    10248
    """
    return _value(ast.parse(text.replace(",", "").replace("·", "*"), mode="eval").body)


def _value(node: ast.expr) -> int:
    if isinstance(node, ast.BinOp):
        return int(_SIGNS[type(node.op)](_value(node.left), _value(node.right)))
    assert isinstance(node, ast.Constant), ast.dump(node)
    return int(str(node.value))


TWO = "two operations a multiply-add"
BIAS = "the biases are added"
DENSE_AND_NORMS = "(128 + 1)·256 + (256 + 1)·128 + 2·2·128"

CASES = {
    "tied": Case(
        "`Embedding(50,000, 384)`, `Linear(384, 384)`, ReLU, and a head without bias that uses the embedding's matrix "
        "again, as GPT-2 and BERT do. 16 tokens.",
        "50,000·384 + (384 + 1)·384",
        "16·384·384 + 16·384·50,000",
        {
            "torch": Sum("2·309,559,296", TWO),
            "torchinfo": Sum(
                "50,000·384 + (384 + 1)·384 + 384·50,000",
                "the tied matrix counts twice. A weight is multiplied once a sample, whatever the number of tokens, "
                "and looking up a row of the embedding counts as multiplying all of it",
                "19,347,840 + 384·50,000",
            ),
            "fvcore": Sum("309,559,296"),
            "thop": Sum("309,559,296"),
            "ptflops": Sum("309,559,296 + 16·384", BIAS),
        },
    ),
    "encoder": Case(
        "`TransformerEncoderLayer(128, 4, 256)`, 512 tokens: four projections of 128 × 128, the two products of "
        "attention, two dense layers, two norms.",
        f"4·(128 + 1)·128 + {DENSE_AND_NORMS}",
        "4·512·128·128 + 2·512·512·128 + 2·512·128·256",
        {
            "torch": Sum("2·134,217,728", TWO),
            "torch, fused attention": Sum(
                "2·(4·512·128·128 + 2·512·128·256)",
                "on a CPU, attention is one fused operation that the counter does not know, and its two products are "
                "missing. That half of the FLOPs is the number of MACs is chance",
            ),
            "torch, fast path": Sum(
                "0", "in evaluation, PyTorch runs the whole layer as one operation that the counter does not know"
            ),
            "torchinfo": Sum(
                DENSE_AND_NORMS,
                "the weights of the dense layers and of the norms once, whatever the number of tokens; those of "
                "attention not at all",
            ),
            "fvcore": Sum(
                "4·512·128·128 + 2·512·128·256 + 2·5·512·128",
                "five operations a number of a norm; the two products of attention are missing, which a warning says",
            ),
            "thop": Sum(
                "2·512·128·256 + 2·4·512·128",
                "attention is not seen: neither its 66,048 parameters nor its products; four operations a number of a "
                "norm",
                DENSE_AND_NORMS,
            ),
            "ptflops": Sum(
                "134,217,728 + 512·(4·128 + 256 + 128) + 512·128 + 4·512·512 + 2·512·128",
                "biases, the scaling of queries, softmax and norms are added",
            ),
        },
    ),
    "lenet": Case(
        "Two convolutions with ReLU and pooling, three dense layers, 28 × 28 pixels. Nothing here is unusual, and "
        "there are four answers.",
        "(5·5·1 + 1)·6 + (5·5·6 + 1)·16 + (400 + 1)·120 + (120 + 1)·84 + (84 + 1)·10",
        "28·28·6·5·5·1 + 10·10·16·5·5·6 + 400·120 + 120·84 + 84·10",
        {
            "torch": Sum("2·416,520", TWO),
            "torchinfo": Sum("416,520 + 28·28·6 + 10·10·16 + 120 + 84 + 10", BIAS),
            "fvcore": Sum("416,520"),
            "thop": Sum("416,520"),
            "ptflops": Sum(
                "423,038 + 2·(28·28·6 + 10·10·16 + 120 + 84) + 2·(28·28·6 + 10·10·16)",
                f"{BIAS}, which makes 423,038; then activations and what goes into pooling, each twice: as a module, "
                "and again as the function that it calls",
            ),
        },
    ),
}


def files(root: Path) -> dict[Path, bytes]:
    """The page."""
    data = json.loads((root / DATA).read_text(encoding="utf-8"))
    path = root / "docs" / "comparison.md"
    text = path.read_text(encoding="utf-8")
    for name, case in CASES.items():
        text = filled(text, name, "\n".join(_section(case, data["said"][name])))
    versions = ", ".join(f"{tool} {version}" for tool, version in data["versions"].items())
    return {path: filled(text, "versions", f"{versions}.").encode()}


def _section(case: Case, said: dict[str, Any]) -> list[str]:
    params, macs = worth(case.params), worth(case.macs)
    table = [
        row("", "parameters", "cost"),
        "|---|--:|--:|",
        row("**layertally**", f"**{params:,}**", f"**{macs:,} MACs**"),
    ]
    reasons = []
    for tool, each in case.tools.items():
        counted, cost = said[tool]
        assert counted == worth(each.params or case.params), f"{tool}: {counted} parameters"
        assert cost == worth(each.cost), f"{tool}: cost {cost}"
        unit, true = (" FLOPs", 2 * macs) if tool in FLOPS else ("", macs)
        table.append(row(tool, _marked(counted, params), _marked(cost, true, unit)))
        if each.why:
            sums = [f"`{each.params} = {counted:,}` parameters"] if each.params else []
            sums += [f"`{each.cost} = {cost:,}`"] if each.cost != "0" else []
            reasons.append(fill(f"- **{tool}**: {each.why}.", 120, subsequent_indent="  ", break_on_hyphens=False))
            reasons += [f"  {text}" for text in [" and ".join(sums)] if text]
    ours = [f"Parameters: `{case.params} = {params:,}`", "", f"MACs: `{case.macs} = {macs:,}`"]
    return [fill(case.about, 120), "", *table, "", *ours, "", *reasons]


def _marked(value: int, true: int, unit: str = "") -> str:
    return f"{value:,}{unit}" if value == true else f"**≠** {value:,}{unit}"
