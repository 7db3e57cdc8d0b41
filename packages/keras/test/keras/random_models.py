"""Random models of the whole vocabulary of Keras: python random_models.py folder count seed.

Each is made of layers and operations that fit the value before them, with random options, merges,
models in models, and layers at several places; some have layers that TensorFlow.js lacks.
"""

import os
import sys

os.environ.setdefault("KERAS_BACKEND", "tensorflow")
import keras  # noqa: E402
import numpy as np  # noqa: E402
from keras import Input, Model, Sequential, layers, ops  # noqa: E402
from saved import save  # noqa: E402

folder, count, seed = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
rng = np.random.default_rng(seed)


def pick(*choices):
    return choices[rng.integers(len(choices))]


def chance(share):
    return rng.random() < share


def activation():
    return pick(None, "relu", "tanh", "silu", "gelu", "elu", "selu", "sigmoid", "hard_sigmoid")


def axes(rank):
    return int(rng.integers(1, 4)) if chance(0.6) else tuple(rng.integers(1, 4, rank).tolist())


def convolution(rank):
    groups = pick(1, 1, 1, 2)
    options = {"padding": pick("same", "valid"), "activation": activation()}
    if chance(0.3):
        options["dilation_rate"] = 2
    elif chance(0.4):
        options["strides"] = 2
    conv = {1: layers.Conv1D, 2: layers.Conv2D, 3: layers.Conv3D}[rank]
    return conv(4, axes(rank), groups=groups, use_bias=chance(0.8), **options)


def anywhere():
    return pick(
        lambda: layers.Activation(activation() or "softplus"),
        lambda: layers.ReLU(max_value=pick(None, 2.0), negative_slope=pick(0.0, 0.1)),
        lambda: layers.LeakyReLU(negative_slope=0.2),
        lambda: layers.ELU(pick(1.0, 1.0, 1.0, 0.5)),
        lambda: layers.PReLU(),
        lambda: layers.Softmax(),
        lambda: layers.BatchNormalization(scale=chance(0.7), center=chance(0.7)),
        lambda: layers.LayerNormalization(epsilon=0.001),
        lambda: layers.UnitNormalization(),
        lambda: layers.Dense(4, activation=activation(), use_bias=chance(0.8)),
        lambda: layers.Dense(4, kernel_regularizer="l2", kernel_constraint="max_norm"),
        lambda: layers.Dropout(0.2),
        lambda: layers.GaussianNoise(0.2),
        lambda: layers.GaussianDropout(0.2),
        lambda: layers.AlphaDropout(0.2),
        lambda: layers.Rescaling(0.5, offset=0.1),
        lambda: layers.Identity(),
        lambda: layers.RMSNormalization() if chance(0.1) else layers.ReLU(),
    )()


def on_images():
    return pick(
        lambda: convolution(2),
        lambda: layers.DepthwiseConv2D(2, padding="same", depth_multiplier=1),
        lambda: layers.SeparableConv2D(4, 2, padding="same", activation=activation()),
        lambda: layers.Conv2DTranspose(4, 2, strides=pick(1, 2), padding=pick("same", "valid")),
        lambda: layers.MaxPooling2D(2, padding="same"),
        lambda: layers.AveragePooling2D(2, strides=1, padding="same"),
        lambda: layers.ZeroPadding2D(((1, 0), (0, 2))),
        lambda: layers.Cropping2D(((0, 1), (1, 0))),
        lambda: layers.UpSampling2D(2, interpolation=pick("nearest", "bilinear")),
        lambda: layers.GroupNormalization(2),
        lambda: layers.SpatialDropout2D(0.2),
        lambda: layers.CenterCrop(3, 3),
        lambda: layers.Permute((2, 1, 3)),
        lambda: layers.GlobalAveragePooling2D(keepdims=True),
    )()


def on_sequences():
    back = pick(True, True, False)
    return pick(
        lambda: convolution(1),
        lambda: layers.Conv1D(4, 2, padding="causal"),
        lambda: layers.LSTM(4, return_sequences=back),
        lambda: layers.GRU(4, return_sequences=back, reset_after=chance(0.7)),
        lambda: layers.SimpleRNN(4, return_sequences=back, activation=activation()),
        lambda: layers.Bidirectional(layers.LSTM(2, return_sequences=back), merge_mode=pick("concat", "sum", "mul", "ave")),
        lambda: layers.TimeDistributed(layers.Dense(4, activation=activation())),
        lambda: layers.MaxPooling1D(2, padding="same"),
        lambda: layers.AveragePooling1D(2),
        lambda: layers.SpatialDropout1D(0.2),
        lambda: layers.GlobalMaxPooling1D(keepdims=True),
        lambda: layers.ZeroPadding1D(1) if chance(0.2) else layers.Conv1D(4, 1),
        lambda: layers.UpSampling1D(2) if chance(0.2) else layers.Conv1D(4, 1),
    )()


def operation(x):
    return pick(
        lambda: x * 2.0 + 0.5,
        lambda: 1.0 - x,
        lambda: x / 4.0,
        lambda: -x,
        lambda: ops.relu6(x),
        lambda: ops.silu(x),
        lambda: ops.leaky_relu(x),
        lambda: ops.softplus(x),
        lambda: ops.maximum(x, ops.tanh(x)),
        lambda: x * ops.sigmoid(x) - x,
        lambda: ops.exp(-x) if chance(0.5) else ops.cumsum(x, axis=1),
    )()


def step(x, tied):
    rank = len(x.shape) - 2
    choice = rng.random()
    if choice < 0.15:
        return operation(x)
    if choice < 0.22 and tied:
        layer = tied[rng.integers(len(tied))]
        return layer(x) if x.shape[-1] == 4 and rank == 0 else anywhere()(x)
    if choice < 0.35 and rank < 3:
        merge = pick(layers.Add, layers.Multiply, layers.Average, layers.Maximum, layers.Minimum)
        if chance(0.3):
            merge = layers.Subtract
        same = layers.Dense(x.shape[-1], activation=activation())(x)
        return pick(merge()([x, same]), layers.Concatenate()([x, same]))
    if choice < 0.42:
        inner = Sequential([layers.Dense(4), anywhere(), layers.Dense(4)])
        inner.trainable = chance(0.7)
        return inner(x)
    if choice < 0.47:
        y = Input(x.shape[1:])
        return Model(y, anywhere()(layers.Dense(4)(y)))(x)
    special = {1: on_sequences, 2: on_images}.get(rank)
    return (special if special and chance(0.7) else anywhere)()(x)


def make():
    shape = pick((6,), (6, 4), (8, 7, 4), (4, 5, 4, 2))
    tokens = chance(0.2)
    x = first = Input((6,), dtype="int32") if tokens else Input(shape)
    if tokens:
        x = layers.Embedding(9, 4, mask_zero=chance(0.5))(x)
    if len(x.shape) == 5:
        x = pick(layers.MaxPooling3D, layers.AveragePooling3D)(2, padding="same")(convolution(3)(x))
        x = layers.Reshape((-1, x.shape[-1]))(x)
    tied = [layers.Dense(4), layers.Dense(4, activation="tanh")]
    taken = [x]
    for _ in range(rng.integers(2, 7)):
        x = step(x, tied)
        taken.append(x)
        if np.prod(x.shape[1:]) > 2000:
            break
    if chance(0.5) and len(x.shape) > 2:
        x = layers.Flatten()(x) if chance(0.5) or len(x.shape) > 4 else pooled(x)
    outputs = [x] if chance(0.8) else [x, layers.Dense(2)(taken[len(taken) // 2])]
    model = Model(first, outputs if len(outputs) > 1 else x)
    for variable in model.weights:
        if "count" not in variable.path and "seed" not in variable.path and len(variable.shape):
            low = 0.5 if "variance" in variable.path or "gamma" in variable.path else -0.6
            variable.assign(rng.uniform(low, low + 1.2, variable.shape))
    size = (2, *first.shape[1:])
    x = rng.integers(0, 9, size) if tokens else rng.uniform(-1, 1, size)
    return model, x.astype("int32" if tokens else "float32")


def pooled(x):
    return (layers.GlobalAveragePooling1D if len(x.shape) == 3 else layers.GlobalMaxPooling2D)()(x)


made = 0
while made < count:
    keras.backend.clear_session()
    try:
        model, x = make()
    except ValueError:
        continue  # the options do not fit the sizes
    made += 1
    save(model, folder, f"random-{made:03}", [x])
