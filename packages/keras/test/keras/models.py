"""Models as Keras saves them, and what it computes with them: python models.py folder results.json.

The numbers of the inputs come from a formula, which the tests in TypeScript know too; the weights
are in the files. The archives are deflated, to be small; Keras stores them, and reads both.
"""

import json
import os
import sys
import zipfile

os.environ.setdefault("KERAS_BACKEND", "jax")
import keras  # noqa: E402
import keras2  # noqa: E402
import numpy as np  # noqa: E402
from keras import Input, Model, Sequential, layers, ops  # noqa: E402

MODELS = {}


def model(make):
    MODELS[make.__name__] = make
    return make


@model
def image():
    """Convolutions, normalization, a residual connection, and operations; trained for a step."""
    x = Input((8, 8, 3), name="photo")
    y = layers.Conv2D(4, 3, padding="same", activation="silu")(x)
    y = layers.BatchNormalization()(y)
    z = layers.DepthwiseConv2D(3, padding="same")(y)
    z = layers.SeparableConv2D(4, 3, padding="same")(z)
    z = layers.Conv2D(4, 3, groups=2, padding="same")(z)
    y = layers.Add()([y, z]) * 2.0 + 0.5
    y = ops.relu6(y)
    y = layers.GroupNormalization(2)(y)
    s = layers.GlobalAveragePooling2D(keepdims=True)(y)
    y = layers.Multiply()([y, layers.Conv2D(4, 1, activation="hard_sigmoid")(s)])
    y = layers.Dropout(0.25)(layers.Flatten()(y))
    net = Model(x, layers.Dense(2, activation="softmax")(y), name="image")
    net.compile(keras.optimizers.Adam(0.01), "categorical_crossentropy")
    net.fit(numbers((4, 8, 8, 3), 0), np.eye(2)[[0, 1, 0, 1]], verbose=0)
    return net


@model
def sequence():
    """Masks, recurrent layers in both directions, a layer at each step."""
    x = Input((5,), dtype="int32")
    y = layers.Embedding(7, 4, mask_zero=True)(x)
    y = layers.Bidirectional(layers.LSTM(3, return_sequences=True))(y)
    y = layers.TimeDistributed(layers.Dense(2, activation="tanh"))(y)
    return Model(x, layers.SimpleRNN(2)(y)), 7


@model
def nested():
    """Models in models, one of them twice, a layer twice, and a part that does not train."""
    x = Input((4,))
    base = Sequential([layers.Dense(3), layers.BatchNormalization(), layers.Dense(3)], name="base")
    base.trainable = False
    y = Input((3,))
    head = Model(y, layers.Dense(3, activation="relu")(layers.LayerNormalization()(y)), name="head")
    tied = layers.Dense(3, name="tied")
    z = tied(head(base(x)))
    return Model(x, layers.Concatenate()([z, head(tied(z))]))


@model
def several():
    """Two inputs and two outputs, by name."""
    a, b = Input((3,), name="a"), Input((3,), name="b")
    y = layers.Dense(3, activation="gelu")(a)
    z = layers.Maximum()([y, layers.Dense(3)(b)])
    return Model({"a": a, "b": b}, {"u": layers.Dense(2)(z), "v": layers.Softmax()(z)})


@model
def chain():
    """A Sequential without an input of its own, with momentum in its optimizer."""
    net = Sequential(
        [
            layers.Rescaling(2.0, offset=-1),
            layers.Normalization(mean=[0.1, 0.2, 0.3], variance=[1.0, 2.0, 3.0]),
            layers.Dense(4, kernel_regularizer="l2"),
            layers.LeakyReLU(negative_slope=0.1),
            layers.Dense(2),
        ]
    )
    net.build((None, 3))
    net.compile(keras.optimizers.SGD(0.1, momentum=0.9), "mse")
    net.fit(numbers((4, 3), 0), numbers((4, 2), 1), verbose=0)
    return net


@model
def measured():
    """A normalization that has seen data."""
    normalization = layers.Normalization()
    normalization.adapt(numbers((20, 3), 3))
    return Sequential([Input((3,)), normalization, layers.Dense(2)])


@model
def mixed():
    """Computes in 16 bits in Keras."""
    return Sequential([Input((3,)), layers.Dense(2, dtype="mixed_float16")])


@model
def halves():
    """Weights of 16 bits."""
    return Sequential(
        [Input((3,)), layers.Dense(2, dtype="bfloat16"), layers.Dense(2, dtype="float16")]
    )


@model
def doubles():
    """Weights of 64 bits."""
    return Sequential([Input((3,)), layers.Dense(2, dtype="float64")])


@model
def refused_operation():
    x = Input((4,))
    return Model(x, ops.cumsum(layers.Dense(3)(x), axis=1))


@model
def refused_class():
    return Sequential([Input((4, 3)), layers.RMSNormalization()])


@model
def refused_option():
    return Sequential([Input((4,)), layers.ELU(0.5)])


@model
def trained():
    """A model in a model, of which a layer does not train, after steps of Adam."""
    y = Input((3,), name="y")
    still = layers.Dense(3, activation="tanh", trainable=False)
    inner = Model(y, layers.Dense(3)(layers.BatchNormalization()(still(y))), name="inner")
    x = Input((4,), name="x")
    y = inner(layers.Dense(3, activation="tanh")(x))
    net = Model(x, layers.Dense(2)(y), name="trained")
    net.compile(keras.optimizers.Adam(0.05), "mse")
    net.fit(numbers((4, 4), 0), numbers((4, 2), 1), epochs=3, verbose=0)
    return net


@model
def cells():
    """Recurrent layers by their cells."""
    x = Input((5, 3))
    y = layers.RNN(layers.LSTMCell(4), return_sequences=True)(x)
    y = layers.Bidirectional(layers.RNN(layers.GRUCell(2), return_sequences=True))(y)
    return Model(x, layers.RNN(layers.SimpleRNNCell(2), go_backwards=True)(y))


@model
def refused_stack():
    return Sequential([Input((5, 3)), layers.RNN([layers.LSTMCell(4), layers.LSTMCell(2)])])


@model
def refused_attention():
    x = Input((5, 3))
    return Model(x, layers.MultiHeadAttention(2, 3)(x, x))


LEGACY = ["nested", "chain", "trained"]
"""Also in the form of these versions of Keras 2."""
OLDER = {"trained": [(2, 9, 0), (2, 13, 1)]}


def numbers(shape, index):
    values = ((np.arange(int(np.prod(shape))) * (53 + 6 * index) + 11) % 101) / 50 - 1
    return values.astype("float32").reshape(shape)


def deflated(file):
    with zipfile.ZipFile(file) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, data in members.items():
            archive.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED)


def computed(net, tokens):
    inputs = [numbers((2, *x.shape[1:]), i) for i, x in enumerate(net.inputs)]
    if tokens:
        inputs = [np.floor((x + 1) / 2.001 * tokens).astype("int32") for x in inputs]
    outputs = keras.tree.flatten(net(inputs if len(inputs) > 1 else inputs[0], training=False))
    return {
        "inputs": [list(x.shape) for x in inputs],
        "tokens": tokens,
        "outputs": [np.asarray(y, "float32").ravel().tolist() for y in outputs],
    }


def run(name, make, folder):
    made = make()
    net, tokens = made if isinstance(made, tuple) else (made, None)
    # not the biases and statistics that every new layer has
    if getattr(net, "optimizer", None) is None:
        rng = np.random.default_rng(1)
        for weight in net.weights:
            if "count" not in weight.path and len(weight.shape) > 0 and name != "measured":
                low = 0.5 if "variance" in weight.path or "gamma" in weight.path else -1
                weight.assign(rng.uniform(low, 1, weight.shape))
    file = os.path.join(folder, f"{name}.keras")
    net.save(file)
    deflated(file)
    if name == "several":
        net.save_weights(os.path.join(folder, "several.weights.h5"))
        net.save_weights(os.path.join(folder, "shards.weights.json"), max_shard_size=8e-8)
    if name in LEGACY:
        net.save(os.path.join(folder, f"{name}.h5"))
    for version in OLDER.get(name, []):
        number = "_".join(map(str, version[:2]))
        keras2.save(net, os.path.join(folder, f"{name}_{number}.h5"), version)
    if name.startswith("refused"):
        return None
    found = computed(net, tokens)
    if name in ["chain", "trained"]:
        found["next"] = trained_on(net, tokens)
    return found


def trained_on(net, tokens):
    """The outputs after one more step of training."""
    net.train_on_batch(numbers((4, *net.inputs[0].shape[1:]), 0), numbers((4, 2), 1))
    return computed(net, tokens)["outputs"][0]


keras.utils.set_random_seed(1)
results = {"keras": keras.__version__, "models": {}}
for name, make in MODELS.items():
    keras.backend.clear_session()
    results["models"][name] = run(name, make, sys.argv[1])
json.dump(results, open(sys.argv[2], "w"))
