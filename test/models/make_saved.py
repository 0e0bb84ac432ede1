"""Writes fixtures/saved: SavedModels that Keras and TensorFlow made themselves, and what they predict.

    python make_saved.py FOLDER
"""

import json
import os
import shutil
import sys

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
import keras
import numpy as np
import tensorflow as tf
from keras import layers as L

drawn = np.random.default_rng(3)


class Two(tf.Module):
    """Two signatures, two inputs, two outputs, whole numbers of 64 bits among them."""

    def __init__(self):
        self.scale = tf.Variable([1.0, 2.0, 3.0])

    @tf.function(input_signature=[tf.TensorSpec([None, 3], tf.float32, "a"), tf.TensorSpec([None, 3], tf.int64, "b")])
    def join(self, a, b):
        return {"sum": a * self.scale + tf.cast(b, tf.float32), "most": tf.argmax(a, axis=1)}

    @tf.function(input_signature=[tf.TensorSpec([None, 3], tf.float32, "a")])
    def half(self, a):
        return {"half": a / 2}


class Reads(tf.Module):
    @tf.function(input_signature=[tf.TensorSpec([], tf.float32, "a")])
    def read(self, a):
        text = tf.io.read_file("/etc/hostname")
        return {"y": a + tf.cast(tf.strings.length(text), tf.float32)}


if __name__ == "__main__":
    folder = sys.argv[1]
    shutil.rmtree(folder, ignore_errors=True)
    os.makedirs(folder)
    network = keras.Sequential([keras.Input((5,)), L.Dense(4, activation="relu"), L.Dense(3, activation="softmax")])
    xs = np.round(drawn.normal(0, 1, (3, 5)), 3).astype("float32")
    network.export(os.path.join(folder, "keras"), verbose=False)
    ys = network.predict(xs, verbose=0)
    two = Two()
    tf.saved_model.save(two, os.path.join(folder, "two"), signatures={"join": two.join, "half": two.half})
    reads = Reads()
    tf.saved_model.save(reads, os.path.join(folder, "reads"), signatures={"serving_default": reads.read})
    expected = {
        "versions": {"keras": keras.__version__, "tensorflow": tf.__version__},
        "keras": {"shape": [3, 5], "dtype": "float32", "xs": xs.ravel().tolist(), "outputs": list(ys.shape), "ys": ys.ravel().astype(float).tolist()},
    }
    with open(os.path.join(folder, "expected.json"), "w") as file:
        json.dump(expected, file, indent=2)
