"""Models of Keras put together at random: layers of most classes with odd settings, branches, merges, layers and models
that are called twice, models in models, wrappers, bare operations.

In: Hypothesis. Out: `models()`, a strategy of built models. What Keras refuses is left out and another layer drawn.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable
from typing import Any

import keras
import numpy as np
from hypothesis import strategies as st
from keras import layers, ops

Draw = Callable[[st.SearchStrategy[Any]], Any]
Make = Callable[[Draw, tuple[Any, ...]], Any]
ANY, SEQUENCE, IMAGE, VOLUME = "any", "sequence", "image", "volume"
RANKS = {2: "vector", 3: SEQUENCE, 4: IMAGE, 5: VOLUME}
LAYERS: dict[str, list[Make]] = {"vector": [], SEQUENCE: [], IMAGE: [], VOLUME: [], ANY: []}

small = st.integers(1, 5)
flag = st.booleans()
padding = st.sampled_from(["valid", "same"])
activation = st.sampled_from([None, "relu", "gelu", "softmax", "tanh", "silu", "elu"])
rate = st.sampled_from([0.0, 0.1, 0.5])


def of(*kinds: str) -> Callable[[Make], Make]:
    """Note down what makes a layer for tensors of these kinds."""

    def note(make: Make) -> Make:
        for kind in kinds:
            LAYERS[kind].append(make)
        return make

    return note


def sizes(draw: Draw, rank: int, most: int = 4) -> Any:
    """One number, or one a dim."""
    if draw(flag):
        return draw(st.integers(1, most))
    return tuple(draw(st.integers(1, most)) for _ in range(rank))


def data_format(draw: Draw) -> str:
    """Mostly the usual one."""
    return "channels_first" if draw(st.integers(0, 3)) == 0 else "channels_last"


def strided(draw: Draw, rank: int) -> dict[str, Any]:
    """Strides or dilation, never both."""
    if draw(flag):
        return {"strides": sizes(draw, rank, 3)}
    return {"dilation_rate": sizes(draw, rank, 3)} if draw(flag) else {}


def rank_of(shape: tuple[Any, ...]) -> int:
    """How many spatial dims."""
    return len(shape) - 2


# ---- layers --------------------------------------------------------------------------------------


@of(SEQUENCE, IMAGE, VOLUME)
def convolution(draw: Draw, shape: tuple[Any, ...]) -> Any:
    rank = rank_of(shape)
    cls = (layers.Conv1D, layers.Conv2D, layers.Conv3D)[rank - 1]
    groups = draw(st.sampled_from([1, 1, 2, 3]))
    own = ["valid", "same", "causal"] if rank == 1 else ["valid", "same"]
    return cls(
        groups * draw(small),
        sizes(draw, rank),
        padding=draw(st.sampled_from(own)),
        groups=groups,
        use_bias=draw(flag),
        activation=draw(activation),
        data_format=data_format(draw),
        **strided(draw, rank),
    )


@of(SEQUENCE, IMAGE, VOLUME)
def transposed(draw: Draw, shape: tuple[Any, ...]) -> Any:
    rank = rank_of(shape)
    cls = (layers.Conv1DTranspose, layers.Conv2DTranspose, layers.Conv3DTranspose)[rank - 1]
    return cls(
        draw(small),
        sizes(draw, rank),
        padding=draw(padding),
        use_bias=draw(flag),
        data_format=data_format(draw),
        **strided(draw, rank),
    )


@of(SEQUENCE, IMAGE)
def depthwise(draw: Draw, shape: tuple[Any, ...]) -> Any:
    rank = rank_of(shape)
    cls = (layers.DepthwiseConv1D, layers.DepthwiseConv2D)[rank - 1]
    return cls(
        sizes(draw, rank),
        padding=draw(padding),
        depth_multiplier=draw(small),
        use_bias=draw(flag),
        data_format=data_format(draw),
        strides=draw(small),
    )


@of(SEQUENCE, IMAGE)
def separable(draw: Draw, shape: tuple[Any, ...]) -> Any:
    rank = rank_of(shape)
    cls = (layers.SeparableConv1D, layers.SeparableConv2D)[rank - 1]
    return cls(
        draw(small),
        sizes(draw, rank),
        padding=draw(padding),
        depth_multiplier=draw(small),
        use_bias=draw(flag),
        data_format=data_format(draw),
        strides=draw(small),
    )


@of(SEQUENCE, IMAGE, VOLUME)
def pooling(draw: Draw, shape: tuple[Any, ...]) -> Any:
    rank = rank_of(shape)
    cls = getattr(layers, f"{draw(st.sampled_from(['Max', 'Average']))}Pooling{rank}D")
    strides = sizes(draw, rank, 3) if draw(flag) else None
    return cls(sizes(draw, rank, 3), strides, padding=draw(padding), data_format=data_format(draw))


@of(SEQUENCE, IMAGE, VOLUME)
def global_pooling(draw: Draw, shape: tuple[Any, ...]) -> Any:
    cls = getattr(layers, f"Global{draw(st.sampled_from(['Max', 'Average']))}Pooling{rank_of(shape)}D")
    return cls(keepdims=draw(flag), data_format=data_format(draw))


@of(SEQUENCE, IMAGE, VOLUME)
def adaptive_pooling(draw: Draw, shape: tuple[Any, ...]) -> Any:
    rank = rank_of(shape)
    cls = getattr(layers, f"Adaptive{draw(st.sampled_from(['Max', 'Average']))}Pooling{rank}D")
    return cls(sizes(draw, rank, 3), data_format=data_format(draw))


@of(SEQUENCE, IMAGE, VOLUME)
def bordered(draw: Draw, shape: tuple[Any, ...]) -> Any:
    rank = rank_of(shape)
    amounts = tuple((draw(st.integers(0, 3)), draw(st.integers(0, 3))) for _ in range(rank))
    amount: Any = amounts if rank > 1 else amounts[0]
    if draw(flag):
        amount = draw(st.integers(0, 3))
    formats = {} if rank == 1 else {"data_format": data_format(draw)}
    return getattr(layers, f"{draw(st.sampled_from(['ZeroPadding', 'Cropping']))}{rank}D")(amount, **formats)


@of(SEQUENCE, IMAGE, VOLUME)
def upsampling(draw: Draw, shape: tuple[Any, ...]) -> Any:
    rank = rank_of(shape)
    size = draw(small) if rank == 1 else sizes(draw, rank, 3)
    formats = {} if rank == 1 else {"data_format": data_format(draw)}
    return getattr(layers, f"UpSampling{rank}D")(size, **formats)


@of(ANY)
def dense(draw: Draw, _: tuple[Any, ...]) -> Any:
    rank = draw(st.sampled_from([None, None, 2]))
    return layers.Dense(draw(small), activation=draw(activation), use_bias=draw(flag), lora_rank=rank)


@of(SEQUENCE)
def einsum_dense(draw: Draw, _: tuple[Any, ...]) -> Any:
    equation, out = draw(
        st.sampled_from([("abc,cd->abd", (None, 7)), ("abc,cde->abde", (None, 2, 3)), ("...x,xy->...y", (7,))])
    )
    return layers.EinsumDense(equation, out, bias_axes=draw(st.sampled_from([None, equation[-1]])))


@of(ANY)
def elementwise(draw: Draw, _: tuple[Any, ...]) -> Any:
    return draw(
        st.sampled_from(
            [
                layers.ReLU, layers.LeakyReLU, layers.ELU, layers.Softmax, layers.PReLU, layers.Identity,
                layers.Flatten, layers.UnitNormalization, layers.Masking, layers.ActivityRegularization,
            ]
        )
    )()  # fmt: skip


@of(ANY)
def noisy(draw: Draw, _: tuple[Any, ...]) -> Any:
    cls = draw(st.sampled_from([layers.Dropout, layers.GaussianDropout, layers.GaussianNoise, layers.AlphaDropout]))
    return cls(draw(rate))


@of(ANY)
def rescaled(draw: Draw, _: tuple[Any, ...]) -> Any:
    return layers.Rescaling(1 / 255, offset=draw(rate))


@of(ANY)
def normalization(draw: Draw, shape: tuple[Any, ...]) -> Any:
    axis = draw(st.sampled_from([-1, -1, 1, len(shape) - 1]))
    kind = draw(st.integers(0, 4))
    if kind == 0:
        return layers.BatchNormalization(axis=axis, center=draw(flag), scale=draw(flag))
    if kind == 1:
        several = list(range(1, len(shape))) if draw(flag) else axis
        return layers.LayerNormalization(axis=several, center=draw(flag), scale=draw(flag))
    if kind == 2:
        groups = draw(st.sampled_from([1, 2, -1]))
        return layers.GroupNormalization(groups, axis=axis, center=draw(flag), scale=draw(flag))
    return (
        layers.RMSNormalization(axis=axis)
        if kind == 3
        else layers.Normalization(axis=draw(st.sampled_from([-1, None])))
    )


@of(ANY)
def prelu(draw: Draw, shape: tuple[Any, ...]) -> Any:
    shared = [axis for axis in range(1, len(shape)) if draw(flag)]
    return layers.PReLU(shared_axes=shared or None)


@of(SEQUENCE)
def recurrent(draw: Draw, _: tuple[Any, ...]) -> Any:
    kind = draw(st.integers(0, 2))
    more = {"reset_after": draw(flag)} if kind == 1 else {"unit_forget_bias": draw(flag)} if kind == 2 else {}
    cls = (layers.SimpleRNN, layers.GRU, layers.LSTM)[kind]
    run = {"return_sequences": draw(flag), "return_state": draw(flag)}
    inner = cls(draw(small), use_bias=draw(flag), go_backwards=draw(flag), **run, **more)
    if draw(flag):
        return inner
    other = cls(inner.units, use_bias=draw(flag), go_backwards=not inner.go_backwards, **run) if draw(flag) else None
    mode = draw(st.sampled_from(["concat", "sum", "mul", "ave", None]))
    return layers.Bidirectional(inner, merge_mode=mode, backward_layer=other)


@of(SEQUENCE)
def recurrent_cells(draw: Draw, _: tuple[Any, ...]) -> Any:
    kinds = (layers.SimpleRNNCell, layers.GRUCell, layers.LSTMCell)
    cells = [kinds[draw(st.integers(0, 2))](draw(small), use_bias=draw(flag)) for _ in range(draw(st.integers(1, 3)))]
    cell = cells[0] if len(cells) == 1 else cells if draw(flag) else layers.StackedRNNCells(cells)
    return layers.RNN(cell, return_sequences=draw(flag), return_state=draw(flag))


@of(IMAGE, VOLUME)
def convolutional_recurrent(draw: Draw, shape: tuple[Any, ...]) -> Any:
    rank = len(shape) - 3
    cls = (layers.ConvLSTM1D, layers.ConvLSTM2D)[rank - 1]
    made = cls(
        draw(small),
        sizes(draw, rank, 3),
        padding=draw(padding),
        use_bias=draw(flag),
        return_sequences=draw(flag),
        data_format=data_format(draw),
        return_state=draw(flag),
        **strided(draw, rank),
    )
    return layers.Bidirectional(made) if draw(st.integers(0, 3)) == 0 else made


@of(SEQUENCE, IMAGE, VOLUME)
def each_step(draw: Draw, shape: tuple[Any, ...]) -> Any:
    inner = (None, *shape[2:])
    return layers.TimeDistributed(draw(st.sampled_from(choices(inner)))(draw, inner))


@of(SEQUENCE, IMAGE)
def spectral(draw: Draw, shape: tuple[Any, ...]) -> Any:
    inner = layers.Dense(draw(small)) if draw(flag) else convolution(draw, shape)
    return layers.SpectralNormalization(inner)


@of(SEQUENCE)
def laid_out(draw: Draw, _: tuple[Any, ...]) -> Any:
    return draw(st.sampled_from([layers.Permute((2, 1)), layers.Reshape((-1,)), layers.SpatialDropout1D(0.1)]))


@of(IMAGE)
def image_layers(draw: Draw, shape: tuple[Any, ...]) -> Any:
    return draw(
        st.sampled_from(
            [
                layers.Permute((3, 1, 2)), layers.Reshape((-1, shape[-1] or 1)), layers.SpatialDropout2D(0.1),
                layers.Resizing(5, 7), layers.CenterCrop(2, 3), layers.RandomFlip(), layers.RandomCrop(2, 2),
                layers.Reshape((shape[3] or 1, -1)), layers.RandomRotation(0.1), layers.RandomContrast(0.1),
            ]
        )
    )  # fmt: skip


@of(SEQUENCE)
def words_again(draw: Draw, shape: tuple[Any, ...]) -> Any:
    return draw(
        st.sampled_from(
            [
                layers.Conv1D(2, 1, dtype="mixed_bfloat16"), layers.ReversibleEmbedding(5, shape[-1] or 1),
                layers.Pipeline([layers.Rescaling(0.5), layers.Dense(2)]), layers.Lambda(lambda x: x * 2),
            ]
        )
    )  # fmt: skip


@of("vector")
def repeated(draw: Draw, _: tuple[Any, ...]) -> Any:
    return draw(
        st.sampled_from([layers.RepeatVector(3), layers.Reshape((1, -1)), layers.Reshape((-1, 1, 1)), layers.Flatten()])
    )


# ---- operations ----------------------------------------------------------------------------------

OPERATIONS: list[Callable[[Any, int], Any]] = [
    lambda x, _: x + 1.5,
    lambda x, _: 2.0 * x,
    lambda x, _: x / 3,
    lambda x, _: -x,
    lambda x, _: x**2,
    lambda x, _: 1 - x,
    lambda x, _: ops.relu(x),
    lambda x, _: ops.sqrt(x),
    lambda x, _: ops.cast(x, "float16"),
    lambda x, _: ops.where(x > 0, x, 0.0),
    lambda x, _: ops.maximum(x, 0),
    lambda x, _: ops.glu(x),
    lambda x, _: keras.activations.relu(x),
    lambda x, _: keras.activations.gelu(x),
    lambda x, axis: ops.softmax(x, axis=axis),
    lambda x, axis: ops.mean(x, axis=axis),
    lambda x, axis: ops.sum(x, axis=axis, keepdims=True),
    lambda x, _: ops.max(x, axis=-1),
    lambda x, axis: ops.std(x, axis=axis),
    lambda x, _: ops.var(x, axis=[-1], keepdims=True),
    lambda x, axis: ops.median(x, axis=axis),
    lambda x, axis: ops.norm(x, axis=axis),
    lambda x, axis: ops.logsumexp(x, axis=axis),
    lambda x, axis: ops.argmax(x, axis=axis),
    lambda x, _: ops.one_hot(ops.argmax(x, axis=-1), 4),
    lambda x, _: ops.top_k(x, 1)[0],
    ops.expand_dims,
    lambda x, axis: ops.squeeze(ops.expand_dims(x, axis), axis),
    lambda x, _: ops.squeeze(x[:, :1], 1),
    lambda x, _: x[..., :1],
    lambda x, _: x[:, :2],
    lambda x, _: x[:, None],
    lambda x, _: x[:, -1],
    lambda x, axis: ops.take(x, 0, axis=axis),
    lambda x, axis: ops.split(x, 2, axis=axis)[1],
    lambda x, axis: ops.sum(ops.unstack(x, axis=axis)[0], axis=-1),
    lambda x, _: ops.swapaxes(x, 1, -1),
    lambda x, _: ops.moveaxis(x, 1, -1),
    lambda x, _: ops.transpose(x, (0, *range(len(x.shape) - 1, 0, -1))),
    lambda x, _: ops.reshape(x, (-1, 6)),
    lambda x, _: ops.reshape(x, (-1, 1, *x.shape[1:])),
    lambda x, axis: ops.concatenate([x, x], axis=axis),
    lambda x, axis: ops.stack([x, x], axis=axis),
    lambda x, axis: ops.repeat(x, 2, axis=axis),
    lambda x, _: ops.tile(x, [1, 2] + [1] * (len(x.shape) - 2)),
    ops.flip,
    lambda x, axis: ops.roll(x, 1, axis),
    lambda x, axis: ops.cumsum(x, axis=axis),
    lambda x, _: ops.pad(x, [(0, 0)] + [(1, 2)] * (len(x.shape) - 1)),
    lambda x, _: ops.einsum("abc,abd->acd", x, x),
    lambda x, _: ops.matmul(x, np.ones((x.shape[-1], 2))),
    lambda x, _: ops.max_pool(x, 2, padding="same"),
    lambda x, _: ops.average_pool(x, 2, 1),
    lambda x, _: ops.conv(x, np.ones((2,) * (len(x.shape) - 2) + (x.shape[-1], 2)), 2, padding="same"),
    lambda x, _: ops.depthwise_conv(x, np.ones((2,) * (len(x.shape) - 2) + (x.shape[-1], 2))),
    lambda x, _: ops.image.resize(x, (4, 6)),
    lambda x, _: ops.image.extract_patches(x, 2),
]


def operation(draw: Draw, x: Any) -> Any:
    """A bare operation on one tensor."""
    axis = draw(st.integers(1, len(x.shape) - 1))
    return draw(st.sampled_from(OPERATIONS))(x, axis)


def merged(draw: Draw, tensors: list[Any]) -> Any:
    """Two tensors become one: by a layer or by an operation."""
    one, two = draw(st.sampled_from(tensors)), draw(st.sampled_from(tensors))
    kinds = (layers.Add, layers.Subtract, layers.Multiply, layers.Average, layers.Maximum, layers.Minimum)
    choice = draw(st.integers(0, 11))
    if choice < 6:
        return kinds[choice]()([one, two])
    if choice == 6:
        return layers.Concatenate(axis=draw(st.sampled_from([-1, 1])))([one, two])
    if choice == 7:
        return layers.Dot(axes=draw(st.sampled_from([1, -1, (1, 2), (2, 1)])))([one, two])
    if choice == 8:
        return one + two if draw(flag) else one * two
    if min(len(one.shape), len(two.shape)) < 3 or len(one.shape) != len(two.shape):
        return layers.Concatenate()([layers.Flatten()(one), layers.Flatten()(two)])
    if choice == 9:
        return ops.matmul(one, ops.swapaxes(two, -1, -2))
    if choice == 10:
        return layers.Attention(use_scale=draw(flag), score_mode=draw(st.sampled_from(["dot", "concat"])))([one, two])
    if draw(flag) and len(one.shape) == len(two.shape) == 3:
        return layers.GroupQueryAttention(draw(small), 4, draw(st.sampled_from([1, 2, 4])), use_bias=draw(flag))(
            one, two
        )
    shape = draw(st.sampled_from([None, None, 6]))
    axes = draw(st.sampled_from([None, None, (1,), (1, 2)]))
    attention = layers.MultiHeadAttention(
        draw(small),
        draw(small),
        draw(st.sampled_from([None, 3])),
        use_bias=draw(flag),
        output_shape=shape,
        attention_axes=axes,
    )
    return attention(one, two)


# ---- models --------------------------------------------------------------------------------------


def choices(shape: tuple[Any, ...]) -> list[Make]:
    """What takes a tensor of this shape."""
    return LAYERS[ANY] + LAYERS.get(RANKS.get(len(shape), ""), [])


def inputs(draw: Draw) -> Any:
    """One input, some of its dims open."""
    kind = draw(st.sampled_from(["vector", SEQUENCE, IMAGE, IMAGE, VOLUME, "tokens"]))
    open_ = draw(st.integers(0, 3)) == 0
    if kind == "tokens":
        words = keras.Input((None if open_ else draw(st.integers(1, 9)),), dtype="int32")
        return layers.Embedding(draw(st.integers(1, 50)), draw(small), mask_zero=draw(flag))(words), words
    spatial = {"vector": 0, SEQUENCE: 1, IMAGE: 2, VOLUME: 3}[kind]
    dims = [None if open_ and draw(flag) else draw(st.integers(3, 17)) for _ in range(spatial)]
    x = keras.Input((*dims, draw(st.sampled_from([1, 2, 3, 4, 6, 12]))))
    return x, x


def grown(draw: Draw, tensors: list[Any], made: list[tuple[Any, tuple[Any, ...]]], steps: int, depth: int) -> None:
    """Add layers to a graph until it has `steps` more."""
    for _ in range(steps):
        x = draw(st.sampled_from(tensors[-4:]))
        choice = draw(st.integers(0, 11))
        try:
            if choice < 7 and len(x.shape) > 1:
                layer = draw(st.sampled_from(choices(tuple(x.shape))))(draw, tuple(x.shape))
                out = layer(x)
                made.append((layer, tuple(x.shape)))
            elif choice == 7 and (known := [layer for layer, shape in made if _fits(shape, x)]):
                out = draw(st.sampled_from(known))(x)
            elif choice == 8 and depth < 2:
                layer = model_of(draw, tuple(x.shape), str(x.dtype), depth + 1)
                out = layer(x)
                made.append((layer, tuple(x.shape)))
            elif choice == 9 and len(x.shape) > 1:
                out = operation(draw, x)
            else:
                out = merged(draw, tensors)
        except (
            ValueError,
            TypeError,
            IndexError,
            AssertionError,
            ZeroDivisionError,
            NotImplementedError,
            RuntimeError,
        ):
            continue
        flat = keras.tree.flatten(out)
        if flat and all(_sound(each) for each in flat):
            tensors += flat


def _fits(shape: tuple[Any, ...], tensor: Any) -> bool:
    """Whether a tensor has the shape that a layer was first called with: its weights may not fit another, which Keras
    does not always notice."""
    return shape == tuple(tensor.shape)


def _sound(tensor: Any) -> bool:
    """Whether a tensor can be worked on further: its batch is open, no dim is 0, it holds numbers."""
    return (
        len(tensor.shape) > 0
        and tensor.shape[0] is None
        and all(dim is None or 0 < dim < 10_000 for dim in tensor.shape[1:])
        and "float" in str(tensor.dtype)
    )


def model_of(draw: Draw, shape: tuple[Any, ...], dtype: str, depth: int) -> Any:
    """A model for one tensor: Functional, or Sequential with or without an input."""
    if draw(flag):
        stack = [draw(st.sampled_from(choices(shape)))(draw, shape)]
        model = keras.Sequential(([keras.Input(shape[1:], dtype=dtype)] if draw(flag) else []) + stack)
        for _ in range(draw(st.integers(0, 3))):
            out = tuple(model.output_shape) if model.built else ()
            if len(out) in RANKS and out[0] is None and not any(isinstance(dim, tuple) for dim in out):
                model.add(draw(st.sampled_from(choices(out)))(draw, out))
        return frozen(draw, model)
    x = keras.Input(shape[1:], dtype=dtype)
    tensors = [x]
    grown(draw, tensors, [], draw(st.integers(1, 4)), depth)
    return frozen(draw, keras.Model(x, ends(draw, tensors)))


def ends(draw: Draw, tensors: list[Any]) -> Any:
    """What comes out: the last tensor, or two."""
    return tensors[-1] if len(tensors) < 3 or draw(flag) else [tensors[-1], tensors[-2]]


def frozen(draw: Draw, model: Any) -> Any:
    """Now and then the model, or one layer of it, is not trained."""
    choice = draw(st.integers(0, 7))
    if choice == 0:
        model.trainable = False
    elif choice == 1 and model.layers:
        draw(st.sampled_from(model.layers)).trainable = False
    return model


def built(draw: Draw) -> Any:
    """A whole model; its weights take no memory."""
    keras.utils.clear_session(free_memory=False)
    with keras.device("meta"), warnings.catch_warnings():
        warnings.simplefilter("ignore")  # Keras warns of masks that a layer does not pass on
        tensors, given = [], []
        for _ in range(draw(st.integers(1, 2))):
            x, start = inputs(draw)
            tensors.append(x)
            given.append(start)
        grown(draw, tensors, [], draw(st.integers(1, 9)), 0)
        return frozen(draw, keras.Model(given if len(given) > 1 else given[0], ends(draw, tensors)))


models = st.composite(built)
