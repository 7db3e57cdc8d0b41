"""Models as Keras 3 writes them, and what it computes with them: python models.py results.json.

The numbers of inputs and weights come from a formula, so that only topologies, the names of weights
and the results are kept.
"""

import json
import os
import sys

os.environ.setdefault("KERAS_BACKEND", "jax")
import keras  # noqa: E402
import numpy as np  # noqa: E402
from formula import numbers, rounded, tokens_of, weight  # noqa: E402
from keras import Input, Model, Sequential, layers, ops, regularizers  # noqa: E402

MODELS = {}
"""The models that also take a step of SGD towards ones."""
TRAINED = {"gru", "gru reset after", "gru sequence", "gru both ways", "gru one step", "masked_gru"}


def model(make):
    MODELS[make.__name__] = make
    return make


def single(name, shape, layer, tokens=None):
    MODELS[name] = lambda: (Sequential([Input(shape), layer()]), tokens)


# --- options that TensorFlow.js drops

for name, options in {
    "slope": {"negative_slope": 0.2},
    "threshold": {"threshold": 0.3},
    "all": {"negative_slope": 0.1, "threshold": 0.2, "max_value": 0.5},
    "max": {"max_value": 0.4},
}.items():
    single(f"relu {name}", (5,), lambda options=options: layers.ReLU(**options))
single("leaky_relu", (5,), lambda: layers.LeakyReLU(negative_slope=0.1))
for axes, shape in {1: (4, 3), 2: (4, 3, 2)}.items():
    for kind in ["Average", "Max"]:
        pool = getattr(layers, f"Global{kind}Pooling{axes}D")
        single(f"{kind} {axes}D keepdims", shape, lambda pool=pool: pool(keepdims=True))
for name, options in {
    "padding": {"output_padding": 1, "strides": 2, "padding": "same"},
    "no padding": {"output_padding": 0, "strides": 2, "padding": "same"},
    "one more": {"output_padding": (1, 0), "strides": (2, 1), "padding": "valid"},
    "narrow": {"output_padding": 0, "strides": 4, "padding": "valid"},
    "dilation": {"dilation_rate": 2},
    "dilation same": {"dilation_rate": (2, 3), "padding": "same"},
    "even": {"output_padding": 1, "strides": 3, "padding": "same", "kernel_size": (4, 2)},
    "activation": {"dilation_rate": 2, "activation": "tanh", "use_bias": False},
}.items():
    options = {"filters": 2, "kernel_size": 3, **options}
    single(f"transposed {name}", (4, 3, 2), lambda options=options: layers.Conv2DTranspose(**options))
for name, options in {
    "volume": {"strides": 2, "padding": "same", "output_padding": 1},
    "volume dilation": {"dilation_rate": (1, 2, 3), "padding": "same"},
}.items():
    single(
        f"transposed {name}",
        (3, 2, 2, 2),
        lambda options=options: layers.Conv3DTranspose(2, 3, **options),
    )
for name, rank, options in [
    ("1D", 1, {"groups": 2}),
    ("2D", 2, {"groups": 2, "activation": "relu", "strides": 2}),
    ("2D dilated", 2, {"groups": 2, "dilation_rate": 2, "padding": "same"}),
    ("2D each channel", 2, {"groups": 4, "padding": "same", "activation": "tanh"}),
    ("2D two of each channel", 2, {"groups": 4, "filters": 8, "use_bias": False}),
    ("3D", 3, {"groups": 4, "filters": 4}),
]:
    options = {"filters": 6 if options["groups"] == 2 else 4, "kernel_size": 2, **options}
    conv = getattr(layers, f"Conv{rank}D")
    single(f"groups {name}", (5, 4, 3)[:rank] + (4,), lambda c=conv, o=options: c(**o))
single(
    "upsampling", (2, 3, 2), lambda: layers.UpSampling2D((2, 3), interpolation="bilinear")
)
for name in [
    *["celu", "elu", "exponential", "gelu", "hard_sigmoid", "hard_silu", "hard_tanh"],
    *["leaky_relu", "linear", "log_sigmoid", "log_softmax", "mish", "relu", "relu6", "selu"],
    *["sigmoid", "silu", "softmax", "softplus", "softsign", "squareplus", "tanh", "tanh_shrink"],
]:
    single(f"activation {name}", (7,), lambda name=name: layers.Dense(3, activation=name))
single(
    "hard_sigmoid gates",
    (4, 3),
    lambda: layers.LSTM(2, recurrent_activation="hard_sigmoid", unit_forget_bias=False),
)
single("gru", (4, 3), lambda: layers.GRU(2, reset_after=False))
single("gru reset after", (4, 3), lambda: layers.GRU(2))
single(
    "gru sequence",
    (4, 3),
    lambda: layers.GRU(2, return_sequences=True, go_backwards=True, use_bias=False),
)
single("gru both ways", (4, 3), lambda: layers.Bidirectional(layers.GRU(2)))
single("gru one step", (1, 3), lambda: layers.GRU(2, recurrent_activation="hard_sigmoid"))
single("gru at each step", (2, 4, 3), lambda: layers.TimeDistributed(layers.GRU(2)))
single("bidirectional", (4, 3), lambda: layers.Bidirectional(layers.LSTM(2)))
single("time distributed", (4, 3), lambda: layers.TimeDistributed(layers.Dense(2)))
single("depthwise", (4, 3, 2), lambda: layers.DepthwiseConv2D(2, depth_multiplier=2))
single("separable", (4, 3, 2), lambda: layers.SeparableConv2D(3, 2, depth_multiplier=2))
single("causal", (5, 2), lambda: layers.Conv1D(3, 2, padding="causal", dilation_rate=2))
single("causal strides", (5, 2), lambda: layers.Conv1D(3, 2, padding="causal", strides=2))
for name, options in {
    "first": {"activation": "softmax"},
    "first groups": {"groups": 2, "padding": "same", "filters": 4},
    "first dilation": {"dilation_rate": 2, "use_bias": False},
}.items():
    options = {"filters": 3, "kernel_size": 2, "data_format": "channels_first", **options}
    single(f"channels {name}", (4, 6), lambda options=options: layers.Conv1D(**options))
single("batch axis", (4, 3, 2), lambda: layers.BatchNormalization(axis=1))
single("identity", (4,), lambda: layers.Identity())
single(
    "a chain at each step",
    (4, 3),
    lambda: layers.TimeDistributed(Sequential([Input((3,)), layers.Dense(2), layers.ReLU()])),
)
single("batch", (4,), lambda: layers.BatchNormalization())
single("layer", (4,), lambda: layers.LayerNormalization())


# --- topologies


@model
def lazy():
    """Its layers are built by the model, so their weights bear its name."""
    net = Sequential([layers.Dense(3, activation="silu"), layers.BatchNormalization()], name="net")
    net.build((None, 4))
    return net


@model
def merges():
    x = Input((4,))
    a, b = layers.Dense(3)(x), layers.Dense(3, activation="relu")(x)
    merged = [
        merge()([a, b])
        for merge in [layers.Add, layers.Multiply, layers.Average, layers.Maximum, layers.Minimum]
    ]
    return Model(x, layers.Concatenate()([*merged, layers.Dot(axes=1)([a, b])]))


@model
def operations():
    x = Input((4,))
    a, b = layers.Dense(3)(x), layers.Dense(3)(x)
    y = a + b * 2.0
    y = ops.relu(1 - y) / 4 - 0.5
    y = ops.maximum(y, a) * b - a
    y = ops.concatenate([ops.sigmoid(y), -a], axis=-1)
    return Model(x, ops.reshape(ops.leaky_relu(y), (-1, 3, 2)))


@model
def nested():
    inner = Sequential([layers.Dense(3), layers.Dropout(0.5), layers.Dense(3)], name="base")
    x, y = Input((4,)), Input((3,))
    head = Model(y, layers.Dense(2, activation="tanh")(y), name="head")
    base = inner(x, training=False)
    return Model(x, [head(base), head(layers.Dense(3)(base))])


@model
def two_ways():
    """A model of two inputs and outputs in a model, and a layer used twice."""
    a, b = Input((3,), name="a"), Input((3,), name="b")
    dense = layers.Dense(3)
    inner = Model([a, b], [dense(a), dense(b) + dense(a)], name="inner")
    p, q = Input((3,), name="p"), Input((3,), name="q")
    return Model({"p": p, "q": q}, dict(zip("uv", inner([p, q]))))


@model
def masks():
    tokens = Input((6,), dtype="int32")
    x = layers.Embedding(5, 4, mask_zero=True)(tokens)
    mean = layers.GlobalAveragePooling1D()(x)
    x = layers.LeakyReLU()(layers.LSTM(3, return_sequences=True)(x))
    x = layers.Bidirectional(layers.LSTM(2), merge_mode="sum")(x)
    return Model(tokens, [mean, x]), 5


@model
def masked_branch():
    """The series has no mask; the mask of the tokens ends with the mean."""
    tokens, series = Input((4,), dtype="int32"), Input((4, 3))
    x = layers.GlobalAveragePooling1D(keepdims=True)(
        layers.Embedding(5, 3, mask_zero=True)(tokens)
    )
    y = layers.GlobalAveragePooling1D()(series)
    z = layers.SimpleRNN(3)(series)
    return Model([tokens, series], layers.Concatenate()([layers.Flatten()(x), y, z])), [5, None]


@model
def masked_gru():
    tokens = Input((6,), dtype="int32")
    x = layers.Embedding(5, 4, mask_zero=True)(tokens)
    x = layers.Bidirectional(layers.GRU(3, return_sequences=True))(x)
    return Model(tokens, layers.GRU(2)(x)), 5


@model
def zeros():
    tokens = Input((5,), dtype="int32")
    x = layers.Embedding(5, 3, mask_zero=True)(tokens)
    zero = layers.LSTM(
        2, return_sequences=True, zero_output_for_mask=True, unit_forget_bias=False
    )(x)
    gru = layers.GRU(2, return_sequences=True, reset_after=False)
    last = layers.Bidirectional(layers.SimpleRNN(2))(x)
    return Model(tokens, [zero, layers.Bidirectional(gru)(x), last]), 5


@model
def states():
    x = Input((4, 3))
    _, h, c = layers.LSTM(2, return_state=True)(x)
    return Model(x, layers.LSTM(2)(x, initial_state=[h, c]))


@model
def described():
    """Initializers, regularizers and constraints by Keras 3's names."""
    names = [
        *["GlorotNormal", "GlorotUniform", "HeNormal", "HeUniform", "LecunNormal"],
        *["LecunUniform", "RandomNormal", "RandomUniform", "TruncatedNormal", "Orthogonal"],
    ]
    stack = [layers.Dense(3, kernel_initializer=name) for name in names]
    scaled = keras.initializers.VarianceScaling(2.0, "fan_out", "untruncated_normal")
    penalties = [regularizers.L1(0.02), regularizers.L2(0.3), regularizers.L1L2(0.1, 0.2)]
    stack += [layers.Dense(3, kernel_regularizer=r) for r in penalties]
    stack += [layers.Dense(3, kernel_initializer=scaled, kernel_constraint="non_neg")]
    return Sequential([Input((3,)), *stack])


# --- models that cannot be loaded


@model
def refused_operation():
    x = Input((4,))
    return Model(x, ops.cumsum(layers.Dense(3)(x), axis=1))


@model
def refused_mask():
    x, mask = Input((4, 3)), Input((4,), dtype="bool")
    return Model([x, mask], layers.LSTM(2)(x, mask=mask))


for name, layer in {
    "alpha": lambda: layers.ELU(0.5),
    "vector": lambda: layers.LayerNormalization(rms_scaling=True),
    "channels": lambda: layers.GlobalAveragePooling1D(data_format="channels_first"),
    "causal": lambda: layers.Conv1D(2, 2, padding="causal", data_format="channels_first"),
    "activity": lambda: layers.Dense(2, activity_regularizer="l2"),
    "backward": lambda: layers.Bidirectional(
        layers.LSTM(2), backward_layer=layers.LSTM(2, activation="relu", go_backwards=True)
    ),
    "activation": lambda: layers.Dense(2, activation=layers.LeakyReLU()),
    "function": lambda: layers.Dense(2, activation="glu"),
    "class": lambda: layers.RMSNormalization(),
    "regularizer": lambda: layers.Dense(2, kernel_regularizer="orthogonal_regularizer"),
}.items():
    single(f"refused_{name}", (4, 3), layer)


def run(name, make):
    made = make()
    net, tokens = made if isinstance(made, tuple) else (made, None)
    kept = {"topology": json.loads(net.to_json())}
    if name.startswith("refused"):
        return kept
    shapes = [(2, *x.shape[1:]) for x in net.inputs]
    tokens = tokens if isinstance(tokens, list) else [tokens] * len(shapes)
    inputs = [
        numbers(int(np.prod(shape)), 53 + 6 * i).reshape(shape) for i, shape in enumerate(shapes)
    ]
    inputs = [tokens_of(x, n) if n else x for x, n in zip(inputs, tokens)]
    net.set_weights([weight(w, i) for i, w in enumerate(net.weights)])
    outputs = keras.tree.flatten(net.predict_on_batch(inputs if len(inputs) > 1 else inputs[0]))
    penalty = float(sum(float(loss) for loss in net.losses))
    described = [{"name": w.path, "shape": list(w.shape)} for w in net.weights]
    if name in TRAINED:
        net.compile(keras.optimizers.SGD(0.1), "mse")
        net.train_on_batch(inputs[0], np.ones_like(outputs[0]))
        kept["trained"] = [rounded(np.asarray(w).ravel().tolist()) for w in net.weights]
    return {
        **kept,
        "weights": described,
        "inputs": [{"shape": shape, "tokens": n} for shape, n in zip(shapes, tokens)],
        "outputs": [rounded(np.asarray(y).ravel().tolist()) for y in outputs],
        "loss": rounded(penalty),
    }


results = {"keras": keras.__version__, "models": {}}
for name, make in MODELS.items():
    keras.backend.clear_session()
    try:
        results["models"][name] = run(name, make)
    except Exception as error:
        raise RuntimeError(f"Keras fails on {name}") from error
json.dump(results, open(sys.argv[1], "w"))
