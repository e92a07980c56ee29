"""Models that are named by `package.module:name` in tests."""

from __future__ import annotations
