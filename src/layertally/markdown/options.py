"""What a fence says: its options, and the model as a path or as the description itself.

In: the YAML of a fence and the defaults of the site. Out: `Wanted`. Raises LayertallyError with the line in the fence.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from math import inf
from typing import Any

from ..conventions import CONVENTIONS
from ..errors import LayertallyError, Place, nearest
from ..figure.options import DENSITIES, LANGUAGES, PRESETS, Exercise, exercise_of
from ..group.cutting import BY
from ..pages.data import PageOptions
from ..paint.palette import theme_of

MAX_CHARACTERS = 200_000
ALIASES = {"group-by": "group_by"}
"""As the command writes them."""
DESCRIBES = ("framework", "layers", "groups")
"""Keys that only a description has: with one of them the fence is the description."""

CHOICES: dict[str, tuple[str, ...]] = {
    "density": DENSITIES,
    "macs": tuple(CONVENTIONS),
    "group_by": BY,
    "lang": LANGUAGES,
    "preset": tuple(PRESETS),
    "on_error": ("warn", "raise", "note"),
}
WORDS = ("model", "group", "theme", *CHOICES, "split", "depth", "exercise", "table", "caption", "id", "compare", "diff")
BOUNDS = {"timeout": 60, "memory": 8}
"""What a live model may use, in seconds and gigabytes, where nothing else is said."""
OF_REFERENCES = ("input", *BOUNDS)
"""Options where the model is a file or code; a description says its input itself, and runs nothing."""
BESIDE = {
    "compare": ("lang", "theme", "caption", "id", "on_error"),
    "diff": ("lang", "theme", "caption", "id", "on_error", "table"),
}
"""What a fence of several models may say: those side by side, and what changed from one to another."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """`reference` is a path, `text` a description (one of them is empty); `preset` empty: two layouts, the page
    chooses. `table` is `closed`, `open` or empty; `on_error` empty: as the site says. An `exercise` has a key in the
    table's place. `inputs` are shapes as `--input` takes them, `timeout` and `memory` bounds as
    the command's. `compare` are models side by side, each (reference,
    text); with `diff` what changed from the first to the second."""

    reference: str
    text: str
    options: PageOptions
    group: str = ""
    preset: str = ""
    table: str = "closed"
    caption: str | None = None
    id: str = ""
    on_error: str = ""
    exercise: Exercise | None = None
    inputs: tuple[str, ...] = ()
    compare: tuple[tuple[str, str], ...] = ()
    diff: bool = False
    timeout: float | None = None
    memory: float | None = None

    @property
    def figure(self) -> str:
        """What the figure is called in a message."""
        if self.compare:
            return ("diff " if self.diff else "compare ") + ", ".join(
                reference or "inline" for reference, _ in self.compare
            )
        return " ".join(part for part in (self.reference or "inline", self.group) if part)


def parse(body: Sequence[str], defaults: PageOptions, place: Place) -> Wanted:
    """The wishes of a fence; `place` is its first line in the page."""
    import yaml

    text = "\n".join(body)
    if len(text) > MAX_CHARACTERS:
        raise LayertallyError(
            f"the fence holds more than {MAX_CHARACTERS:,} characters", place, "put the description into a file"
        )
    try:
        said = yaml.safe_load(text)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        reason = getattr(error, "problem", None) or str(error).splitlines()[0]
        raise LayertallyError(f"not valid YAML: {reason}", _at(place, mark.line if mark else 0)) from error
    except RecursionError as error:
        raise LayertallyError("the YAML is nested too deeply", place) from error
    if isinstance(said, str) and said.strip():
        said = {"model": said.strip()}
    if not isinstance(said, Mapping):
        raise LayertallyError(
            "the fence names no model", place, "write `model: path/to/model.yaml`, or the description itself"
        )
    said = {ALIASES.get(str(name), name): value for name, value in said.items()}
    inline = any(key in said for key in DESCRIBES)
    kind = next((name for name in BESIDE if name in said), "") if not inline else ""
    if kind:
        models = _checked_models(kind, said, body, place)
        made = _wanted({**said, "model": ""}, body, False, defaults, place)
        return replace(made, compare=models, diff=kind == "diff")
    if not inline:
        _check_names(said, body, place)
    return _wanted(said, body, inline, defaults, place)


def _checked_models(
    kind: str, said: Mapping[Any, Any], body: Sequence[str], place: Place
) -> tuple[tuple[str, str], ...]:
    """The models that are held against each other: paths, or descriptions with their lines where they stood."""
    known = (kind, *BESIDE[kind])
    for name in said:
        if name not in known:
            near = nearest(str(name), known)
            fix = f"write `{near}`" if near else f"beside `{kind}` the options are {', '.join(BESIDE[kind])}"
            raise LayertallyError(f"a comparison has no option `{name}`", _line_of(str(name), body, place), fix)
    listed = said[kind]
    if not isinstance(listed, list) or not all(isinstance(one, (str, Mapping)) for one in listed):
        fix = f"write `{kind}: [a.yaml, b.yaml]`, or a list of descriptions"
        raise LayertallyError(f"`{kind}` is not a list of models", _line_of(kind, body, place), fix)
    if kind == "diff" and len(listed) != 2:
        fix = "write `diff: [before.yaml, after.yaml]`; `compare:` sets up to six side by side"
        raise LayertallyError(
            f"a difference is between two models, not {len(listed)}", _line_of(kind, body, place), fix
        )
    texts = iter(_item_texts(kind, body))
    return tuple((one, "") if isinstance(one, str) else ("", next(texts)) for one in listed)


def _item_texts(kind: str, body: Sequence[str]) -> list[str]:
    """The descriptions in the list, as they are written."""
    import yaml

    whole = "\n".join(body)
    root: Any = yaml.compose(whole, Loader=yaml.SafeLoader)
    listed = next(value for key, value in root.value if key.value == kind)
    out = []
    for node in listed.value:
        if not isinstance(node, yaml.MappingNode):
            continue
        start, end = node.start_mark, node.end_mark
        if node.flow_style or start.line == end.line:
            out.append("\n" * start.line + " " * start.column + whole[start.index : end.index])
            continue
        last = end.line if end.column == 0 or not body[end.line][: end.column].strip(" -") else end.line + 1
        lines = [" " * start.column + body[start.line][start.column :], *body[start.line + 1 : last]]
        kept = [line[start.column :] for line in lines if not line[: start.column].strip()]
        out.append("\n" * start.line + "\n".join(kept).rstrip())
    return out


def _check_names(said: Mapping[Any, Any], body: Sequence[str], place: Place) -> None:
    for name in said:
        known = (*WORDS, *OF_REFERENCES)
        if name not in known:
            near = nearest(str(name), known)
            fix = f"write `{near}`" if near else f"the options are {', '.join(known)}"
            raise LayertallyError(f"a fence has no option `{name}`", _line_of(str(name), body, place), fix)
    if "model" not in said:
        raise LayertallyError(
            "the fence names no model", place, "write `model: path/to/model.yaml`, or the description itself"
        )


def _wanted(said: Mapping[Any, Any], body: Sequence[str], inline: bool, defaults: PageOptions, place: Place) -> Wanted:
    for name, choices in CHOICES.items():
        if name in said and said[name] not in choices:
            near = nearest(str(said[name]), choices)
            fix = f"write `{name}: {near}`" if near else ""
            where = _line_of(name, body, place)
            raise LayertallyError(f"`{name}: {said[name]}` is not one of {', '.join(choices)}", where, fix)
    changed: dict[str, Any] = {
        name: str(said[name]) for name in ("density", "lang", "macs", "group_by") if name in said
    }
    if "theme" in said:
        changed["theme"] = theme_of(said["theme"], _line_of("theme", body, place))
    if "depth" in said:
        changed["depth"] = _depth(said["depth"], body, place)
    if "split" in said:
        changed["split"] = _split(said, body, place)
    options = replace(defaults, **changed)
    model = said.get("model")
    nested = isinstance(model, Mapping)
    bounds = (
        {} if inline or nested else {name: _bound(name, said[name], body, place) for name in BOUNDS if name in said}
    )
    return Wanted(
        "" if inline or nested else str(model),
        _description(body, said, inline) if inline or nested else "",
        options,
        str(said.get("group") or ""),
        str(said.get("preset") or ""),
        _table(said.get("table", True), body, place),
        str(said["caption"]) if said.get("caption") is not None else None,
        re.sub(r"[^\w-]", "-", str(said.get("id") or "")),
        str(said.get("on_error") or ""),
        _exercise(said, body, place),
        () if inline or nested else _inputs(said.get("input"), body, place),
        timeout=bounds.get("timeout"),
        memory=bounds.get("memory"),
    )


def _exercise(said: Mapping[Any, Any], body: Sequence[str], place: Place) -> Exercise | None:
    try:
        wish = exercise_of(said.get("exercise"))
    except LayertallyError as error:
        raise LayertallyError(error.reason, _line_of("exercise", body, place), error.fix) from error
    if wish is not None and said.get("table"):
        where = _line_of("table", body, place)
        raise LayertallyError("a table would give the answers away", where, "leave `table` out: an exercise has a key")
    return wish


def _inputs(said: object, body: Sequence[str], place: Place) -> tuple[str, ...]:
    """`1,3,224,224`, `[1, 3, 224, 224]`, or a list of such words."""
    if said is None:
        return ()
    if isinstance(said, str):
        return tuple(said.split())
    if isinstance(said, list) and said and all(isinstance(each, int) for each in said):
        return (",".join(str(each) for each in said),)
    if isinstance(said, list) and said and all(isinstance(each, str) for each in said):
        return tuple(said)
    where = _line_of("input", body, place)
    raise LayertallyError("`input` is no shape", where, "write input: 1,3,224,224 or [image=1,3,224,224]")


def _bound(name: str, said: object, body: Sequence[str], place: Place) -> float:
    if isinstance(said, (int, float)) and not isinstance(said, bool) and 0 < said < inf:
        return float(said)
    where = _line_of(name, body, place)
    raise LayertallyError(f"`{name}: {said}` is not a number above 0", where, f"write {name}: {BOUNDS[name]}")


def _depth(said: object, body: Sequence[str], place: Place) -> int:
    if isinstance(said, int) and not isinstance(said, bool) and said >= 0:
        return said
    where = _line_of("depth", body, place)
    raise LayertallyError(f"`depth: {said}` is not a whole number from 0 on", where, "write depth: 1")


def _split(said: Mapping[Any, Any], body: Sequence[str], place: Place) -> bool:
    """Only paper is too small for a figure: on a page one scrolls."""
    if not isinstance(said["split"], bool):
        where = _line_of("split", body, place)
        raise LayertallyError(f"`split: {said['split']}` is not one of true, false", where, "write split: true")
    named = PRESETS.get(str(said.get("preset") or "page"))
    if said["split"] and named is not None and not named.inches:
        where = _line_of("split", body, place)
        raise LayertallyError("`split` needs a preset with a height, and a page has none", where, "add preset: ieee")
    return said["split"]


def _table(said: object, body: Sequence[str], place: Place) -> str:
    tables = {True: "closed", False: "", "closed": "closed", "open": "open"}
    if isinstance(said, (bool, str)) and said in tables:
        return tables[said]
    raise LayertallyError(f"`table: {said}` is not one of true, false, open", _line_of("table", body, place))


def _description(body: Sequence[str], said: Mapping[Any, Any], inline: bool) -> str:
    """The description alone, each of its lines where it stood in the fence."""
    own = [name for name in (*WORDS, *ALIASES) if name != "model"]
    if inline:
        option = re.compile(rf"^(?:{'|'.join(own)})\s*:")
        kept, dropped = [], False
        for line in body:  # an option goes with the lines that are indented under it
            dropped = bool(option.match(line)) or (dropped and line[:1] in (" ", "\t"))
            kept.append("" if dropped else line)
        return "\n".join(kept)
    start = next((i for i, line in enumerate(body) if re.match(r"^model\s*:\s*(#.*)?$", line)), None)
    if start is None:
        import yaml

        return str(yaml.safe_dump(said["model"], allow_unicode=True, sort_keys=False))
    block = list(body[start + 1 :])
    end = next((i for i, line in enumerate(block) if line.strip() and not line.startswith((" ", "\t"))), len(block))
    inside = block[:end]
    indent = min((len(line) - len(line.lstrip()) for line in inside if line.strip()), default=0)
    return "\n".join([""] * (start + 1) + [line[indent:] for line in inside])


def _line_of(name: str, body: Sequence[str], place: Place) -> Place:
    written = "|".join(re.escape(each) for each in (name, name.replace("_", "-")))
    index = next((i for i, line in enumerate(body) if re.match(rf"^(?:{written})\s*:", line)), 0)
    return _at(place, index)


def _at(place: Place, index: int) -> Place:
    """The fence's line `index`, counted from its first inner line."""
    return replace(place, line=place.line + 1 + index) if place.line is not None else place
