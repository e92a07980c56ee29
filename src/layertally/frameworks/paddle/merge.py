"""Merging in Paddle: functions there (`paddle.concat`, `+`), so the words for them are ours, with Paddle's as
aliases."""

from __future__ import annotations

from ..merging import merging

TYPES = merging("axis")
