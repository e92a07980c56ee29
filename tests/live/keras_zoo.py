"""Models as people write them in Keras: classes with a `call`, layers of their own, weights without a layer.

In: nothing. Out: `ZOO`: name → what returns the model, and the inputs that it must be given.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import keras
from keras import layers, ops


class Sample(NamedTuple):
    """One model. `opaque`: how many of its layers no rule can know."""

    make: Callable[[], Any]
    inputs: tuple[str, ...] = ()
    opaque: int = 0


ZOO: dict[str, Sample] = {}


def sample(*inputs: str, opaque: int = 0) -> Callable[[Callable[[], Any]], Callable[[], Any]]:
    """Note a model down under the function's name."""

    def note(make: Callable[[], Any]) -> Callable[[], Any]:
        ZOO[make.__name__] = Sample(make, inputs, opaque)
        return make

    return note


# ---- layers of their own -------------------------------------------------------------------------


class Patches(layers.Layer):
    """An image cut into patches; it asks for the batch."""

    def __init__(self, size: int) -> None:
        super().__init__()
        self.size = size

    def call(self, images: Any) -> Any:
        batch, height, width, channels = ops.shape(images)
        patches = ops.image.extract_patches(images, size=self.size)
        count = (height // self.size) * (width // self.size)
        return ops.reshape(patches, (batch, count, self.size * self.size * channels))


class PatchEncoder(layers.Layer):
    """Patches and where they stand: an embedding of numbers that nothing flows into."""

    def __init__(self, count: int, width: int) -> None:
        super().__init__()
        self.count = count
        self.projection, self.position = layers.Dense(width), layers.Embedding(count, width)

    def call(self, patch: Any) -> Any:
        return self.projection(patch) + self.position(ops.expand_dims(ops.arange(self.count), axis=0))


class ClassToken(layers.Layer):
    """A token that is a bare weight, repeated for the batch."""

    def build(self, shape: Any) -> None:
        self.token = self.add_weight(shape=(1, 1, shape[-1]), name="token")

    def call(self, x: Any) -> Any:
        return ops.concatenate([ops.tile(self.token, (ops.shape(x)[0], 1, 1)), x], axis=1)


class Block(layers.Layer):
    """A block of a transformer."""

    def __init__(self, width: int, heads: int, hidden: int) -> None:
        super().__init__()
        self.attention = layers.MultiHeadAttention(heads, width // heads)
        self.ffn = keras.Sequential([layers.Dense(hidden, activation="gelu"), layers.Dense(width)])
        self.norm_1, self.norm_2 = layers.LayerNormalization(), layers.LayerNormalization()
        self.drop = layers.Dropout(0.1)

    def call(self, x: Any, training: bool = False) -> Any:
        x = self.norm_1(x + self.drop(self.attention(x, x), training=training))
        return self.norm_2(x + self.drop(self.ffn(x), training=training))


class CausalBlock(layers.Layer):
    """Attention with a mask that is computed from the shape."""

    def __init__(self, width: int, heads: int) -> None:
        super().__init__()
        self.attention, self.norm = layers.MultiHeadAttention(heads, width), layers.LayerNormalization()

    def call(self, x: Any) -> Any:
        batch, length = ops.shape(x)[0], ops.shape(x)[1]
        mask = ops.cast(ops.arange(length)[:, None] >= ops.arange(length), "int32")
        mask = ops.tile(ops.reshape(mask, (1, length, length)), ops.convert_to_tensor([batch, 1, 1]))
        return self.norm(x + self.attention(x, x, attention_mask=mask))


class Bahdanau(layers.Layer):
    """Additive attention of two tensors, with two outputs."""

    def __init__(self, units: int) -> None:
        super().__init__()
        self.query, self.keys, self.score = layers.Dense(units), layers.Dense(units), layers.Dense(1)

    def call(self, query: Any, values: Any) -> Any:
        score = self.score(ops.tanh(self.query(ops.expand_dims(query, 1)) + self.keys(values)))
        weights = ops.softmax(score, axis=1)
        return ops.sum(weights * values, axis=1), weights


class Pooling(layers.Layer):
    """Attention of bare weights."""

    def build(self, shape: Any) -> None:
        self.w = self.add_weight(shape=(shape[-1], 8), name="w")
        self.b = self.add_weight(shape=(8,), name="b")
        self.u = self.add_weight(shape=(8, 1), name="u")

    def call(self, x: Any) -> Any:
        weights = ops.softmax(ops.matmul(ops.tanh(ops.matmul(x, self.w) + self.b), self.u), axis=1)
        return ops.sum(weights * x, axis=1)


class Sampling(layers.Layer):
    """Noise of the batch's size."""

    def __init__(self) -> None:
        super().__init__()
        self.seeds = keras.random.SeedGenerator(1)

    def call(self, inputs: Any) -> Any:
        mean, variance = inputs
        noise = keras.random.normal(shape=ops.shape(mean), seed=self.seeds)
        return mean + ops.exp(0.5 * variance) * noise


class Distance(layers.Layer):
    """Several arguments, several outputs, no weights."""

    def call(self, anchor: Any, near: Any, far: Any) -> Any:
        return ops.sum(ops.square(anchor - near), -1), ops.sum(ops.square(anchor - far), -1)


class Asking(layers.Layer):
    """It asks for a number of what flows through it, which nothing symbolic can answer."""

    def __init__(self) -> None:
        super().__init__()
        self.dense = layers.Dense(4)

    def call(self, x: Any) -> Any:
        return self.dense(x) * 2 if bool(ops.any(ops.isnan(ops.zeros_like(x)))) else self.dense(x)


class MyCell(layers.Layer):
    """A recurrent cell of one's own."""

    def __init__(self, units: int) -> None:
        super().__init__()
        self.state_size = self.output_size = units
        self.feed, self.back = layers.Dense(units), layers.Dense(units)

    def build(self, shape: Any) -> None:
        self.feed.build(shape)
        self.back.build((None, self.state_size))
        self.built = True

    def call(self, x: Any, states: Any) -> Any:
        out = ops.tanh(self.feed(x) + self.back(states[0]))
        return out, [out]


class Residual(keras.Model):
    """A residual block that is a model itself; its shortcut may be no layer at all."""

    def __init__(self, filters: int, strides: int = 1) -> None:
        super().__init__()
        self.conv_1 = layers.Conv2D(filters, 3, strides, padding="same", use_bias=False)
        self.conv_2 = layers.Conv2D(filters, 3, padding="same", use_bias=False)
        self.norm_1, self.norm_2 = layers.BatchNormalization(), layers.BatchNormalization()
        self.shortcut: Any = layers.Conv2D(filters, 1, strides) if strides > 1 else lambda x: x

    def call(self, x: Any, training: bool = False) -> Any:
        y = keras.activations.relu(self.norm_1(self.conv_1(x), training=training))
        y = self.norm_2(self.conv_2(y), training=training)
        return keras.activations.relu(y + self.shortcut(x))


# ---- models --------------------------------------------------------------------------------------


@sample()
def vision_transformer() -> Any:
    """As keras.io has it: a functional model with layers of its own."""
    image = keras.Input((72, 72, 3))
    augment = keras.Sequential([layers.Normalization(), layers.Resizing(72, 72), layers.RandomFlip()], name="augment")
    x = PatchEncoder(144, 64)(Patches(6)(augment(image)))
    for _ in range(2):
        before = layers.LayerNormalization(epsilon=1e-6)(x)
        x = layers.Add()([layers.MultiHeadAttention(4, 64, dropout=0.1)(before, before), x])
        after = layers.Dense(64, activation=keras.activations.gelu)(layers.LayerNormalization()(x))
        x = layers.Add()([after, x])
    return keras.Model(image, layers.Dense(100)(layers.Flatten()(x)))


@sample("1,8,8,3")
def class_token() -> Any:
    class Net(keras.Model):
        def __init__(self) -> None:
            super().__init__()
            self.project, self.token, self.block = layers.Dense(32), ClassToken(), Block(32, 4, 64)
            self.head = layers.Dense(10)

        def call(self, x: Any, training: bool = False) -> Any:
            x = self.token(self.project(ops.reshape(x, (ops.shape(x)[0], 64, -1))))
            return self.head(self.block(x, training=training)[:, 0])

    return Net()


@sample("1,32,32,3")
def residual_network() -> Any:
    class Net(keras.Model):
        def __init__(self) -> None:
            super().__init__()
            self.stem = layers.Conv2D(16, 3, padding="same")
            self.blocks = [Residual(16), Residual(32, 2), Residual(32)]
            self.head = layers.Dense(10)

        def call(self, x: Any, training: bool = False) -> Any:
            x = self.stem(x)
            for block in self.blocks:
                x = block(x, training=training)
            return self.head(ops.mean(x, axis=(1, 2)))

    return Net()


@sample("1,16,16,3")
def block_called_twice() -> Any:
    class Net(keras.Model):
        def __init__(self) -> None:
            super().__init__()
            self.block = Residual(3)

        def call(self, x: Any) -> Any:
            return self.block(self.block(x))

    return Net()


@sample("anchor=1,32,32,3", "far=1,32,32,3", "near=1,32,32,3")
def siamese() -> Any:
    base = keras.applications.MobileNet(weights=None, input_shape=(32, 32, 3), include_top=False, alpha=0.25)
    for layer in base.layers[:-10]:
        layer.trainable = False
    embed = keras.Model(base.input, layers.Dense(16)(layers.Flatten()(base.output)), name="embed")

    class Net(keras.Model):
        def __init__(self) -> None:
            super().__init__()
            self.embed, self.distance = embed, Distance()

        def call(self, inputs: Any) -> Any:
            return self.distance(*(self.embed(inputs[name]) for name in ("anchor", "near", "far")))

    return Net()


@sample("1,28,28,1")
def autoencoder() -> Any:
    image = keras.Input((28, 28, 1))
    x = layers.Flatten()(layers.Conv2D(8, 3, strides=2, padding="same")(image))
    mean, variance = layers.Dense(2, name="mean")(x), layers.Dense(2, name="variance")(x)
    encoder = keras.Model(image, [mean, variance, Sampling()([mean, variance])], name="encoder")
    code = keras.Input((2,))
    x = layers.Reshape((7, 7, 4))(layers.Dense(7 * 7 * 4)(code))
    x = layers.Conv2DTranspose(8, 3, strides=4, padding="same")(x)
    decoder = keras.Model(code, layers.Conv2DTranspose(1, 3, padding="same")(x), name="decoder")

    class Net(keras.Model):
        def __init__(self) -> None:
            super().__init__()
            self.encoder, self.decoder = encoder, decoder

        def call(self, x: Any) -> Any:
            return self.decoder(self.encoder(x)[2])

    return Net()


@sample()
def translation() -> Any:
    source, target = keras.Input((20,), dtype="int32"), keras.Input((1,), dtype="int32")
    values, state = layers.GRU(32, return_sequences=True, return_state=True)(layers.Embedding(100, 16)(source))
    context, weights = Bahdanau(8)(state, values)
    words = layers.Embedding(90, 16, mask_zero=True)(target)
    joined = layers.Concatenate()([ops.expand_dims(context, 1), words])
    return keras.Model([source, target], [layers.Dense(90)(layers.GRU(32)(joined)), weights])


@sample()
def causal_language_model() -> Any:
    words = keras.Input((80,), dtype="int32")
    x = PatchEncoder(80, 32)(layers.Embedding(200, 32)(words))
    return keras.Model(words, [layers.Dense(200)(CausalBlock(32, 2)(x)), x])


@sample()
def attention_of_bare_weights() -> Any:
    x = keras.Input((30, 16))
    pooled = Pooling()(layers.Bidirectional(layers.LSTM(8, return_sequences=True))(x))
    return keras.Model(x, layers.Dense(2)(pooled))


@sample("1,4", "1,6")
def two_arguments() -> Any:
    class Net(keras.Model):
        def __init__(self) -> None:
            super().__init__()
            self.a, self.b = layers.Dense(4), layers.Dense(4)

        def call(self, x: Any, y: Any) -> Any:
            return {"sum": self.a(x) + self.b(y), "left": self.a(x)}

    return Net()


@sample("1,4", "1,6")
def one_list() -> Any:
    class Net(keras.Model):
        def __init__(self) -> None:
            super().__init__()
            self.a, self.b = layers.Dense(4), layers.Dense(4)

        def call(self, both: Any) -> Any:
            return self.a(both[0]) + self.b(both[1])

    return Net()


@sample("batch.image=1,4,4,3", "batch.words=1,6:int64")
def one_mapping() -> Any:
    class Net(keras.Model):
        def __init__(self) -> None:
            super().__init__()
            self.a, self.b = layers.Conv2D(5, 3, activation="relu"), layers.Embedding(9, 5)

        def call(self, batch: Any, training: bool = False) -> Any:
            return ops.mean(self.a(batch["image"]), axis=(1, 2)) * ops.sum(self.b(batch["words"]), axis=1)

    return Net()


@sample("1,6,3")
def a_cell_in_a_loop() -> Any:
    class Net(keras.Model):
        def __init__(self) -> None:
            super().__init__()
            self.cell, self.head = layers.LSTMCell(5), layers.Dense(2)

        def call(self, x: Any) -> Any:
            states = [ops.zeros((ops.shape(x)[0], 5))] * 2
            for step in range(x.shape[1]):
                out, states = self.cell(x[:, step], states)
            return self.head(out)

    return Net()


@sample("1,4", opaque=1)
def nothing_to_be_seen() -> Any:
    import torch

    class Net(keras.Model):
        def build(self, shape: Any) -> None:
            self.w = self.add_weight(shape=(shape[-1], 3), name="w")

        def call(self, x: Any) -> Any:
            return torch.matmul(x, self.w.value)

    return Net()


@sample("1,8")
def weights_that_nothing_uses() -> Any:
    class Net(keras.Model):
        def __init__(self) -> None:
            super().__init__()
            self.used, self.aside = layers.Dense(4), layers.Dense(9)
            self.aside.build((None, 3))
            self.lost = self.add_weight(shape=(5, 5), name="lost", trainable=False)

        def call(self, x: Any) -> Any:
            return self.used(x)

    return Net()


@sample("1,28,28,1")
def never_built() -> Any:
    return keras.Sequential([layers.Conv2D(3, 3), layers.Flatten(), layers.Dense(2)])


@sample()
def called_before() -> Any:
    class Net(keras.Model):
        def __init__(self) -> None:
            super().__init__()
            self.a = layers.Dense(4)

        def call(self, x: Any) -> Any:
            return self.a(x)

    model = Net()
    model(ops.ones((2, 9)))
    return model


@sample()
def a_class_around_a_graph() -> Any:
    class Net(keras.Model):
        def __init__(self) -> None:
            x = keras.Input((8,), name="x")
            super().__init__(x, layers.Dense(2)(layers.Dense(3)(x)))

    return Net()


@sample()
def mixed_precision() -> Any:
    policy = keras.DTypePolicy("mixed_bfloat16")
    return keras.Sequential(
        [keras.Input((16,)), layers.Dense(8, dtype=policy), layers.BatchNormalization(dtype=policy), layers.Dense(4)]
    )


@sample()
def low_rank() -> Any:
    model = keras.Sequential(
        [keras.Input((16,), dtype="int32"), layers.Embedding(100, 32), layers.Dense(64), layers.Dense(5, lora_rank=2)]
    )
    for layer in model.layers[:2]:
        layer.enable_lora(4)
    return model


@sample()
def frozen_in_part() -> Any:
    base = keras.Sequential([keras.Input((8, 8, 3)), layers.Conv2D(4, 3), layers.BatchNormalization()], name="base")
    base.trainable = False
    image = keras.Input((8, 8, 3))
    return keras.Model(image, layers.Dense(2)(layers.Flatten()(base(image))))


@sample()
def a_model_for_each_step() -> Any:
    base = keras.applications.MobileNetV2(None, weights=None, include_top=False, pooling="avg", alpha=0.35)
    frames = keras.Input((5, 32, 32, 3))
    return keras.Model(frames, layers.LSTM(4)(layers.TimeDistributed(base)(frames)))


@sample()
def a_function_as_a_layer() -> Any:
    x = keras.Input((7, 4))
    return keras.Model(x, layers.Dense(2)(layers.Lambda(lambda t: ops.mean(t, axis=1))(x)))


@sample("1,5,6", opaque=1)
def a_cell_of_its_own() -> Any:
    return keras.Sequential([layers.RNN(MyCell(12)), layers.Dense(3)])


@sample("1,8,8,4")
def a_weight_on_the_left() -> Any:
    class Scaled(layers.Layer):
        def build(self, shape: Any) -> None:
            self.gamma = self.add_weight(shape=(shape[-1],), name="gamma")

        def call(self, x: Any) -> Any:
            return x + self.gamma * ops.relu(x)

    class Net(keras.Model):
        def __init__(self) -> None:
            super().__init__()
            self.scaled, self.head = Scaled(), layers.Dense(2)

        def call(self, x: Any) -> Any:
            return self.head(self.scaled(x))

    return Net()


@sample("1,32,32,3", opaque=1)
def code_between_layers() -> Any:
    import torch

    class Net(keras.Model):
        def __init__(self) -> None:
            super().__init__()
            self.a, self.b = layers.Conv2D(8, 3, padding="same"), layers.Conv2D(8, 5, padding="same")
            self.pool, self.head = layers.GlobalAveragePooling2D(), layers.Dense(10)

        def call(self, x: Any) -> Any:
            return self.head(self.pool(torch.cat([self.a(x), self.b(x)], dim=-1)))

    return Net()
