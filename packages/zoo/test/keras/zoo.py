"""What keras.applications has and computes: python zoo.py cases.json results.json.

Writes the trainable and non-trainable parameters of every model, with its top and without, and of
those that can be minimalistic; for each case, which has a model's name and options, what the model
makes of one image; and what preprocess_input makes of one. The numbers of the images and of all weights come from a formula, so
that only the results are kept; the layers are numbered in the order in which Keras's code applies
them.
"""

import inspect
import json
import os
import sys

os.environ.setdefault("KERAS_BACKEND", "jax")
import keras  # noqa: E402
import numpy as np  # noqa: E402

applied = []
plain_call = keras.layers.Layer.__call__


def noted_call(layer, *args, **kwargs):
    if all(layer is not other for other in applied):
        applied.append(layer)
    return plain_call(layer, *args, **kwargs)


keras.layers.Layer.__call__ = noted_call


def zeros(initializer, shape, dtype=None):
    return np.zeros(shape, dtype)


# All weights are set or only counted, and to draw them takes most of the time.
keras.initializers.VarianceScaling.__call__ = zeros

found = inspect.getmembers(keras.applications, inspect.isfunction)
models = {name: make for name, make in found if name[0].isupper()}


def size(weights):
    return int(sum(np.prod(w.shape) for w in weights))


def count(make, include_top, **options):
    model = make(weights=None, **options)
    if not include_top:
        # NASNet for images of any size takes maps of unequal sizes for equal ones, and fails
        shape = model.input_shape[1:]
        model = make(weights=None, include_top=False, input_shape=shape, **options)
    result = {
        "trainable": size(model.trainable_weights),
        "nonTrainable": size(model.non_trainable_weights),
    }
    applied.clear()
    keras.backend.clear_session()
    return result


def uniform(shape, index):
    """Numbers from 0 to 1: a hash of their places (Mueller 2013)."""
    total = int(np.prod(shape))
    x = np.arange(total, dtype=np.uint32) * np.uint32(2654435761) + np.uint32(40503 * (index + 1))
    for _ in range(2):
        x = (x ^ (x >> np.uint32(16))) * np.uint32(0x45D9F3B)
    x = x ^ (x >> np.uint32(16))
    return (x / np.float64(2**32)).reshape(shape)


def weight(layer, variable, index):
    """About as large as in a trained net, so that nothing vanishes or overflows."""
    shape = variable.shape
    # LayerScale's gamma has no name in Keras
    name = "gamma" if type(layer).__name__ == "LayerScale" else variable.name
    values = uniform(shape, index)
    if len(shape) < 2:
        return values + 0.5 if "gamma" in name or "variance" in name else values - 0.5
    fan = np.prod(shape[:2] if shape[-1] == 1 else shape[:-1])
    return (2 * values - 1) * np.sqrt(3 / fan)


def output(case):
    applied.clear()
    options = dict(case["options"])
    model = models[case["model"]](weights=None, classifier_activation=None, **options)
    used = {id(layer) for layer in model._flatten_layers()}
    index = 0
    for layer in applied:
        if id(layer) not in used or hasattr(layer, "layers"):
            continue
        values = []
        for variable in layer.weights:
            values.append(weight(layer, variable, index).astype("float32"))
            index += 1
        if values:
            layer.set_weights(values)
        if hasattr(layer, "finalize_state"):  # Normalization computes with copies of its weights
            layer.finalize_state()
    image = case["low"] + (case["high"] - case["low"]) * uniform([1, *options["input_shape"]], -1)
    result = np.asarray(model(image.astype("float32"), training=False)).ravel()
    keras.backend.clear_session()
    return [float(f"{value:.8g}") for value in result]


def preprocessed(module):
    image = 255 * uniform([2, 2, 3], -1)
    result = getattr(keras.applications, module).preprocess_input(image.astype("float32"))
    return [float(f"{value:.8g}") for value in np.asarray(result).ravel()]


minimal = {
    name: make
    for name, make in models.items()
    if "minimalistic" in inspect.signature(make).parameters
}
cases = json.load(open(sys.argv[1]))
results = {
    "keras": keras.__version__,
    "counts": {name: count(make, True) for name, make in models.items()},
    "bare": {name: count(make, False) for name, make in models.items()},
    "minimalistic": {
        name: {
            "top": count(make, True, minimalistic=True),
            "bare": count(make, False, minimalistic=True),
        }
        for name, make in minimal.items()
    },
    "preprocessed": {name: preprocessed(name) for name in ("vgg16", "mobilenet", "densenet")},
    "outputs": {case.get("name", case["model"]): output(case) for case in cases},
}
json.dump(results, open(sys.argv[2], "w"), indent=1)
