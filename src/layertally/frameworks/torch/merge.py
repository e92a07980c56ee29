"""Merging in PyTorch: functions there (`torch.cat`, `+`), so the words for them are ours, with PyTorch's as
aliases."""

from __future__ import annotations

from ..merging import merging

TYPES = merging("dim")
