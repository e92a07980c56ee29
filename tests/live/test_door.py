"""A live model is read in a process of its own: whatever it does there, one clear error comes back, in bounded time."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from layertally.errors import LayertallyError
from layertally.live import ask, door

pytestmark = pytest.mark.live("torch")
HERE = Path(__file__).parent
SHORT = 1.0
"""Seconds that a model may take that never comes to an end."""


@pytest.fixture(autouse=True)
def beside_the_zoo(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(HERE)


def read(reference: str, *inputs: str, **bounds: float) -> dict[str, Any]:
    return ask({"kind": "reference", "reference": reference, "inputs": list(inputs)}, **bounds)


@pytest.mark.parametrize(
    ("reference", "inputs", "params", "how"),
    [
        ("zoo.vgg:VGG", ("1,3,224,224",), 9_242, "meta"),
        ("zoo.vgg:VGG(classes=1)", (), 2_177, "meta"),
        ("zoo.vgg:build(2)", (), 2_962, "meta"),
        ("zoo.vgg:build_small", (), 2_962, "meta"),
        ("zoo.vgg:READY", (), 36, "twins"),
        ("zoo.vgg:Nested.model", (), 10, "twins"),
        ("torch.nn:Linear(4, 2)", (), 10, "meta"),
        ("zoo.hostile:chatters", (), 10, "meta"),
        ("zoo.hostile:lingers", (), 10, "meta"),
        ("zoo.hostile:doubles", ("1,4",), 6_000, "meta"),
        ("zoo.hostile:moves_out", ("1,4",), 10, "meta"),
        ("zoo.hostile:wanders", ("1,4",), 10, "meta"),
        ("zoo.hostile:prints_in_c", ("1,4",), 10, "meta"),
    ],
)
def test_a_reference_is_read(reference: str, inputs: tuple[str, ...], params: int, how: str) -> None:
    found = read(reference, *inputs)
    assert (found["totals"]["params"], found["how"], found["framework"]) == (params, how, "torch")
    assert bool(found["notes"]) == (not inputs)


@pytest.mark.parametrize(
    ("reference", "reason", "fix"),
    [
        ("loops", "was stopped after 1 s", "--timeout 300"),
        ("sleeps", "was stopped after 1 s", "--timeout 300"),
        ("matches", "was stopped after 1 s", "--timeout 300"),
        ("Endless", "was stopped after 1 s", "--timeout 300"),
        ("leaves", "ended Python (sys.exit)", ""),
        ("vanishes", "ended its own process (status 7)", "run it in plain Python"),
        ("crashes", "ended its own process (SIGSEGV)", "run it in plain Python"),
        ("aborts", "ended its own process (SIGABRT)", "run it in plain Python"),
        ("swallows", "asked for more memory than it was allowed", "--memory 16"),
        ("grows", "asked for more memory than it was allowed", "--memory 16"),
        ("recurses", "calls itself without end", ""),
        ("stops_itself", "was stopped after 1 s", "--timeout 300"),
        ("listens_to_nobody", "was stopped after 1 s", "--timeout 300"),
        ("ends_the_server", "ended its own process (signal 9)", "run it in plain Python"),
        ("ends_its_group", "ended its own process (SIGKILL)", "run it in plain Python"),
        ("shuts_doors", "ended its own process", "run it in plain Python"),
        ("answers_itself", "ended its own process", "run it in plain Python"),
        ("number", "gave an int, not a torch.nn.Module", "a function that returns the model itself"),
        ("many", "gave a tuple, not a torch.nn.Module", "a function that returns the model itself"),
    ],
)
def test_hostile_code_gives_one_error(reference: str, reason: str, fix: str) -> None:
    began = time.monotonic()
    with pytest.raises(LayertallyError) as caught:
        read(f"zoo.hostile:{reference}", timeout=SHORT if "stopped" in reason else 30, memory=1.0)
    assert reason in caught.value.reason
    assert fix in caught.value.fix
    assert not caught.value.place or caught.value.place.path.endswith("hostile.py")
    assert time.monotonic() - began < SHORT + 20
    assert read("zoo.vgg:build_small")["totals"]["params"] == 2_962


@pytest.mark.parametrize(
    ("reference", "said"),
    [
        ("Leaves", "in Leaves.forward: it ended Python (sys.exit)"),
        ("Vanishes", "ended its own process (status 7)"),
        ("Recurses", "in Recurses.forward: it calls itself without end (RecursionError)"),
        ("Swallows", "asked for more memory than it was allowed"),
    ],
)
def test_a_hostile_run_gives_one_error(reference: str, said: str) -> None:
    with pytest.raises(LayertallyError) as caught:
        read(f"zoo.hostile:{reference}", "1,4", memory=1.0)
    assert said in (*caught.value.notes, caught.value.reason) or said in caught.value.reason
    assert "--input" not in caught.value.fix
    assert read("zoo.vgg:build_small")["totals"]["params"] == 2_962


@pytest.mark.parametrize("reference", ["Deletes", "repaints"])
def test_a_model_that_takes_torch_apart_harms_only_itself(reference: str) -> None:
    with contextlib.suppress(LayertallyError):
        read(f"zoo.hostile:{reference}", "1,4")
    assert read("zoo.vgg:build_small")["totals"]["params"] == 2_962


def test_a_file_is_not_filled(tmp_path: Path) -> None:
    with pytest.raises(LayertallyError, match="File too large"):
        read(f"zoo.hostile:writes({str(tmp_path)!r})")
    assert (tmp_path / "large").stat().st_size <= 256 << 20


@pytest.mark.skipif(sys.platform != "linux", reason="a process in a session of its own is found on Linux")
@pytest.mark.parametrize("reference", ["lingers", "moves_out"])
def test_what_a_model_left_behind_is_ended(reference: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LAYERTALLY_MARK", str(tmp_path))
    door.close_all()  # a new server, which has the mark
    try:
        read(f"zoo.hostile:{reference}")
        assert len(_marked(tmp_path)) == 1  # the server
    finally:
        door.close_all()
    assert _marked(tmp_path) == []


def test_an_error_of_the_constructor_has_its_place() -> None:
    with pytest.raises(LayertallyError) as caught:
        read("zoo.vgg:fails")
    assert caught.value.reason.startswith("zoo.vgg:fails raised TypeError: ")
    assert caught.value.place is not None
    assert caught.value.place.path == "zoo/vgg.py"
    assert "nn.Linear(SIZES[-1] * 7 * 7, classes)" in caught.value.place.text


def test_a_missing_argument_is_named() -> None:
    with pytest.raises(LayertallyError) as caught:
        read("zoo.vgg:build")
    assert str(caught.value).splitlines() == [
        "error: zoo.vgg:build raised TypeError: build() missing a required argument: 'classes'",
        "  --> zoo/vgg.py:34:1",
        "    |",
        " 34 | def build(classes: int) -> Any:",
        "    | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^",
        "  help: give it in the reference: 'zoo.vgg:build(classes=…)', or name a function without arguments",
    ]


def test_an_input_that_does_not_fit_says_which_does() -> None:
    with pytest.raises(LayertallyError) as caught:
        read("zoo.vgg:VGG", "1,3,32,32")
    error = caught.value
    assert error.reason == "the model could not run on the input 1,3,32,32 (float32)"
    assert error.notes[0].startswith("in VGG.forward: ") or error.notes[0].startswith("in forward: ")
    assert error.notes[0].endswith("mat1 and mat2 shapes cannot be multiplied (1x16 and 784x10)")
    assert error.fix == "it ran to `avgpool`; 784 = 16·7·7 fits --input 1,3,224,224"
    assert error.place is not None
    assert error.place.text.strip() == "return self.classifier(flat)"


def test_an_error_of_the_forward_has_its_place() -> None:
    with pytest.raises(LayertallyError) as caught:
        read("zoo.hostile:Raises", "1,4")
    assert caught.value.notes[0].endswith("no such luck")
    assert caught.value.fix.startswith("it ran to `first`")


def test_a_wrong_name_of_an_input_is_said() -> None:
    with pytest.raises(LayertallyError) as caught:
        read("zoo.vgg:VGG", "imag=1,3,224,224")
    assert (caught.value.reason, caught.value.fix) == ("VGG.forward takes no `imag`", "write --input image=…")


def test_a_file_of_the_user_may_be_called_like_a_library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("keras", "json", "numpy", "timm"):
        (tmp_path / f"{name}.py").write_text("raise SystemExit('taken for a library')\n")
    (tmp_path / "net.py").write_text("from torch import nn\ndef build():\n    return nn.Linear(4, 2)\n")
    monkeypatch.chdir(tmp_path)
    assert read("net:build")["totals"]["params"] == 10


def test_a_process_for_each_job_where_there_is_no_fork(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "idle.py").write_text("def loops():\n    while True:\n        pass\n")  # it needs no framework
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    monkeypatch.setenv("LAYERTALLY_FORK", "0")
    door.close_all()
    try:
        assert read("zoo.vgg:build_small")["totals"]["params"] == 2_962
        with pytest.raises(LayertallyError, match="was stopped after 1 s"):
            read("idle:loops", timeout=SHORT)
    finally:
        door.close_all()


@pytest.mark.skipif(sys.platform != "linux", reason="the system ends children with their parent on Linux")
def test_nothing_outlives_the_parent(tmp_path: Path) -> None:
    text = (
        "from layertally.live import ask\nask({'kind': 'reference', 'reference': 'zoo.hostile:Endless', 'inputs': []})"
    )
    parent = subprocess.Popen(
        [sys.executable, "-c", text], cwd=HERE, env={**os.environ, "LAYERTALLY_MARK": str(tmp_path)}
    )
    deadline = time.monotonic() + 60
    while len(_marked(tmp_path)) < 3 and time.monotonic() < deadline:
        time.sleep(0.1)
    assert len(_marked(tmp_path)) == 3  # the parent, the server, the job
    parent.kill()
    parent.wait()
    deadline = time.monotonic() + 10
    while _marked(tmp_path) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert _marked(tmp_path) == []


def _marked(mark: Path) -> list[str]:
    """The processes that inherited our mark."""
    found = []
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            try:
                if f"LAYERTALLY_MARK={mark}".encode() in (folder / "environ").read_bytes():
                    found.append(folder.name)
            except OSError:
                continue
    return found


@pytest.mark.live("keras")
@pytest.mark.parametrize(
    ("build", "framework"),
    [("torch.nn.Linear(4, 2)", "torch"), ("keras.Sequential([keras.Input((4,)), keras.layers.Dense(2)])", "keras")],
)
def test_a_file_may_import_both(build: str, framework: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "both.py").write_text(f"import keras\nimport torch\n\n\ndef build():\n    return {build}\n")
    monkeypatch.chdir(tmp_path)
    assert read("both:build")["framework"] == framework


@pytest.mark.parametrize(
    ("text", "reason", "line", "fix"),
    [
        (
            "import torch\nimport no_such_package_here.parts\n",
            "net needs no_such_package_here",
            2,
            "pip install no_such_package_here",
        ),
        ("import torch\nraise ValueError('not today')\n", "importing net raised ValueError: not today", 2, ""),
        ("import torch, sys\nsys.exit('no')\n", "importing net ended Python (sys.exit)", 2, ""),
        ("import torch\nfrom torch import no_such_name\n", "importing net raised ImportError", 2, ""),
    ],
)
def test_a_module_that_cannot_be_imported_is_said(
    text: str, reason: str, line: int, fix: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "net.py").write_text(f"{text}\ndef build():\n    return torch.nn.Linear(4, 2)\n")
    monkeypatch.chdir(tmp_path)
    with pytest.raises(LayertallyError) as caught:
        read("net:build")
    assert caught.value.reason.startswith(reason)
    assert caught.value.fix.startswith(fix)
    assert caught.value.place is not None
    assert (caught.value.place.path, caught.value.place.line) == ("net.py", line)


def test_an_input_that_is_missing_is_named() -> None:
    with pytest.raises(LayertallyError) as caught:
        read("obstacles:Nested", "1,3,16,16")
    assert "missing 1 required keyword-only argument: 'tokens'" in caught.value.notes[0]
    assert caught.value.fix.startswith("write --input image=…  --input tokens=…") or "fits" in caught.value.fix


def test_a_package_that_cannot_be_loaded_ahead_is_left_to_the_job(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "layertally").symlink_to(Path(door.ROOT) / "layertally")
    (tmp_path / "half_broken.py").write_text("import torch\nraise RuntimeError('built for another torch')\n")
    monkeypatch.setattr(door, "ROOT", str(tmp_path))
    server = door.Server("torch", ("half_broken",))
    try:
        job = {
            "kind": "reference",
            "reference": "zoo.vgg:build_small",
            "path": [str(HERE)],
            "seconds": 30,
            "memory": 1 << 32,
        }
        assert server.ask(job, 30)["record"]["totals"]["params"] == 2_962
    finally:
        server.close()


@pytest.mark.parametrize(
    ("sent", "closed", "wanted"),
    [
        (b"5\nhello", (), (b"5\nhello", "")),
        (b"5\nhello and more", (), (b"5\nhello", "")),
        (b"999999999999\n", (), (None, "size")),
        (b"no number\n", (), (None, "size")),
        (b"5\nhel", ("job",), (None, "")),
        (b"5\nhel", (), (None, "time")),
        (b"", ("parent",), (None, "alone")),
    ],
)
def test_an_answer_is_taken_as_far_as_it_is_one(
    sent: bytes, closed: tuple[str, ...], wanted: tuple[bytes | None, str]
) -> None:
    from layertally.live import server

    (answer, job), (alive, parent) = os.pipe(), os.pipe()
    ends = {"job": job, "parent": parent}
    os.write(job, sent)
    for name in closed:
        os.close(ends.pop(name))
    assert server._collect(answer, alive, time.monotonic() + 0.3) == wanted
    for descriptor in (answer, alive, *ends.values()):
        os.close(descriptor)
