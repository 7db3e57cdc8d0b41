"""Opens in Keras what we wrote back of its models: python back.py folder results.json.

What it computes must be what it computed with the models themselves, on the same engine: nothing
may differ.
"""

import json
import os
import sys

import keras
import numpy as np
from saved import quick

quick()
folder = sys.argv[1]


def outputs(file, inputs):
    model = keras.saving.load_model(os.path.join(folder, file), compile=False)
    arrays = inputs if len(inputs) > 1 else inputs[0]
    if isinstance(model.input, dict):
        arrays = dict(zip(model.input, inputs))
    found = model(arrays, training=False)
    # the names of outputs are ours
    values = list(found.values()) if isinstance(found, dict) else keras.tree.flatten(found)
    return [np.asarray(keras.ops.convert_to_numpy(y), "float32").ravel() for y in values]


def difference(name, file):
    given = json.load(open(os.path.join(folder, f"{name}.json")))
    inputs = [np.array(x["values"], "float32").reshape(x["shape"]) for x in given["inputs"]]
    wanted = [np.array(y, "float32") for y in given["outputs"]]
    got = outputs(file, inputs)
    if [a.shape for a in got] != [b.shape for b in wanted]:
        return float("inf")
    return max(float(np.abs(a - b).max(initial=0)) for a, b in zip(got, wanted))


results = {}
for file in sorted(os.listdir(folder)):
    name = file[: -len(".back.keras")]
    if not file.endswith(".back.keras"):
        continue
    keras.backend.clear_session()
    try:
        results[name] = difference(name, file)
    except Exception as error:
        results[name] = f"{type(error).__name__}: {error}"[:500]
json.dump(results, open(sys.argv[2], "w"), indent=1)
