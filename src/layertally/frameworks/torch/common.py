"""Kinds of values and checks that many PyTorch layers share."""

from __future__ import annotations

from ...ops.window import Window
from ..base import ArgumentError, Arguments


def divides(a: Arguments, *names: str) -> None:
    """ArgumentError unless `groups` divides these arguments."""
    for name in names:
        if a.get(name) is not None and a[name] % a["groups"]:
            raise ArgumentError(
                f"{name} {a[name]} does not divide by groups {a['groups']}",
                f"write {name}: {-(-a[name] // a['groups']) * a['groups']}",
            )


def same_needs_stride_one(window: Window) -> None:
    """PyTorch knows no `same` with a stride."""
    if window.padding.mode == "stride_one_same" and max(window.stride) > 1:
        raise ArgumentError(
            'PyTorch does not take padding "same" with a stride above 1', f"write padding: {window.kernel_size[0] // 2}"
        )


def half_of_kernel(window: Window, reach: tuple[int, ...]) -> None:
    """A pooling window must not lie in the padding alone."""
    for dim, most in enumerate(size // 2 for size in reach):
        if max(window.padding.pair(dim)) > most:
            raise ArgumentError(
                f"padding {max(window.padding.pair(dim))} is more than half of kernel_size {reach[dim]}",
                f"write padding: {most}",
            )
