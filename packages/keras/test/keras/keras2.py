"""Whole-model files in the form of Keras 2, which cannot be installed beside Keras 3.

What differs: configs name classes without modules, shapes of inputs are `batch_input_shape`, types
and initializers are plain, uses of layers are lists; weights are called `dense/kernel:0`; and the
state of Adam has the order and the names of TensorFlow 2.4 to 2.10, or of 2.11 to 2.15. After
https://github.com/keras-team/keras/blob/v2.10.0/keras/saving/hdf5_format.py and optimizer_v2.
"""

import json

import h5py
import numpy as np


def plain(value):
    """A value of a config."""
    if isinstance(value, dict) and "class_name" in value:
        if value["class_name"] == "DTypePolicy":
            return value["config"]["name"]
        return {key: plain(value[key]) for key in ("class_name", "config")}
    if isinstance(value, dict):
        old = {"batch_shape": "batch_input_shape"}
        return {
            old.get(key, key): plain(one)
            for key, one in value.items()
            if key not in ("input_axes", "output_axes", "optional", "build_input_shape")
        }
    return [plain(one) for one in value] if isinstance(value, list) else value


def functional(saved):
    """The config of a functional model."""
    models = {each["name"] for each in saved["layers"] if each["class_name"] == "Functional"}

    def histories(args):
        if isinstance(args, dict):
            name, use, output = args["config"]["keras_history"]
            # a model in a model has a use from the start
            return [[name, use + (name in models), output, {}]]
        return [one for arg in args for one in histories(arg)]

    layers = [
        {
            "class_name": layer["class_name"],
            "config": functional(layer["config"])
            if layer["name"] in models
            else plain(layer["config"]),
            "name": layer["name"],
            "inbound_nodes": [histories(node["args"]) for node in layer["inbound_nodes"]],
        }
        for layer in saved["layers"]
    ]
    ends = {key: [saved[key]] for key in ("input_layers", "output_layers")}
    return {"name": saved["name"], "layers": layers, **ends}


def weights_of(layer):
    return [*layer.trainable_weights, *layer.non_trainable_weights]


def name_of(weight):
    return "/".join(weight.path.split("/")[-2:])


def put(group, named):
    group.attrs["weight_names"] = [name.encode() for name, _ in named]
    for name, value in named:
        group.create_dataset(name, data=np.asarray(value))


def state(optimizer, trained, version):
    """The variables of Adam, by the names and in the order of a version of TensorFlow."""
    steps = np.int64(optimizer.iterations.numpy())
    both = zip(optimizer._momentums, optimizer._velocities)
    named = [(name_of(w), m.numpy(), v.numpy()) for w, (m, v) in zip(trained, both)]
    if version < (2, 11):
        first = [(f"Adam/{name}/m:0", m) for name, m, _ in named]
        return [("Adam/iter:0", steps), *first, *((f"Adam/{n}/v:0", v) for n, _, v in named)]
    found = [("iteration:0", steps)]
    for name, m, v in named:
        found += [(f"Adam/m/{name}:0", m), (f"Adam/v/{name}:0", v)]
    return found


def save(model, file, version):
    topology = functional(json.loads(model.to_json())["config"])
    adam = model.optimizer.get_config()
    options = {key: adam[key] for key in ("learning_rate", "beta_1", "beta_2", "epsilon", "amsgrad")}
    training = {
        "loss": "mse",
        "metrics": None,
        "weighted_metrics": None,
        "loss_weights": None,
        "optimizer_config": {
            "class_name": "Adam",
            "config": {"name": "Adam", "decay": 0.0, **options},
        },
    }
    with h5py.File(file, "w") as out:
        number = ".".join(map(str, version))
        for group in (out, out.create_group("model_weights")):
            group.attrs["backend"] = b"tensorflow"
            group.attrs["keras_version"] = number.encode()
        out.attrs["model_config"] = json.dumps({"class_name": "Functional", "config": topology})
        out.attrs["training_config"] = json.dumps(training)
        group = out["model_weights"]
        group.attrs["layer_names"] = [layer.name.encode() for layer in model.layers]
        for layer in model.layers:
            put(
                group.create_group(layer.name),
                [(f"{name_of(w)}:0", w.numpy()) for w in weights_of(layer)],
            )
        put(
            out.create_group("optimizer_weights"),
            state(model.optimizer, model.trainable_variables, version),
        )
