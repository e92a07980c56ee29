"""What the audit finds: one slip of a drawing, of a kind, at a place."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal[
    "text over text", "text out of card", "text across card", "out of canvas", "card over card", "edge through card",
    "edge through text", "edge through circle", "edge on edge", "false junction", "loose end", "loose head",
    "short head", "slanted edge", "small text", "circle over card", "text over circle", "line under plate", "wrong sum",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Fault:
    """One slip: its kind, what is concerned, and where (px)."""

    kind: Kind
    what: str
    x: float
    y: float

    def __str__(self) -> str:
        return f"{self.kind} at {self.x:.0f},{self.y:.0f}: {self.what}"
