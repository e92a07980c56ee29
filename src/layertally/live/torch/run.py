"""The ways to read a model, the next one where one fails: on the meta device, through twins, for real, without a run.

In: a callable that makes the model, and `--input` words. Out: `Run`: the model, what was recorded of it, and notes that
say which way it went. Raises LayertallyError where the model does not build, or does not run on what was typed.
"""

from __future__ import annotations

import gc
import sys
import warnings
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any, NamedTuple

import torch

from ...errors import LayertallyError
from ..faults import WrongFrameworkError, of_memory, raised, spot_of, too_large, words
from ..find import framework_of
from .fits import LeftError, refused
from .inputs import Given, bound, candidates, parameters, typed
from .modules import unwrapped, without_cache
from .private import is_lazy, without_torch_function
from .recorder import META, Recorder
from .sources import Src
from .walk import named, replaced

OWN = ("torch",)
DEEPEST = 3000
"""Calls inside each other: listening takes two more a module than running does."""
MOST_BYTES, MOST_GUESSED = 4 * 2**30, 2**30
"""Weights up to which a model is built for real where the meta device cannot read it: on an input that was typed, on
one that was guessed."""


class Run(NamedTuple):
    """`recorder` is None where the model was not run."""

    how: str
    model: Any
    recorder: Recorder | None
    inputs: dict[str, Any]
    outputs: list[tuple[str, Src, tuple[int, ...]]]
    notes: list[str]


def read(make: Callable[[], Any], inputs: tuple[str, ...], reference: str) -> Run:
    """Build and run, by the first way that works."""
    fast, deepest = torch.backends.mha.get_fastpath_enabled(), sys.getrecursionlimit()
    sys.setrecursionlimit(max(deepest, DEEPEST))
    collecting = gc.isenabled()
    gc.disable()  # looking for circles among all of a framework's objects takes a third of the time
    torch.backends.mha.set_fastpath_enabled(False)  # it would make one call of a whole layer
    try:
        with torch.no_grad(), torch.random.fork_rng(devices=[]):
            return _read(make, inputs, reference)
    finally:
        torch.backends.mha.set_fastpath_enabled(fast)
        sys.setrecursionlimit(deepest)
        if collecting:
            gc.enable()


def _read(make: Callable[[], Any], inputs: tuple[str, ...], reference: str) -> Run:
    how, model, notes = _built(make, reference)
    if inputs:
        return _on_typed(make, how, model, notes, typed(model, inputs), reference)
    failed: list[tuple[Given, Exception]] = []
    said: dict[tuple[Any, ...], str] = {}
    hopeless: set[tuple[Any, ...]] = set()
    for given in candidates(model):
        kind = tuple((len(spec.shape), spec.dtype) for spec in given.specs)
        if kind in hopeless:
            continue
        try:
            return _ran(how, model, given, notes)
        except Exception as error:  # noqa: BLE001 - a guess may fail in any way; the next one is tried
            failed.append((given, error))
            if said.get(kind) == str(error):
                hopeless.add(kind)  # it is not a matter of size
            said[kind] = str(error)
    for given, _ in failed[:1]:
        with suppress(Exception):
            return _really(make, model, given, notes, how, MOST_GUESSED)
    return Run("structure", model, None, {}, [], [*notes, _unread(model, failed)])


def _on_typed(make: Callable[[], Any], how: str, model: Any, notes: list[str], given: Given, reference: str) -> Run:
    try:
        return _ran(how, model, given, notes)
    except Exception as error:  # noqa: BLE001 - a forward may raise anything
        first = error
    try:
        return _really(make, model, given, notes, how)
    except TooLargeError:
        said: Exception = first
    except Exception as error:  # noqa: BLE001 - the same
        said = error
    if of_memory(said):
        raise too_large(reference) from None
    reached = Recorder(model)
    with suppress(Exception):  # it is run again for how far it gets
        _trace(reached, model, given)
    fitting = next((each for each in candidates(model) if str(each) != str(given) and _runs(model, each)), None)
    takes = tuple(each.name for each in parameters(model) if each.needed)
    raise refused(given, said, reached, fitting, spot_of(said, OWN), takes) from None


def _built(make: Callable[[], Any], reference: str) -> tuple[str, Any, list[str]]:
    """The model on the meta device; for real where that fails."""
    try:
        with warnings.catch_warnings(), META, Recorder():
            warnings.simplefilter("ignore")
            torch.manual_seed(0)
            model = make()
        how, notes = "meta", []
    except LayertallyError:
        raise
    except Exception as error:  # noqa: BLE001 - a constructor may raise anything
        if of_memory(error) or isinstance(error, RecursionError):
            raise raised(reference, error, OWN) from None
        first = error
        try:
            model = _real(make)
        except (Exception, SystemExit) as again:  # noqa: BLE001
            raise raised(reference, again, OWN, getattr(make, "made", None)) from None
        how, notes = "twins", [f"it was built on the CPU: on the meta device {type(first).__name__}: {words(first)}"]
    except SystemExit as error:
        raise raised(reference, error, OWN) from None
    if framework_of(model) not in ("torch", ""):
        raise WrongFrameworkError(framework_of(model))
    if not isinstance(model, torch.nn.Module):
        raise LayertallyError(
            f"{reference} gave {_a(type(model).__name__)}, not a torch.nn.Module",
            fix="name a function that returns the model itself",
        )
    model = unwrapped(model).eval()
    if how == "meta" and any(each.device.type != "meta" for each in model.parameters()):
        how = "twins"  # it was there already when it was asked for
    return how, model, notes


def _real(make: Callable[[], Any]) -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        torch.manual_seed(0)
        return make()


class TooLargeError(Exception):
    """Too large to be run for real."""


def _really(
    make: Callable[[], Any], model: Any, given: Given, notes: list[str], how: str, most: int = MOST_BYTES
) -> Run:
    """The model on real numbers."""
    weights = sum(each.numel() * each.element_size() for each in model.parameters() if not is_lazy(each))
    if weights > most:
        raise TooLargeError
    if how == "meta":
        model = unwrapped(_real(make)).eval()
    torch.manual_seed(0)
    filled = given._replace(args=replaced(given.args, _filled), kwargs=replaced(given.kwargs, _filled))
    note = "it was run on real numbers: the meta device cannot do all that it does"
    return _ran("cpu", model, filled, [*notes, note], meta=False)


def _filled(tensor: Any) -> Any:
    return torch.rand_like(tensor) if tensor.dtype.is_floating_point else tensor


def _ran(how: str, model: Any, given: Given, notes: list[str], meta: bool = True) -> Run:
    recorder = Recorder(model, meta=meta)
    inputs, outputs = _trace(recorder, model, given)
    return Run(how, model, recorder, inputs, outputs, [*notes, *([given.note] if given.note else [])])


def _runs(model: Any, given: Given) -> bool:
    try:
        _trace(Recorder(model), model, given)
    except Exception:  # noqa: BLE001 - whatever it raises, it does not run
        return False
    return True


def _trace(recorder: Recorder, model: Any, given: Given) -> tuple[dict[str, Any], list[tuple[str, Src, Any]]]:
    """One run. Inputs by their dotted names, and the sources of the outputs."""
    args, kwargs = given.args, given.kwargs
    if recorder.meta:
        args, kwargs = replaced(args, recorder.input_on_meta), replaced(kwargs, recorder.input_on_meta)
    given = given._replace(args=args, kwargs=kwargs)
    inputs = dict(named(bound(model, given)))
    lazy = any(is_lazy(each) for each in (*model.parameters(), *model.buffers()))
    device = META if recorder.meta else torch.device("cpu")
    with warnings.catch_warnings(), torch.no_grad(), without_cache(model), device, recorder:
        warnings.simplefilter("ignore")
        if lazy:  # a first run gives the weights their shapes
            _called(model, args, kwargs)
            recorder.sources.learn()
        with without_torch_function():
            for name, tensor in inputs.items():
                recorder.sources.mark(tensor, ("i", name))
        recorder.recording = True
        try:
            out = _called(model, args, kwargs)
        finally:
            recorder.recording = False
    recorder.recording = True
    outputs = [(name, recorder.source(each), tuple(each.shape)) for name, each in named(out)]
    recorder.recording = False
    return inputs, outputs


def _called(model: Any, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
    """What the model gives. One that ends Python as it runs does not run."""
    try:
        out = model(*args, **kwargs)
        return list(out) if isinstance(out, Iterator) else out  # a generator runs as it is asked for
    except SystemExit as left:
        raise LeftError("it ended Python (sys.exit)").with_traceback(left.__traceback__) from None


def _unread(model: Any, failed: list[tuple[Given, Exception]]) -> str:
    """Why a model was not run."""
    needed = [each.name for each in parameters(model) if each.needed]
    names = "  ".join(f"--input {name}=…" for name in needed) if len(needed) > 1 else "--input SHAPE"
    if not failed:
        return f"it was not run: nothing says what its input is; write {names}"
    given, error = failed[0]
    return f"it was not run: on {given} it raised {type(error).__name__}: {words(error)}; write {names}"


def _a(name: str) -> str:
    return f"{'an' if name[:1].lower() in 'aeiou' else 'a'} {name}"
