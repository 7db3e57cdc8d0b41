"""What Keras computes for the cases in a JSON file: python options.py cases.json results.json.

Each case has a layer class and a config as TensorFlow.js spells them, and the shapes of the inputs.
The numbers of inputs and weights come from a formula, so that only the results are kept. The names
of classes and options are Keras's own; what Keras 3 renamed is translated here.
"""

import json
import os
import re
import sys

os.environ.setdefault("KERAS_BACKEND", "jax")
import keras  # noqa: E402
import numpy as np  # noqa: E402
from keras.src.applications import convnext  # noqa: E402
from formula import numbers, rounded, tokens_of, weight  # noqa: E402

# ours has both the hard sigmoid of Keras 2 and that of Keras 3
RESPELLED = {"hardSigmoid3": "hardSigmoid"}
RENAMED = {"LeakyReLU": {"alpha": "negative_slope"}}
MODULES = ["layers", "initializers", "regularizers", "constraints"]


def snake(name):
    return re.sub(r"(?<=[a-z0-9])([A-Z])", r"_\1", name).lower()


def translated(value):
    """A nested config with Keras's spelling of keys and of names in values."""
    if isinstance(value, list):
        return [translated(item) for item in value]
    if isinstance(value, str):
        return snake(RESPELLED.get(value, value))
    if not isinstance(value, dict):
        return value
    if "className" in value:
        return serialized(value["className"], value["config"])
    return {snake(key): translated(item) for key, item in value.items()}


def serialized(class_name, config):
    renamed = RENAMED.get(class_name, {})
    config = {renamed.get(key, snake(key)): translated(item) for key, item in config.items()}
    if class_name in ("GRU", "GRUResetAfter"):
        config["reset_after"] = class_name != "GRU"
        class_name = "GRU"
    if class_name in ("LSTM", "ConvLSTM2D"):
        config["unit_forget_bias"] = False
    module = next(name for name in MODULES if hasattr(getattr(keras, name), class_name))
    return {
        "module": f"keras.{module}",
        "class_name": class_name,
        "config": config,
        "registered_name": None,
    }


def project(variable, value):
    """Ours are projected twice: when they are set, which Keras leaves out, and by a step."""
    return variable.constraint(value) if getattr(variable, "constraint", None) else value


def made(case):
    if case["className"] == "LayerScale":  # no part of keras.layers
        return convnext.LayerScale(case["config"]["initValues"], case["shapes"][0][-1])
    return keras.layers.deserialize(serialized(case["className"], case["config"]))


def run(case):
    tokens = case.get("tokens")
    inputs = [
        numbers(int(np.prod(shape)), 53 + 6 * i).reshape(shape)
        for i, shape in enumerate(case["shapes"])
    ]
    if tokens:
        inputs = [tokens_of(x, tokens) for x in inputs]
    layer = made(case)
    given = inputs if len(inputs) > 1 else inputs[0]
    layer(given)
    result = {"initial": [i for i, w in enumerate(layer.weights) if np.all(np.asarray(w) == 0.5)]}
    layer.set_weights([weight(w, i) for i, w in enumerate(layer.weights)])
    result["output"] = np.asarray(layer(given)).ravel().tolist()
    result["loss"] = float(sum(float(loss) for loss in layer.losses))
    result["constrained"] = [
        np.asarray(project(w, project(w, w.value))).ravel().tolist() for w in layer.trainable_weights
    ]
    return {key: rounded(result[key]) for key in case["compare"]}


cases = json.load(open(sys.argv[1]))
results = {"keras": keras.__version__, "cases": {}}
for case in cases:
    try:
        results["cases"][case["name"]] = run(case)
    except Exception as error:
        raise RuntimeError(f"Keras fails on {case['name']}") from error
json.dump(results, open(sys.argv[2], "w"))
