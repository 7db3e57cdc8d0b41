"""The models of keras.applications with random weights: python applications.py folder [name …].

Without names, it prints those of all. The images are small, since what is compared does not depend
on their size, and there are ten classes.
"""

import inspect
import json
import os
import sys

os.environ.setdefault("KERAS_BACKEND", "tensorflow")
import keras  # noqa: E402
import numpy as np  # noqa: E402
from saved import quick, save  # noqa: E402

quick()
found = inspect.getmembers(keras.applications, inspect.isfunction)
models = {name: make for name, make in found if name[0].isupper()}


def weight(layer, variable, rng):
    """About as large as in a trained net, so that nothing vanishes or overflows."""
    shape = variable.shape
    # LayerScale's gamma has no name in Keras
    name = "gamma" if type(layer).__name__ == "LayerScale" else variable.name
    if len(shape) < 2:
        low = 0.5 if "gamma" in name or "variance" in name else -0.5
        return rng.uniform(low, low + 1, shape)
    fan = np.prod(shape[:2] if type(layer).__name__ == "DepthwiseConv2D" else shape[:-1])
    return rng.uniform(-1, 1, shape) * np.sqrt(3 / fan)


def make(name):
    size = 96 if name.startswith(("Inception", "Xception")) else 64
    options = {"weights": None, "classifier_activation": None, "classes": 10}
    model = models[name](input_shape=(size, size + 11, 3), **options)
    rng = np.random.default_rng(5)
    for layer in model._flatten_layers():
        if layer is not model and not hasattr(layer, "layers") and layer.weights:
            layer.set_weights([weight(layer, v, rng).astype("float32") for v in layer.weights])
            if hasattr(layer, "finalize_state"):  # Normalization computes with copies of them
                layer.finalize_state()
    takes_bytes = name.startswith(("MobileNetV3", "EfficientNet", "ConvNeXt"))
    low, high = (0, 255) if takes_bytes else (-1, 1)
    image = rng.uniform(low, high, (1, size, size + 11, 3)).astype("float32")
    save(model, sys.argv[1], name, [image])


if len(sys.argv) == 2:
    json.dump(sorted(models), open(os.path.join(sys.argv[1], "names.json"), "w"))
for name in sys.argv[2:]:
    keras.backend.clear_session()
    make(name)
