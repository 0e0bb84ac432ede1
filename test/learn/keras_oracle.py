"""What Keras makes of networks with given weights: outputs in inference, loss and gradients in training. JSON in, JSON out."""

import json
import os
import sys

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "2"
import keras
import numpy as np
import tensorflow as tf
from keras import layers


def attention(inputs):
    query, key, value = (layers.Dense(6)(inputs) for _ in range(3))
    weights = layers.Softmax(axis=-1)(layers.Dot(axes=(2, 2))([query, key]))
    mixed = layers.Dot(axes=(2, 1))([weights, value])
    normal = layers.LayerNormalization()(layers.Add()([inputs, mixed]))
    return layers.Flatten()(normal)


networks = {
    "cnn": (
        (8, 8, 3),
        lambda x: layers.Flatten()(
            layers.MaxPooling2D(2)(
                layers.ReLU()(
                    layers.BatchNormalization()(
                        layers.SeparableConv2D(6, 3)(layers.Conv2D(4, 3, padding="same", activation="elu")(x))
                    )
                )
            )
        ),
    ),
    "transposed": (
        (4, 4, 2),
        lambda x: layers.GlobalAveragePooling2D()(
            layers.DepthwiseConv2D(2)(layers.Conv2DTranspose(3, 3, strides=2, padding="same", activation="tanh")(x))
        ),
    ),
    "lstm": ((6, 5), lambda x: layers.LSTM(3)(layers.Bidirectional(layers.LSTM(4, return_sequences=True))(x))),
    "gru": ((6, 5), lambda x: layers.GRU(4, reset_after=False)(layers.Conv1D(4, 2, activation="gelu")(x))),
    "attention": ((5, 6), attention),
}


def answer(case):
    shape, body = networks[case["network"]]
    inputs = keras.Input(shape)
    model = keras.Model(inputs, layers.Dense(3, activation="softmax")(body(inputs)))
    own = [layer for layer in model.layers if layer.weights]
    for layer, weights in zip(own, case["weights"], strict=True):
        given = [np.asarray(w["values"], np.float32).reshape(w["shape"]) for w in weights]
        layer.set_weights([g.reshape(np.shape(own)) for g, own in zip(given, layer.get_weights(), strict=True)])
    xs = np.asarray(case["xs"], np.float32).reshape(-1, *shape)
    ys = np.asarray(case["ys"], np.int32)
    outputs = model(xs, training=False).numpy()
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean(keras.losses.sparse_categorical_crossentropy(ys, model(xs, training=True)))
    slopes = tape.gradient(loss, [layer.trainable_weights for layer in own])
    return {
        "outputs": outputs.ravel().tolist(),
        "loss": float(loss),
        "gradients": [[slope.numpy().ravel().tolist() for slope in layer] for layer in slopes],
    }


print(json.dumps([answer(case) for case in json.load(sys.stdin)]))
