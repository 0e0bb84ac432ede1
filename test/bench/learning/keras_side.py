"""One measurement of Keras on the same TensorFlow: python keras_side.py NETWORK EXAMPLES EPOCHS PREDICTIONS STEPS_PER_EXECUTION"""

import json
import os
import sys
import time

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")
import numpy as np
import keras
import tensorflow as tf
from keras import layers

name, examples, epochs, predictions, steps = sys.argv[1], *map(int, sys.argv[2:6])
side, classes, batch = 28, 10, 128


def transformer():
    inputs = keras.Input((side, side, 1))
    x = layers.Dense(64)(layers.Reshape((side, side))(inputs))
    for _ in range(2):
        query, key, value = (layers.Dense(64)(x) for _ in range(3))
        weights = layers.Softmax(axis=-1)(layers.Dot(axes=(2, 2))([query, key]))
        x = layers.LayerNormalization()(layers.Add()([x, layers.Dot(axes=(2, 1))([weights, value])]))
        wide = layers.Dense(64)(layers.Dense(128, activation="relu")(x))
        x = layers.LayerNormalization()(layers.Add()([x, wide]))
    x = layers.GlobalAveragePooling1D()(x)
    return keras.Model(inputs, layers.Dense(classes, activation="softmax")(x))


networks = {
    "cnn": lambda: keras.Sequential(
        [
            keras.Input((side, side, 1)),
            layers.Conv2D(32, 3, activation="relu"),
            layers.MaxPooling2D(2),
            layers.Conv2D(64, 3, activation="relu"),
            layers.MaxPooling2D(2),
            layers.Flatten(),
            layers.Dense(128, activation="relu"),
            layers.Dense(classes, activation="softmax"),
        ]
    ),
    "mlp": lambda: keras.Sequential(
        [
            keras.Input((side, side, 1)),
            layers.Flatten(),
            layers.Dense(128, activation="relu"),
            layers.Dense(classes, activation="softmax"),
        ]
    ),
    "lstm": lambda: keras.Sequential(
        [
            keras.Input((side, side, 1)),
            layers.Reshape((side, side)),
            layers.LSTM(64),
            layers.Dense(classes, activation="softmax"),
        ]
    ),
    "transformer": transformer,
}

random = np.random.default_rng(1)
xs = random.random((examples, side, side, 1), dtype=np.float32)
ys = random.integers(0, classes, examples).astype(np.int32)
model = networks[name]()
model.compile(
    optimizer=keras.optimizers.Adam(1e-3),
    loss="sparse_categorical_crossentropy",
    metrics=["accuracy"],
    steps_per_execution=steps,
    jit_compile=False,
)


class Clock(keras.callbacks.Callback):
    seconds = []

    def on_epoch_begin(self, epoch, logs=None):
        self.began = time.perf_counter()

    def on_epoch_end(self, epoch, logs=None):
        self.seconds.append(time.perf_counter() - self.began)


clock = Clock()
# A tf.data pipeline over arrays that are in memory: quicker than handing the arrays to fit.
data = tf.data.Dataset.from_tensor_slices((xs, ys)).shuffle(examples).batch(batch).prefetch(tf.data.AUTOTUNE)
model.fit(data, epochs=epochs, verbose=0, callbacks=[clock])
arrays = Clock()
arrays.seconds = []
model.fit(xs, ys, batch_size=batch, epochs=epochs, verbose=0, callbacks=[arrays])
rate = examples / min(clock.seconds[1:] + arrays.seconds[1:])

one = tf.constant(xs[:1])
call = tf.function(lambda x: model(x, training=False), input_signature=[tf.TensorSpec((1, side, side, 1), tf.float32)])
times = []
for _ in range(predictions + 20):
    began = time.perf_counter()
    call(one).numpy()
    times.append((time.perf_counter() - began) * 1000)
print(json.dumps({"rate": rate, "latency": sorted(times[20:])[predictions // 2]}))
