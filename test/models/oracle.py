"""What others make of files that were written here: python oracle.py CASES ANSWERS

CASES is a list of {kind, path, xs, shape, dtype}; ANSWERS a list of {outputs, ys} or {error}.
"""

import json
import os
import sys

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
import numpy as np


def by_keras(path, xs):
    import keras

    return keras.models.load_model(path).predict(xs, verbose=0)


def by_tensorflow(path, xs):
    import tensorflow as tf

    signature = tf.saved_model.load(path).signatures["serving_default"]
    (name,) = signature.structured_input_signature[1]
    (output,) = signature(**{name: tf.constant(xs)}).values()
    return output.numpy()


def by_onnxruntime(path, xs):
    import onnx
    import onnxruntime

    onnx.checker.check_model(onnx.load(path), full_check=True)
    session = onnxruntime.InferenceSession(path, providers=["CPUExecutionProvider"])
    return session.run(None, {session.get_inputs()[0].name: xs})[0]


def by_safetensors(path, xs):
    import ml_dtypes
    from safetensors.numpy import load_file

    tensors = load_file(path)
    return np.concatenate([tensors[name].astype("float32").ravel() for name in sorted(tensors)])


readers = {
    "keras": by_keras,
    "saved-model": by_tensorflow,
    "onnx": by_onnxruntime,
    "safetensors": by_safetensors,
}


def answer(case):
    xs = np.asarray(case["xs"], case["dtype"]).reshape(case["shape"])
    try:
        ys = readers[case["kind"]](case["path"], xs)
    except Exception as reason:
        return {"error": f"{type(reason).__name__}: {reason}"[:600]}
    return {"outputs": list(ys.shape), "ys": ys.astype(float).ravel().tolist()}


if __name__ == "__main__":
    cases, answers = sys.argv[1:]
    with open(cases) as file:
        said = [answer(case) for case in json.load(file)]
    with open(answers, "w") as file:
        json.dump(said, file)
