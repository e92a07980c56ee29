"""The JSON Schema of descriptions, made from the frameworks' tables: editors complete and check with it.

In: nothing. Out: a schema (draft 2020-12) as plain values. It says what can be said without working a model out; what
it lets through and the reader does not is an error of the reader, with its line.
"""

from __future__ import annotations

from typing import Any

from ..frameworks import NAMES, load
from ..frameworks.base import Arg, Framework, LayerType
from ..model import Cache

DRAFT = "https://json-schema.org/draft/2020-12/schema"
Json = dict[str, Any]

_VARIABLE: Json = {"$ref": "#/$defs/variable"}
_REFERENCE: Json = {"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}, "minItems": 1}]}
_DIM: Json = {
    "anyOf": [
        {"type": "integer", "minimum": 1},
        {"type": "string", "pattern": r"^([A-Za-z_]\w{0,15}|(?=.*[A-Za-z_])(?=.*[-+*/])[\w +*/()-]+|\$.*)$"},
        {"type": "null"},
    ]
}
_SHAPE: Json = {"type": "array", "items": {"$ref": "#/$defs/dim"}}
_DTYPES = ["float32", "float64", "float16", "bfloat16", "int64", "int32", "int16", "int8", "uint8", "bool", "string"]
_AMOUNT: Json = {
    "anyOf": [
        {"type": "integer", "minimum": 0},
        {"type": "string", "pattern": r"^[\d,_ ]+(\.\d+)?\s*[kKmMBGT万亿]?$"},
        _VARIABLE,
    ]
}
_REPEAT: Json = {"anyOf": [{"type": "integer", "minimum": 1}, _VARIABLE]}
_COMMON_DEFS: Json = {
    "name": {"type": "string", "description": "the layer's own name"},
    "inputs": {**_REFERENCE, "description": "what it reads; without it, the layer before"},
    "shared": {"type": "string", "description": "the layer whose weights it uses again"},
    "trainable": {"anyOf": [{"type": "boolean"}, _VARIABLE]},
    "scope": {
        "anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}],
        "description": "the modules in which it lies",
    },
    "folded": {"type": "object", "description": "what works beside it and is no layer of its own, with counts"},
}
_COMMON: Json = {key: {"$ref": f"#/$defs/{key}"} for key in _COMMON_DEFS}
_INPUT: Json = {
    "anyOf": [
        {"$ref": "#/$defs/shape"},
        {
            "type": "object",
            "required": ["shape"],
            "additionalProperties": False,
            "properties": {"shape": {"$ref": "#/$defs/shape"}, "dtype": {"enum": _DTYPES}},
        },
    ]
}


def schema() -> Json:
    """The whole schema.

    >>> sorted(schema()["properties"])[:4]
    ['$schema', 'batch', 'blocks', 'cache']
    """
    defs: Json = {
        "variable": {"type": "string", "pattern": r"^\$"},
        "dim": _DIM,
        "shape": _SHAPE,
        "input": _INPUT,
        **_COMMON_DEFS,
    }
    for name in NAMES:
        defs |= _framework(load(name))
    return {
        "$schema": DRAFT,
        "title": "layertally description",
        "description": "A neural network as layers in the words of its framework.",
        "type": "object",
        "required": ["framework", "input"],
        "properties": {
            "$schema": {"type": "string"},
            "model": {"type": ["string", "number"], "description": "the model's title"},
            "framework": {
                "enum": list(NAMES),
                "description": "whose layer names, defaults and counting the layers follow",
            },
            "input": {
                "description": "the input's shape without the batch; a mapping for several inputs",
                "anyOf": [
                    {"$ref": "#/$defs/input"},
                    {"type": "object", "minProperties": 1, "additionalProperties": {"$ref": "#/$defs/input"}},
                ],
            },
            "batch": {"$ref": "#/$defs/dim", "description": "the batch, where it matters"},
            "expect": {
                "type": "object",
                "description": "what the author claims; `layertally check` holds it",
                "additionalProperties": False,
                "properties": dict.fromkeys(("params", "trainable", "non_trainable", "macs"), _AMOUNT),
            },
            "variables": {"type": "object", "description": "numbers and words used as $name or $(expression)"},
            "blocks": {"type": "object", "description": "lists of layers that are used by name"},
            "groups": {"type": "array", "minItems": 1},
            "layers": {"type": "array", "minItems": 1},
            "outputs": _REFERENCE,
            "classes": {"type": "object", "description": "of what class the modules behind scopes are"},
            "cache": {
                "type": "object",
                "description": "what a decoder keeps of each token",
                "additionalProperties": False,
                "properties": {key: {"type": "integer", "minimum": 0} for key in Cache._fields},
            },
        },
        "oneOf": [{"required": ["groups"]}, {"required": ["layers"]}],
        "additionalProperties": False,
        "allOf": [_choice(name) for name in NAMES],
        "$defs": defs,
    }


def _choice(name: str) -> Json:
    """The layers of the framework that the description names."""
    layers = {"$ref": f"#/$defs/{name}.layers"}
    group = {
        "type": "object",
        "required": ["layers"],
        "additionalProperties": False,
        "properties": {
            "title": {"type": ["string", "number"]},
            "name": {"type": "string"},
            "repeat": _REPEAT,
            "layers": layers,
        },
    }
    block = {
        "anyOf": [
            layers,
            {
                "type": "object",
                "required": ["layers"],
                "additionalProperties": False,
                "properties": {
                    "variables": {"type": "object"},
                    "class": {"type": ["string", "null"]},
                    "layers": layers,
                },
            },
        ]
    }
    return {
        "if": {"properties": {"framework": {"const": name}}, "required": ["framework"]},
        "then": {
            "properties": {"layers": layers, "groups": {"items": group}, "blocks": {"additionalProperties": block}},
        },
    }


def _framework(table: Framework) -> Json:
    name = table.name
    layer = {"$ref": f"#/$defs/{name}.layers"}
    nested = {
        "type": "object",
        "anyOf": [{"required": ["layers"]}, {"required": ["shared"]}],
        "additionalProperties": False,
        "properties": {
            **_COMMON,
            "layers": layer,
            "input": {"anyOf": [{"$ref": "#/$defs/input"}, {"type": "object"}]},
            "outputs": _REFERENCE,
            "class": {"type": "string"},
        },
    }
    scope = {
        "type": "object",
        "required": ["name", "layers"],
        "additionalProperties": False,
        "properties": {
            "name": _COMMON["name"],
            "inputs": _COMMON["inputs"],
            "trainable": _COMMON["trainable"],
            "class": {"type": "string"},
            "layers": layer,
        },
    }
    custom = {
        "type": "object",
        "anyOf": [{"required": ["class"]}, {"required": ["shared"]}],
        "additionalProperties": False,
        "properties": {
            **_COMMON,
            "class": {"type": "string"},
            "output": {"type": "array"},
            "weights": {"type": "object"},
            "params": {"type": "integer", "minimum": 0},
            "buffers": {"type": "integer", "minimum": 0},
            "rule": {"type": "object", "minProperties": 1, "maxProperties": 1},
            "why": {"type": "string"},
        },
    }
    types: Json = {}
    bare: list[str] = []
    for spelling, type_ in {
        **table.types,
        **{alias: table.types[own] for alias, own in table.aliases.items() if own in table.types},
    }.items():
        types[spelling] = {"$ref": f"#/$defs/{name}.{type_.name}"}
        if not any(arg.required for arg in type_.args):
            bare.append(spelling)
    own = {
        "type": "object",
        "minProperties": 1,
        "maxProperties": 1,
        "properties": {**types, "Sequential": nested, "Model": nested, "Scope": scope, "Custom": custom},
        # Any other word is a block of the description: the reader knows which there are.
        "additionalProperties": {"type": ["object", "null"]},
    }
    item = {"anyOf": [{"enum": bare}, {"type": "string", "pattern": r"^\w+$"}, own]}
    defs: Json = {
        f"{name}.layers": {"type": "array", "minItems": 1, "items": {"$ref": f"#/$defs/{name}.layer"}},
        f"{name}.layer": item,
    }
    for type_ in table.types.values():
        defs[f"{name}.{type_.name}"] = _type(table, type_)
    return defs


def _type(table: Framework, type_: LayerType) -> Json:
    """A layer's arguments: by name, in order, or the first alone."""
    properties: Json = {}
    here = f"#/$defs/{table.name}.{type_.name}/anyOf/0/properties"
    for arg in type_.args:
        properties[arg.name] = _argument(arg)
        properties |= {alias: {"$ref": f"{here}/{arg.name}"} for alias in arg.aliases}
    properties |= {name: True for name in sorted(table.ignored) if name not in properties}
    named: Json = {
        "type": "object",
        "properties": {**properties, **_COMMON, "args": properties.get("args", {})},
        "additionalProperties": False,
    }
    forms: list[Json] = [named]
    if type_.args:
        order = [{"$ref": f"{here}/{arg.name}"} for arg in type_.args]
        forms += [{"type": "array", "minItems": 1, "prefixItems": order, "items": False}, order[0]]
    if not any(arg.required for arg in type_.args):
        forms.append({"type": "null"})
    return {"anyOf": forms, "title": f"{table.title} {type_.name}"}


def _argument(arg: Arg) -> Json:
    out: Json = {
        "description": arg.kind.name
        + ("" if arg.required or arg.default is None else f", {_shown(arg.default)} unless given")
    }
    if arg.kind.schema:
        forms = [dict(arg.kind.schema), _VARIABLE]
        if arg.default is None:
            forms.append({"type": "null"})
        out["anyOf"] = forms
    return out


def _shown(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def dump() -> str:
    """The schema as text, a line a definition."""
    import json

    whole = schema()
    defs = ",\n  ".join(
        f"{json.dumps(key)}: {json.dumps(value, ensure_ascii=False)}" for key, value in whole.pop("$defs").items()
    )
    head = ",\n ".join(f"{json.dumps(key)}: {json.dumps(value, ensure_ascii=False)}" for key, value in whole.items())
    return f'{{{head},\n "$defs": {{\n  {defs}\n }}}}\n'
