"""Values as YAML writes them on one line.

In: plain values. Out: text that reads back to the same values. A dollar sign is doubled: alone it names a variable.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

_PLAIN = re.compile(r"[A-Za-z_一-鿿][\w一-鿿.-]*(?: [\w一-鿿.-]+)*")
_NOT_TEXT = {"true", "false", "yes", "no", "on", "off", "null", "none", "y", "n", "~", "nan", "inf"}


def flow(value: Any) -> str:
    """A value as YAML writes it on one line.

    >>> flow({"kernel_size": (3, 2), "padding": "same", "name": "a: b", "bias": False, "rate": 0.5})
    '{kernel_size: [3, 2], padding: same, name: "a: b", bias: false, rate: 0.5}'
    """
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key_text(key)}: {flow(each)}" for key, each in value.items()) + "}"
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(flow(each) for each in value) + "]"
    return scalar(value)


def scalar(value: Any) -> str:
    """A word bare where YAML takes it for nothing else, else in double quotes.

    >>> scalar("conv2d_1"), scalar("7"), scalar("no"), scalar(None), scalar("第一组"), scalar("$x")
    ('conv2d_1', '"7"', '"no"', 'null', '第一组', '"$$x"')
    """
    if value is None or isinstance(value, (bool, int)):
        return json.dumps(value)
    if isinstance(value, float):
        text = repr(value)
        return text if "e" not in text or "." in text else text.replace("e", ".0e")
    return key_text(str(value).replace("$", "$$"))


def key_text(key: Any) -> str:
    """A key: a word in which a dollar sign is only that."""
    text = str(key)
    if _PLAIN.fullmatch(text) and text.lower() not in _NOT_TEXT:
        return text
    return json.dumps(text, ensure_ascii=False)
