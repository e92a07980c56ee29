"""Live PyTorch models: what is recorded of models that are hard to read, against what torch says of them."""

from __future__ import annotations

import json
from functools import partial
from typing import Any

import pytest

pytestmark = pytest.mark.live("torch")

NAMES = (
    "residual", "inception", "unet", "shared", "tied", "unreached", "asks", "branches", "experts", "in_place",
    "out_argument", "bare", "attention", "rotary", "recurrent", "packed", "lazy", "scripted", "normed", "checkpointed",
    "own_function", "devices", "from_list", "answers", "nested", "mapped", "by_forward", "window", "cached", "wrapped",
    "yields", "deep", "routed", "steps", "waves",
    "ready",
)  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.filterwarnings("ignore")
def test_an_obstacle_is_read_as_it_must_be(name: str) -> None:
    from layertally.live.torch import record
    from live.obstacles import MODELS
    from live.whole import whole

    case = MODELS[name]
    found = record(case.make, inputs=case.inputs, reference=name)
    assert found["how"] == case.how
    json.dumps(found, allow_nan=False)
    whole(found)


@pytest.mark.filterwarnings("ignore")
def test_a_dim_that_is_a_name_stays_one() -> None:
    from layertally.live.torch import record
    from live.obstacles import Rotary

    found = record(Rotary, inputs=("1,T,32",))
    (prime,) = found["named"].values()
    assert found["outputs"][0]["shape"] == [1, prime, 32]


@pytest.mark.filterwarnings("ignore")
def test_a_named_dim_fits_the_model() -> None:
    import torch

    from layertally.live.torch import record

    class Short(torch.nn.Module):
        """Knows 64 positions; one of its widths is a multiple of the first prime that fits."""

        def __init__(self) -> None:
            super().__init__()
            self.places, self.out = torch.nn.Embedding(64, 31), torch.nn.Linear(31, 2)

        def forward(self, tokens: Any) -> Any:
            if tokens.shape[1] > 64:
                raise ValueError("too long")
            return self.out(self.places(torch.arange(tokens.shape[1])))

    found = record(Short, inputs=("1,T:int64",))
    assert found["named"]["T"] <= 64
    assert found["named"]["T"] != 31


@pytest.mark.filterwarnings("ignore")
def test_inputs_may_be_nested() -> None:
    import torch

    from layertally.live.torch import record

    class Batch(torch.nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.first, self.second = torch.nn.Linear(4, 2), torch.nn.Linear(3, 2)

        def forward(self, batch: Any, extra: Any) -> Any:
            return self.first(batch["image"]["left"]) + self.second(extra[1])

    found = record(Batch, inputs=("batch.image.left=1,4", "extra.0=1,3", "extra.1=1,3"))
    assert [each["name"] for each in found["inputs"]] == ["batch.image.left", "extra.0", "extra.1"]
    assert [node["ins"] for node in found["nodes"][:2]] == [[["i", "batch.image.left"]], [["i", "extra.1"]]]


GUESSES = {
    "picture": ("Sequential(Conv2d(3, 4, 3), Flatten())", [[1, 3, 224, 224]]),
    "grey": ("Sequential(Conv2d(1, 4, 5), Flatten(), Linear(4 * 24 * 24, 2))", [[1, 1, 28, 28]]),
    "small": ("Sequential(Conv2d(3, 4, 3, padding=1), Flatten(), Linear(4 * 32 * 32, 2))", [[1, 3, 32, 32]]),
    "flat": ("Sequential(Flatten(), Linear(784, 10))", [[1, 784]]),
    "words": ("Sequential(Embedding(10, 4), Linear(4, 2))", [[1, 16]]),
    "steps": ("LSTM(8, 4, batch_first=True)", [[1, 16, 8]]),
    "sound": ("Sequential(Conv1d(2, 4, 3), ReLU())", [[1, 2, 1024]]),
    "volume": ("Sequential(Conv3d(1, 4, 3), ReLU())", [[1, 1, 16, 112, 112]]),
    "codes": ("Sequential(ConvTranspose2d(10, 4, 4), Tanh(), Flatten(), Linear(64, 2))", [[1, 10, 1, 1]]),
    "pairs": ("Bilinear(4, 4, 2)", None),
    "nothing": ("ReLU()", None),
}


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("name", GUESSES)
def test_an_input_is_guessed_and_said(name: str) -> None:
    from torch import nn

    from layertally.live.torch import record

    text, shapes = GUESSES[name]
    found = record(lambda: eval(text, dict(vars(nn))))  # noqa: S307 - our own words
    if shapes is None:
        assert (found["how"], found["nodes"], found["inputs"]) == ("structure", [], [])
        assert "--input" in found["notes"][-1]
    else:
        assert [each["shape"] for each in found["inputs"]] == shapes
        assert "guessed from" in found["notes"][-1]


@pytest.mark.filterwarnings("ignore")
def test_a_model_says_its_own_input() -> None:
    from types import SimpleNamespace

    import torch

    from layertally.live.torch import record

    class Light(torch.nn.Linear):
        example_input_array = torch.zeros(5, 4)

    class Vision(torch.nn.Conv2d):
        pretrained_cfg = {"input_size": (3, 20, 30)}  # noqa: RUF012

    class Words(torch.nn.Embedding):
        main_input_name = "input"
        config = SimpleNamespace(max_position_embeddings=40)
        dummy_inputs = {"input": torch.zeros(2, 7, dtype=torch.int64)}  # noqa: RUF012

    class Raises(torch.nn.Linear):
        @property
        def example_input_array(self) -> Any:
            raise RuntimeError("not now")

    cases = [
        (Light, (4, 2), [5, 4]),
        (Vision, (3, 4, 3), [1, 3, 20, 30]),
        (Words, (9, 4), [2, 7]),
        (Raises, (4, 2), [1, 4]),
    ]
    for kind, args, shape in cases:
        found = record(partial(kind, *args))
        assert [each["shape"] for each in found["inputs"]] == [shape], kind


ASSUMED = {
    "branches": [("", "__bool__", "False")],
    "experts": [("", "topk", "balanced")],
    "asks": [],
    "rotary": [],
    "steps": [("", "argmax", "balanced")],
}


@pytest.mark.parametrize("name", ASSUMED)
@pytest.mark.filterwarnings("ignore")
def test_what_is_not_known_is_assumed_and_said(name: str) -> None:
    from layertally.live.torch import record
    from live.obstacles import MODELS

    found = record(MODELS[name].make, inputs=MODELS[name].inputs)
    assert (
        list(dict.fromkeys((each["scope"], each["call"], each["answer"]) for each in found["assumed"])) == ASSUMED[name]
    )
    assert len(found["notes"]) == bool(ASSUMED[name])


@pytest.mark.filterwarnings("ignore")
def test_every_expert_has_its_fair_share() -> None:
    from layertally.live.torch import record
    from live.obstacles import MODELS

    found = record(MODELS["experts"].make, inputs=MODELS["experts"].inputs)
    rows = [
        node["in_shapes"][0][0] for node in found["nodes"] if node["op"] == "linear" and "experts" in node["params"][0]
    ]
    assert rows == [4, 4, 4, 4]  # 8 tokens, 2 experts each, 4 experts


EDGES = {
    # op -> the ops that it reads, in order, for what is written through views and read as a whole
    "in_place": ("linear", {"__setitem__", "copy_"}),
    "out_argument": ("mul", {"add"}),
    "cached": ("mul", {"copy_"}),
}


@pytest.mark.parametrize("name", EDGES)
@pytest.mark.filterwarnings("ignore")
def test_what_is_written_in_place_is_seen(name: str) -> None:
    from layertally.live.torch import record
    from live.obstacles import MODELS

    op, wanted = EDGES[name]
    nodes = record(MODELS[name].make, inputs=MODELS[name].inputs)["nodes"]
    last = next(node for node in reversed(nodes) if node["op"] == op)
    read = {nodes[src[1]]["op"] for src in (*last["ins"], *last.get("after", ())) if src[0] == "n"}
    assert wanted <= read


@pytest.mark.filterwarnings("ignore")
def test_inputs_of_several_kinds_are_guessed() -> None:
    import torch

    from layertally.live.torch import record

    class Asks(torch.nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.image, self.words, self.out = torch.nn.Conv2d(3, 8, 3), torch.nn.Embedding(9, 8), torch.nn.Linear(8, 2)

        def forward(self, question: Any, picture: Any, scale: float = 1.0) -> Any:
            return self.out(self.words(question).mean(1) + self.image(picture).mean((2, 3))) * scale

    found = record(Asks)
    assert [(each["name"], each["dtype"]) for each in found["inputs"]] == [
        ("question", "int64"),
        ("picture", "float32"),
    ]
