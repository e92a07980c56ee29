"""`layers` of a configuration → entries: name, class, settings and calls of each layer.

In: the list as the file has it. Out: `Entry` values, or one error that names the first entry which is broken.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ...errors import LayertallyError, Place
from .calls import Call, MalformedError, read_calls
from .keras1 import translated

OWN = ("keras", "tf_keras", "tensorflow.python.keras", "tensorflow.keras", "keras_core")
INPUT = "InputLayer"
OPERATIONS = ("keras.src.ops", "keras.ops")
"""Where Keras 3 has its bare operations."""
FUNCTIONS = frozenset(
    {"TFOpLambda", "SlicingOpLambda", "TensorFlowOpLayer", "ClassMethod", "InstanceMethod", "InstanceProperty"}
)
"""The classes by which Keras 2 writes a function of TensorFlow."""
CHAINS = ("Sequential", "Pipeline")
"""Classes that are one layer after another."""


@dataclass(frozen=True, slots=True, eq=False)
class Entry:
    """One layer of the configuration. `module` is "" in files of Keras 2. `identity` is the number of an object that
    stands in several places of the file, `first` that of its first call, where that is said."""

    name: str
    type: str
    config: Mapping[str, Any]
    module: str
    build: Mapping[str, Any]
    calls: tuple[Call, ...] = ()
    custom: bool = False
    identity: int | None = None
    first: int | None = None

    @property
    def nested(self) -> bool:
        """Whether it is a model itself."""
        layers = self.config.get("layers")
        if not isinstance(layers, list):
            return False
        return "output_layers" in self.config or (self.type in CHAINS and not self.custom)

    @property
    def is_operation(self) -> bool:
        """Whether it is a bare operation and no layer. `.h5` files of Keras 3 leave the module out; there a layer has
        settings that every layer has."""
        if self.type in FUNCTIONS and not self.custom:
            return True
        if self.module:
            return self.module.startswith(OPERATIONS)
        new = any(call.args and not call.old for call in self.calls)
        return new and not {"trainable", "dtype", "layers"} & set(self.config)

    @property
    def is_input(self) -> bool:
        return self.type == INPUT

    @property
    def trainable(self) -> bool:
        return self.config.get("trainable") is not False


def read_entries(layers: Any, source: str, path: str = "") -> list[Entry]:
    """Every layer of a list. Raises LayertallyError."""
    if not isinstance(layers, list):
        raise broken(source, f"{path}`layers` is not a list")
    out: list[Entry] = []
    seen: dict[str, int] = {}
    for at, raw in enumerate(layers):
        entry = _entry(raw, source, f"{path}layers[{at}]", out)
        if entry.name in seen:
            both = f"{path}layers[{seen[entry.name]}] and layers[{at}]"
            raise broken(source, f"{both} are both called `{entry.name[:80]}`")
        seen[entry.name] = at
        out.append(entry)
    return out


def broken(source: str, reason: str, fix: str = "") -> LayertallyError:
    """A configuration that Keras would not have written."""
    return LayertallyError(reason, Place(source), fix or "write the file again from the model")


def _entry(raw: Any, source: str, where: str, before: list[Entry]) -> Entry:
    if not isinstance(raw, dict) or not isinstance(raw.get("class_name"), str):
        raise broken(source, f"{where} has no class_name")
    type_ = raw["class_name"]
    config = raw.get("config")
    if isinstance(config, list):  # Sequential of Keras before 2.2.3
        config = {"layers": config}
    config = config if isinstance(config, dict) else {}
    if "module" not in raw:
        type_, config = translated(type_, config)
    given = raw.get("name") or config.get("name")
    name = given if isinstance(given, str) and given else _automatic(type_, before)
    module = raw.get("module") if isinstance(raw.get("module"), str) else ""
    custom = is_custom(module, raw.get("registered_name"))
    build = raw.get("build_config")
    try:
        calls = read_calls(raw.get("inbound_nodes"))
    except MalformedError as error:
        raise broken(source, f"`{name[:80]}`: {error}") from error
    return Entry(
        name,
        type_.rsplit(">", 1)[-1],
        config,
        module or "",
        build if isinstance(build, dict) else {},
        calls,
        custom or ">" in type_,
        number if isinstance(number := raw.get("shared_object_id"), int) else None,
        number if isinstance(number := raw.get("calls_from"), int) else None,
    )


def is_custom(module: Any, registered: Any) -> bool:
    """Whether a class is none of Keras' own."""
    package = isinstance(registered, str) and ">" in registered and not registered.startswith("keras")
    return package or (isinstance(module, str) and bool(module) and not module.startswith(OWN))


def _automatic(type_: str, before: list[Entry]) -> str:
    """The name that Keras gives to a layer without one."""
    from ...frameworks.base import snake

    base, taken = snake(type_), {entry.name for entry in before}
    name, number = base, 0
    while name in taken:
        number += 1
        name = f"{base}_{number}"
    return name
