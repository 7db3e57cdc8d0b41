"""Checks the models in a folder with ONNX's own checker, runs them with ONNX Runtime, and compares
what comes out with what we computed: run.py folder results.json"""

import base64
import json
import sys
from pathlib import Path

import numpy as np
import onnx
import onnxruntime

folder, results = map(Path, sys.argv[1:])
options = onnxruntime.SessionOptions()
options.log_severity_level = 3
options.intra_op_num_threads = 2


def array(tensor):
    values = np.frombuffer(base64.b64decode(tensor["values"]), np.float32)
    return values.reshape(tensor["shape"])


def difference(got, wanted):
    """The largest difference, as a part of the largest number."""
    if got.shape != wanted.shape:
        return float("inf")
    largest = max(float(np.abs(wanted).max(initial=0)), 1e-9)
    return float(np.abs(got - wanted).max(initial=0)) / largest


def compare(at):
    case = json.loads(at.with_suffix(".json").read_text())
    model = onnx.load(at)
    onnx.checker.check_model(model, full_check=True)
    session = onnxruntime.InferenceSession(at, options, providers=["CPUExecutionProvider"])
    got = session.run(
        [tensor["name"] for tensor in case["outputs"]],
        {tensor["name"]: array(tensor) for tensor in case["inputs"]},
    )
    # one at each input and output that has channels beside other sizes, at most
    borders = sum(
        len(port.type.tensor_type.shape.dim) > 3
        for port in [*model.graph.input, *model.graph.output]
    )
    transposes = sum(node.op_type == "Transpose" for node in model.graph.node)
    is_image = at.stem.startswith(("zoo", "real"))
    return {
        "difference": max(
            difference(y, array(tensor)) for y, tensor in zip(got, case["outputs"], strict=True)
        ),
        "transposed": "inside" if is_image and transposes > borders else "at the border",
    }


found = {}
for file in sorted(folder.glob("*.onnx")):
    try:
        found[file.stem] = compare(file)
    except Exception as error:  # each model by itself; the script says which ones failed
        found[file.stem] = {"error": str(error)[:1000]}
results.write_text(json.dumps(found, indent=1))
