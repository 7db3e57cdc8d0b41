"""Compares models with what we wrote back of them: python back.py folder results.json.

Both are computed by the same engine, so nothing may differ.
"""

import json
import os
import sys

import keras
import numpy as np

folder = sys.argv[1]


def outputs(file, inputs):
    model = keras.saving.load_model(os.path.join(folder, file))
    arrays = inputs if len(inputs) > 1 else inputs[0]
    if isinstance(model.input, dict):
        arrays = dict(zip(model.input, inputs))
    found = model(arrays, training=False)
    # the names of outputs are ours
    values = list(found.values()) if isinstance(found, dict) else keras.tree.flatten(found)
    return [keras.ops.convert_to_numpy(y) for y in values]


results = {}
for file in sorted(os.listdir(folder)):
    name = file[: -len(".back.keras")]
    if not file.endswith(".back.keras"):
        continue
    keras.backend.clear_session()
    given = json.load(open(os.path.join(folder, f"{name}.json")))
    inputs = [np.array(x["values"], "float32").reshape(x["shape"]) for x in given["inputs"]]
    try:
        pairs = list(zip(outputs(f"{name}.keras", inputs), outputs(file, inputs)))
        results[name] = max(float(np.abs(a - b).max(initial=0)) for a, b in pairs)
    except Exception as error:
        results[name] = f"{type(error).__name__}: {error}"[:500]
json.dump(results, open(sys.argv[2], "w"), indent=1)
