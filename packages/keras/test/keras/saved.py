"""Saves a model with an input and what Keras computes with it, for compare.mjs and back.py."""

import json
import os

import keras
import numpy as np


def zeros(initializer, shape, dtype=None):
    return np.zeros(shape, dtype)


def quick():
    """For models whose weights are all set: to draw them first takes most of the time."""
    keras.initializers.VarianceScaling.__call__ = zeros


def save(model, folder, name, inputs):
    arrays = inputs if len(inputs) > 1 else inputs[0]
    if isinstance(model.input, dict):
        arrays = dict(zip(model.input, inputs))
    outputs = keras.tree.flatten(model(arrays, training=False))
    outputs = [np.asarray(keras.ops.convert_to_numpy(y), "float32") for y in outputs]
    model.save(os.path.join(folder, f"{name}.keras"))
    described = {
        "inputs": [{"shape": list(x.shape), "values": x.ravel().tolist()} for x in inputs],
        "outputs": [y.ravel().tolist() for y in outputs],
    }
    # a number that is none has no place in JSON
    if all(np.isfinite(y).all() for y in outputs):
        json.dump(described, open(os.path.join(folder, f"{name}.json"), "w"))
