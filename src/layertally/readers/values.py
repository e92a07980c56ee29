"""Nodes → plain values, with `$width` and `${width * 2}` put in.

In: a node and the variables that hold where it stands. Out: text, numbers, lists, dicts. A name that does not exist is
noted as a problem at its place; reading goes on with a harmless value.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from .expression import ExpressionError, evaluate, known, unknown
from .problems import Problems
from .yaml_nodes import List, Map, Node, Scalar, kind, word

Variables = Mapping[str, Any]
VARIABLE = re.compile(r"\$(?:(\$)|([A-Za-z_]\w*)|\{([^{}]*)\}|\(([^()]*(?:\([^()]*\)[^()]*)*)\))")
MAX_TEXT = 1_000
MAX_LIST = 32


class Values:
    """Turns nodes into values, noting problems."""

    def __init__(self, problems: Problems) -> None:
        self.problems = problems

    def plain(self, node: Node, variables: Variables) -> Any:
        """The value of a node. Depth is bounded where the nodes are built."""
        if isinstance(node, Map):
            return {word(key): self.plain(value, variables) for key, value in node.entries}
        if isinstance(node, List):
            return [self.plain(item, variables) for item in node.items]
        assert isinstance(node, Scalar)
        if isinstance(node.value, str) and "$" in node.value:
            return self._filled(node, node.value, variables)
        return node.value

    def variable(self, node: Node, variables: Variables) -> Any:
        """The value of a variable: a word, a number, or a list of them (a list of lists could double without end)."""
        items = node.items if isinstance(node, List) else (node,)
        values = [self.plain(item, variables) if isinstance(item, Scalar) else None for item in items[:MAX_LIST]]
        flat = all(isinstance(item, Scalar) for item in items) and not any(isinstance(value, list) for value in values)
        if isinstance(node, Scalar):
            return self.plain(node, variables)
        if not flat or len(items) > MAX_LIST:
            self.problems.add("a variable is a word, a number, or a short list of them", node.place)
            return 1
        return values

    def text(self, node: Node, variables: Variables, what: str) -> str:
        """A name or a title: a word, or a number as it is written; empty (and a problem) for anything else."""
        value = self.plain(node, variables) if isinstance(node, Scalar) else None
        if isinstance(value, bool) or not isinstance(value, (str, int, float)):
            fix = "put it in quotes" if isinstance(node, Scalar) else "write one word, or several in quotes"
            self.problems.add(f"{what} is a word, not {kind(node)}", node.place, fix)
            return ""
        if isinstance(node, Scalar) and node.value is value and not isinstance(value, str):
            return node.written  # a layer called 08 is called that, and not 8
        return str(value)

    def _filled(self, node: Scalar, text: str, variables: Variables) -> Any:
        alone = VARIABLE.fullmatch(text)
        try:
            if alone is not None:
                return self._one(alone, variables)
            filled = VARIABLE.sub(lambda found: str(self._one(found, variables)), text)
        except ExpressionError as error:
            self.problems.add(error.reason, node.place, error.fix)
            return 1 if alone is not None else text
        if len(filled) > MAX_TEXT:
            raise self.problems.refuse(f"a word of {len(filled):,} characters, the bound is {MAX_TEXT:,}", node.place)
        return filled

    @staticmethod
    def _one(found: re.Match[str], variables: Variables) -> Any:
        dollar, name, braced, rounded = found.groups()
        if dollar:
            return "$"
        expression = name or braced or rounded or ""
        if re.fullmatch(r"\s*[A-Za-z_]\w*\s*", expression):
            name = expression.strip()
            if name not in variables:
                raise ExpressionError(unknown(name), known(name, variables))
            return variables[name]
        return evaluate(expression, variables)
