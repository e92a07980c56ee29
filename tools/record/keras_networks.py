"""Models that use what files of Keras can hold: operations, shared layers, nests, wrappers, masks, frozen parts.

In: nothing. Out: `NETWORKS`: name → a function that builds the model.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import keras
from keras import layers, ops

NETWORKS: dict[str, Callable[[], Any]] = {}


def network(build: Callable[[], Any]) -> Callable[[], Any]:
    """Note a model down under the function's name."""
    NETWORKS[build.__name__] = build
    return build


@network
def operations_elementwise() -> Any:
    a, b = keras.Input((4, 6), name="a"), keras.Input((4, 6), name="b")
    c = keras.Input((6,), name="c")
    outs = [
        a + b,
        a - 1.5,
        2.0 * a,
        a / b,
        a**2,
        -a,
        a * c[:, None, :],
        ops.maximum(a, 0.0),
        ops.where(a > b, a, b),
        ops.exp(a),
        ops.relu(a),
        ops.softmax(a, axis=-1),
        ops.clip(a, 0.0, 1.0),
        ops.cast(a, "float16"),
        ops.sqrt(ops.abs(a)),
        ops.add(a, ops.ones((4, 1))),
        a + ops.ones((6,)),
        ops.gelu(a),
        ops.silu(a),
        ops.logical_and(a > 0, b > 0),
        ops.minimum(a, b),
        ops.stop_gradient(a),
        ops.nan_to_num(a),
        ops.flip(a, axis=1),
        ops.roll(a, 1, axis=1),
        ops.cumsum(a, axis=1),
        ops.sort(a),
        ops.argsort(a),
        ops.normalize(a),
        ops.log1p(a),
        ops.erf(a),
        a % 3,
        a // 2.0,
    ]
    return keras.Model([a, b, c], outs, name="operations_elementwise")


@network
def operations_reductions() -> Any:
    x = keras.Input((4, 6, 8), name="x")
    outs = [
        ops.mean(x, axis=[1, 2]),
        ops.sum(x, axis=-1),
        ops.max(x, axis=1, keepdims=True),
        ops.min(x, axis=(2, 3)),
        ops.std(x, axis=2),
        ops.var(x, axis=(1, 2), keepdims=True),
        ops.prod(x, axis=3),
        ops.argmax(x, axis=-1),
        ops.argmin(x, axis=1),
        ops.logsumexp(x, axis=2),
        ops.any(x > 0, axis=1),
        ops.all(x > 0, axis=(1, 2, 3)),
        ops.norm(x, axis=-1),
        ops.count_nonzero(x, axis=1),
        ops.median(x, axis=-1),
        *ops.moments(x, axes=[1, 2]),
        ops.amax(x, axis=2),
        ops.average(x, axis=1),
    ]
    return keras.Model(x, outs, name="operations_reductions")


@network
def operations_shapes() -> Any:
    x = keras.Input((4, 6, 8), name="x")
    y = keras.Input((4, 6, 2), name="y")
    outs = [
        ops.reshape(x, (-1, 24, 8)),
        ops.reshape(x, (-1, 4, 48)),
        ops.reshape(x, (-1, 192)),
        ops.transpose(x, (0, 3, 1, 2)),
        ops.expand_dims(x, -1),
        ops.expand_dims(x, 1),
        ops.squeeze(ops.expand_dims(x, 2), 2),
        ops.concatenate([x, y], axis=-1),
        ops.stack([x, x], axis=1),
        *ops.split(x, 2, axis=-1),
        *ops.split(x, [2, 5], axis=2),
        x[:, 0],
        x[:, :, 1:4],
        x[..., -1],
        x[:, ::2, :, 3],
        x[:, None],
        ops.tile(x, (1, 2, 1, 3)),
        ops.repeat(x, 3, axis=2),
        ops.pad(x, ((0, 0), (1, 2), (0, 0), (3, 0))),
        ops.take(x, [0, 2], axis=1),
        ops.take(x, 1, axis=2),
        ops.one_hot(ops.argmax(x, axis=-1), 5),
        *ops.top_k(x, 3),
        *ops.unstack(x, axis=1),
        ops.append(x, y, axis=3),
        ops.image.resize(x, (8, 12)),
        ops.swapaxes(x, 1, 2),
        ops.moveaxis(x, 1, -1),
        ops.broadcast_to(x[:, :1], (1, 4, 6, 8)),
        ops.einsum("bhwc,bhwd->bcd", x, y),
        ops.glu(x),
    ]
    return keras.Model([x, y], outs, name="operations_shapes")


@network
def operations_matrices() -> Any:
    q, k = keras.Input((5, 8), name="q"), keras.Input((7, 8), name="k")
    scores = ops.matmul(q, ops.transpose(k, (0, 2, 1))) / 8**0.5
    mixed = ops.matmul(ops.softmax(scores), k)
    heads = ops.reshape(mixed, (-1, 5, 2, 4))
    dots = ops.dot_product_attention(heads, heads, heads)
    projected = ops.matmul(q, ops.ones((8, 3)))
    return keras.Model([q, k], [mixed, dots, projected, ops.einsum("bqd,bkd->bqk", q, k)], name="operations_matrices")


@network
def operations_without_rule() -> Any:
    x = keras.Input((16,), name="x")
    real, imaginary = ops.rfft(x)
    y = layers.Dense(3, name="after")(real)
    return keras.Model(x, [y, imaginary, ops.sum(x)], name="operations_without_rule")


@network
def shared_layers() -> Any:
    a, b, c = (keras.Input((12, 8), name=name) for name in "abc")
    conv, norm = layers.Conv1D(8, 3, padding="same", name="conv"), layers.LayerNormalization(name="norm")
    outs = [norm(conv(each)) for each in (a, b, c)]
    deep = conv(conv(outs[0]))
    merged = layers.Concatenate(name="cat")([*outs, deep])
    shorter = conv(layers.MaxPooling1D(2, name="pool")(a))
    return keras.Model([a, b, c], [layers.Dense(2, name="head")(merged), shorter], name="shared_layers")


@network
def shared_models() -> Any:
    size = keras.Input((8, 8, 3), name="size")
    inner_in = keras.Input((None, None, 3), name="pixels")
    x = layers.Conv2D(4, 3, name="c1")(inner_in)
    x = layers.BatchNormalization(name="bn")(x)
    encoder = keras.Model(inner_in, [layers.GlobalMaxPooling2D(name="gmp")(x), x], name="encoder")
    other = keras.Input((16, 16, 3), name="other")
    one, picture = encoder(size)
    two, _ = encoder(other)
    three, last = encoder(layers.ZeroPadding2D(1, name="pad")(size))
    head = keras.Sequential([layers.Dense(3, name="d"), layers.Dense(1, name="e")], name="head")
    outs = [head(one), head(two), head(three), picture, last]
    return keras.Model([size, other], outs, name="shared_models")


@network
def structured_inputs() -> Any:
    inputs = {name: keras.Input((width,), name=name) for name, width in (("b_in", 3), ("a_in", 5))}
    extra = [keras.Input((4,), name="z"), keras.Input((6,), name="y")]
    inner_in = {"right": keras.Input((3,), name="right"), "left": keras.Input((5,), name="left")}
    inner_out = layers.Concatenate(name="join")([layers.Dense(2, name="l")(inner_in["left"]), inner_in["right"]])
    inner = keras.Model(
        inner_in, {"joined": inner_out, "also": layers.Dense(7, name="also")(inner_in["right"])}, name="inner"
    )
    got = inner({"right": inputs["b_in"], "left": inputs["a_in"]})
    z = layers.Concatenate(name="all")([got["joined"], got["also"], *extra])
    outs = {"main": layers.Dense(2, name="main")(z), "aux": got["also"]}
    return keras.Model([inputs, extra], outs, name="structured_inputs")


@network
def wrappers() -> Any:
    x, video = keras.Input((10, 6), name="x"), keras.Input((5, 12, 12, 3), name="video")
    frame = keras.Sequential(
        [keras.Input((12, 12, 3)), layers.Conv2D(4, 3), layers.Flatten(), layers.Dense(5)], name="frame"
    )
    img = keras.Input((12, 12, 3), name="img")
    tower = keras.Model(img, layers.GlobalAveragePooling2D()(layers.Conv2D(3, 3, use_bias=False)(img)), name="tower")
    outs = [
        layers.Bidirectional(layers.GRU(4, return_sequences=True), merge_mode="sum", name="bi_sum")(x),
        layers.Bidirectional(layers.LSTM(4), merge_mode=None, name="bi_none")(x),
        layers.Bidirectional(layers.LSTM(4), backward_layer=layers.LSTM(4, go_backwards=True), name="bi_two")(x),
        layers.TimeDistributed(layers.Dense(3), name="td")(x),
        layers.TimeDistributed(layers.Conv2D(2, 3), name="td_conv")(video),
        layers.TimeDistributed(frame, name="td_seq")(video),
        layers.TimeDistributed(tower, name="td_model")(video),
        layers.SpectralNormalization(layers.Dense(4), name="spectral")(x),
        layers.RNN([layers.LSTMCell(3), layers.GRUCell(4)], name="cells")(x),
        layers.RNN(
            layers.StackedRNNCells([layers.SimpleRNNCell(3), layers.LSTMCell(2)]), return_sequences=True, name="stacked"
        )(x),
    ]
    return keras.Model([x, video], outs, name="wrappers")


@network
def frozen() -> Any:
    x, s = keras.Input((8, 8, 3), name="x"), keras.Input((10, 6), name="s")
    base_in = keras.Input((8, 8, 3), name="base_in")
    deep = keras.Sequential(
        [layers.Conv2D(4, 3, name="deep_conv"), layers.BatchNormalization(name="deep_bn")], name="deep"
    )
    base = keras.Model(base_in, deep(layers.Conv2D(3, 1, name="stem")(base_in)), name="base")
    base.trainable = False
    half = keras.Sequential([layers.Dense(4, name="h1", trainable=False), layers.Dense(4, name="h2")], name="half")
    inner, cell = off(layers.Dense(3)), off(layers.LSTMCell(3))
    mha = layers.MultiHeadAttention(2, 4, name="mha")
    mha.build((None, 10, 6), (None, 10, 6))
    off(mha)
    y = layers.GlobalAveragePooling2D(name="gap")(base(x))
    y = layers.BatchNormalization(trainable=False, name="bn")(half(y))
    outs = [
        y,
        layers.TimeDistributed(inner, name="td")(s),
        layers.Bidirectional(layers.LSTM(3, trainable=False), name="bi")(s),
        off(layers.Bidirectional(layers.LSTM(3), name="bi_all"))(s),
        layers.RNN(cell, name="rnn")(s),
        layers.RNN([off(layers.LSTMCell(3)), layers.LSTMCell(2)], name="rnn_mixed")(s),
        layers.SpectralNormalization(layers.Dense(4, trainable=False), name="spectral")(s),
        mha(s, s),
        layers.Embedding(10, 3, trainable=False, name="emb")(keras.ops.cast(s, "int32")),
    ]
    return keras.Model([x, s], outs, name="frozen")


def off(layer: Any) -> Any:
    """Not trained, as authors do it: the argument `trainable` of a layer of layers does not reach those inside."""
    layer.trainable = False
    return layer


@network
def attention() -> Any:
    q, v, k = keras.Input((5, 8), name="q"), keras.Input((7, 12), name="v"), keras.Input((7, 10), name="k")
    mask = keras.Input((5, 7), dtype="bool", name="mask")
    same = keras.Input((7, 8), name="same")
    image = keras.Input((4, 6, 8), name="image")
    outs = [
        layers.MultiHeadAttention(2, 4, name="self")(q, q),
        layers.MultiHeadAttention(2, 4, value_dim=3, name="cross")(q, v, attention_mask=mask),
        layers.MultiHeadAttention(2, 4, output_shape=6, name="keyed")(q, v, key=k),
        layers.MultiHeadAttention(2, 4, name="named")(query=q, key=k, value=v),
        *layers.MultiHeadAttention(2, 4, name="scores")(q, v, return_attention_scores=True),
        layers.MultiHeadAttention(2, 4, attention_axes=(1,), name="axes")(image, image),
        layers.GroupQueryAttention(4, 4, 2, name="grouped")(q, same),
        *layers.GroupQueryAttention(4, 4, 2, name="grouped_scores")(q, same, return_attention_scores=True),
        layers.Attention(use_scale=True, name="dot")([q, same]),
        *layers.Attention(name="dot_scores")([q, same], return_attention_scores=True),
        layers.Attention(score_mode="concat", name="concat")([q, same, same]),
        layers.AdditiveAttention(name="additive")([q, same]),
        *layers.AdditiveAttention(name="additive_scores")([q, same], return_attention_scores=True),
        layers.MultiHeadAttention(2, 4, name="causal")(q, q, use_causal_mask=True),
    ]
    return keras.Model([q, v, k, mask, same, image], outs, name="attention")


@network
def states() -> Any:
    x = keras.Input((9, 6), name="x")
    h, c = keras.Input((4,), name="h"), keras.Input((4,), name="c")
    sequence, h1, c1 = layers.LSTM(4, return_sequences=True, return_state=True, name="encoder")(x, initial_state=[h, c])
    outs = [
        *layers.LSTM(4, return_state=True, name="decoder")(sequence, initial_state=[h1, c1]),
        *layers.GRU(4, return_state=True, name="gru")(x, initial_state=h),
        layers.GRU(4, reset_after=False, name="before")(x),
        *layers.Bidirectional(layers.LSTM(4, return_state=True), name="both")(x, initial_state=[h, c, h, c]),
        layers.SimpleRNN(3, return_sequences=True, name="plain")(x),
        *layers.ConvLSTM1D(2, 3, return_state=True, name="conv_lstm")(layers.Reshape((9, 6, 1), name="image")(x)),
        layers.LSTM(3, name="masked")(layers.Masking(name="masking")(x)),
    ]
    return keras.Model([x, h, c], outs, name="states")


@network
def preprocessing() -> Any:
    image, sound = keras.Input((32, 32, 3), name="image"), keras.Input((4000, 2), name="sound")
    numbers, wave, ids = (
        keras.Input((6,), name="numbers"),
        keras.Input((4000,), name="wave"),
        keras.Input((6,), dtype="int32", name="ids"),
    )
    flat = [
        layers.AugMix(),
        layers.AutoContrast(),
        layers.CutMix(),
        layers.MixUp(),
        layers.RandAugment(),
        layers.RandomColorDegeneration(0.1),
        layers.RandomColorJitter(),
        layers.RandomElasticTransform(),
        layers.RandomErasing(),
        layers.RandomGaussianBlur(),
        layers.RandomGrayscale(),
        layers.RandomHue(0.1),
        layers.RandomInvert(),
        layers.RandomPerspective(),
        layers.RandomPosterization(4),
        layers.RandomSaturation(0.1),
        layers.RandomSharpness(0.1),
        layers.RandomShear(),
        layers.Solarization(),
        layers.RandomFlip(),
        layers.RandomRotation(0.1),
        layers.RandomZoom(0.1),
        layers.RandomTranslation(0.1, 0.1),
        layers.RandomContrast(0.1),
        layers.RandomBrightness(0.1),
        layers.ContrastLimitedAdaptiveHistogramEqualization(),
    ]
    outs = [layer(image) for layer in flat]
    outs += [
        layers.Resizing(8, 12)(image),
        layers.CenterCrop(8, 12)(image),
        layers.RandomCrop(8, 12)(image),
        layers.Rescaling(1 / 255)(image),
        layers.Pipeline([layers.RandomFlip(), layers.Resizing(4, 4)], name="pipeline")(image),
        layers.Normalization(name="norm")(numbers),
        layers.Normalization(axis=(1, 2), name="norm_axes")(image),
        layers.Normalization(axis=None, name="norm_all")(image),
        layers.Normalization(mean=[1.0] * 6, variance=[1.0] * 6, name="given")(numbers),
        layers.Discretization(bin_boundaries=[0.0, 1.0, 2.0], name="bins")(numbers),
        layers.Discretization(bin_boundaries=[0.0, 1.0], output_mode="one_hot", name="bins_one_hot")(numbers),
        layers.Discretization(num_bins=5, output_mode="multi_hot", name="bins_multi")(numbers),
        layers.CategoryEncoding(7, name="multi")(ids),
        layers.CategoryEncoding(7, output_mode="one_hot", name="one_hot")(ids),
        layers.CategoryEncoding(7, output_mode="count", name="count")(ids),
        layers.STFTSpectrogram(frame_length=200, frame_step=80, fft_length=256, name="stft")(sound),
        layers.STFTSpectrogram(mode="real", frame_length=200, name="stft_real")(sound),
        layers.STFTSpectrogram(mode="stft", frame_length=200, padding="same", expand_dims=True, name="stft_both")(
            sound
        ),
        layers.MelSpectrogram(num_mel_bins=20, sequence_stride=100, fft_length=256, name="mel")(wave),
    ]
    return keras.Model([image, sound, numbers, wave, ids], outs, name="preprocessing")


@network
def chain_of_models() -> Any:
    first = keras.Sequential(
        [keras.Input((8, 8, 3)), layers.Conv2D(4, 3, name="a"), layers.ReLU(name="b")], name="first"
    )
    second = keras.Sequential([layers.Flatten(name="c"), layers.Dense(6, name="d")], name="second")
    return keras.Sequential(
        [first, second, layers.Dropout(0.5, name="e"), layers.Dense(2, name="f")], name="chain_of_models"
    )


@network
def built_later() -> Any:
    model = keras.Sequential(
        [layers.Conv1D(4, 3, name="conv"), layers.GlobalMaxPooling1D(name="pool"), layers.Dense(2, name="out")],
        name="built_later",
    )
    model.build((None, 20, 5))
    return model


@network
def nasnet_large() -> Any:
    """The largest of keras.applications, on a device that holds no numbers."""
    with keras.device("meta"):
        return keras.applications.NASNetLarge(weights=None)


@network
def open_dims() -> Any:
    image, words = keras.Input((None, None, 3), name="image"), keras.Input((None,), dtype="int32", name="words")
    x = layers.Conv2D(4, 3, strides=2, padding="same", name="conv")(image)
    up = layers.UpSampling2D(2, name="up")(x)
    x = layers.Conv2DTranspose(4, 2, strides=2, name="back")(x)
    e = layers.Embedding(50, 8, name="emb")(words)
    e = layers.Conv1D(6, 3, name="text")(e)
    merged = layers.Concatenate(name="cat")(
        [layers.GlobalAveragePooling2D(name="gap")(x), layers.GlobalMaxPooling1D(name="gmp")(e)]
    )
    return keras.Model(
        [image, words],
        [layers.Dense(3, name="out")(merged), up, layers.Reshape((-1, 2), name="flat")(x)],
        name="open_dims",
    )


@network
def low_rank() -> Any:
    x, ids = keras.Input((8,), name="x"), keras.Input((4,), dtype="int32", name="ids")
    dense, emb = layers.Dense(6, name="dense"), layers.Embedding(9, 5, name="emb")
    einsum = layers.EinsumDense("ab,bc->ac", output_shape=4, bias_axes="c", name="einsum")
    outs = [dense(x), emb(ids), einsum(x)]
    for layer in (dense, emb, einsum):
        layer.enable_lora(2)
    return keras.Model([x, ids], outs, name="low_rank")


@keras.saving.register_keras_serializable("recorded")
class Scale(layers.Layer):  # type: ignore[misc]
    """A layer of the author's own."""

    def build(self, input_shape: Any) -> None:
        self.alpha = self.add_weight(shape=(input_shape[-1],), name="alpha")
        self.count = self.add_weight(shape=(), trainable=False, name="count")

    def call(self, inputs: Any) -> Any:
        return inputs * self.alpha


@network
def own_classes() -> Any:
    x = keras.Input((6, 4), name="x")
    y = Scale(name="scale")(x)
    y = layers.Dense(3, name="dense")(y)
    y = layers.Lambda(ops.square, name="squared")(y)
    return keras.Model(x, layers.Dense(2, name="out")(y), name="own_classes")
