"""Opens in Keras what we wrote: python opened.py folder results.json [rule …].

Each NAME.keras has an input and our output in NAME.json, and its weights in NAME.weights.h5;
NAME.sgd.keras and NAME.adam.keras are the same model after one more step of training here, which
Keras repeats for the rules that are named. Writes the largest differences, each as a part of the
largest number: of outputs, of weights that are loaded again, of weights after a step, and of the
state of the optimizer.
"""

import json
import os
import sys

import keras
import numpy as np

folder, rules = sys.argv[1], sys.argv[3:]
backend = keras.backend.backend()


def difference(a, b):
    a, b = np.asarray(a, "float64").ravel(), np.asarray(b, "float64").ravel()
    if a.shape != b.shape:
        return float("inf")
    return float(np.abs(a - b).max(initial=0) / max(1e-12, np.abs(b).max(initial=0)))


def largest(ours, theirs):
    pairs = list(zip(ours, theirs))
    same = len(ours) == len(theirs)
    return max((difference(a, b) for a, b in pairs), default=0.0) if same else float("inf")


def opened(name):
    path = os.path.join(folder, name)
    return keras.saving.load_model(f"{path}.keras")


def optimizer(rule):
    if rule == "sgd":
        return keras.optimizers.SGD(0.01)
    # TensorFlow.js adds its epsilon to what this divides by sqrt(1 - beta_2) in the first step
    return keras.optimizers.Adam(0.01, epsilon=1e-3 * np.sqrt(1 - 0.999))


def check(name):
    given = json.load(open(os.path.join(folder, f"{name}.json")))
    x = np.array(given["x"], "float32").reshape(given["shape"])
    model = opened(name)
    if averages_padding(model):
        return None
    y = np.asarray(keras.ops.convert_to_numpy(model(x, training=False)))
    result = {"output": difference(y, given["y"]), "weights": loaded(model, name)}
    for rule in rules:
        if not os.path.exists(os.path.join(folder, f"{name}.{rule}.keras")):
            continue
        # on TensorFlow alone, Adam squares the gradients of equal tokens one by one
        if rule == "adam" and "embedding" in name and backend == "tensorflow":
            continue
        model, trained = opened(name), opened(f"{name}.{rule}")
        # one step is not worth compiling, but JAX would compile each operation of it
        is_eager = backend != "jax"
        model.compile(optimizer(rule), "mse", run_eagerly=is_eager, jit_compile=not is_eager)
        wanted = np.array(given["y"], "float32").reshape(y.shape) * 0.5 + 0.1
        model.train_on_batch(x, wanted)
        result[rule] = largest(model.get_weights(), trained.get_weights())
        states = [
            [keras.ops.convert_to_numpy(v) for v in m.optimizer.variables]
            for m in (model, trained)
        ]
        result[f"{rule} state"] = largest(*states)
    return result


def loaded(model, name):
    wanted = model.get_weights()
    model.set_weights([np.zeros_like(w) for w in wanted])
    model.load_weights(os.path.join(folder, f"{name}.weights.h5"))
    return largest(model.get_weights(), wanted)


def averages_padding(model):
    """Whether Keras itself differs on torch, which counts padding where it is not even."""
    return backend == "torch" and any(
        type(layer).__name__.startswith("AveragePooling")
        and layer.padding == "same"
        and any(size % 2 == 0 for size in layer.pool_size)
        for layer in model.layers
    )


names = sorted(file[:-5] for file in os.listdir(folder) if file.endswith(".json"))
results = {}
for name in names:
    keras.backend.clear_session()
    try:
        result = check(name)
        if result is not None:
            results[name] = result
    except Exception as error:
        # TensorFlow has no such kernel for processors
        if "do not yet support dilation" in str(error):
            continue
        results[name] = {"error": f"{type(error).__name__}: {error}"[:500]}
json.dump({"backend": backend, "results": results}, open(sys.argv[2], "w"))
