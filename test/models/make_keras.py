"""Writes fixtures/keras: models that Keras made itself, and what it predicts with them.

    python make_keras.py FOLDER [NAME …]

Each name gives NAME.keras, NAME.h5 where the legacy format can hold it, and an entry of expected.json. Weights are drawn
anew (not left at zeros and ones), so that every one of them counts. Versions are in expected.json.
"""

import json
import os
import sys

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
import keras
import numpy as np
from keras import layers as L

drawn = np.random.default_rng(7)


def chain(shape, *stack, dtype="float32"):
    return keras.Sequential([keras.Input(shape, dtype=dtype), *stack])


def functional(shape, body):
    inputs = keras.Input(shape)
    return keras.Model(inputs, body(inputs))


def transformer(x):
    attended = L.MultiHeadAttention(2, 3)(x, x)
    x = L.LayerNormalization()(x + attended)
    wide = L.Dense(6)(L.Dense(8, activation="gelu")(x))
    x = L.LayerNormalization()(L.Add()([x, wide]))
    return L.Dense(3, activation="softmax")(L.GlobalAveragePooling1D()(x))


def crossed(x):
    other = L.Dense(4)(x)
    attended = L.MultiHeadAttention(2, 2, value_dim=3, use_bias=False)(x, other, other, use_causal_mask=True)
    return L.Attention(use_scale=True)([attended, x])


def inside(x):
    inner = chain((5,), L.Dense(4, activation="silu"), L.BatchNormalization())
    first = keras.Input((4,))
    second = keras.Model(first, L.Dense(4, activation="tanh")(first) * 0.5)
    y = inner(x)
    return L.Concatenate()([second(y), second(y - 1.0), inner(x)])


def merges(x):
    a, b = L.Dense(4)(x), L.Dense(4)(x)
    parts = [L.Subtract()([a, b]), L.Multiply()([a, a]), L.Maximum()([a, b]), L.Minimum()([a, b]), L.Average()([a, b])]
    return L.Concatenate()([*parts, L.Dot(axes=1)([a, b]), a / 2.0, 1.0 - b])


def divided(x):
    return L.Dense(2)(x / (L.Dense(3)(x) * L.Dense(3)(x) + 1.0))


def normalization():
    layer = L.Normalization()
    layer.adapt(drawn.normal(3, 2, (32, 5)).astype("float32"))
    return chain((5,), layer, L.Dense(2))


models = {
    "dense": lambda: chain((5,), *(L.Dense(4, activation=a) for a in ("relu", "hard_sigmoid", "gelu", "leaky_relu")), L.Dropout(0.5), L.Dense(3, activation="softmax")),
    "activations": lambda: chain((5,), *(L.Activation(a) for a in ("elu", "selu", "softplus", "softsign", "tanh", "silu", "mish", "relu6", "exponential", "log_sigmoid", "hard_silu")), L.LeakyReLU(0.1), L.PReLU(), L.ELU(0.5), L.ReLU(1.5), L.Softmax()),
    "conv2d": lambda: chain((8, 8, 2), L.Rescaling(1 / 3, -0.5), L.ZeroPadding2D(1), L.Conv2D(3, 3, strides=2, padding="same", activation="relu"), L.BatchNormalization(), L.MaxPooling2D(2), L.Conv2D(4, 2, dilation_rate=2, padding="same"), L.UpSampling2D(2), L.AveragePooling2D(2), L.Cropping2D(((0, 1), (0, 0))), L.Flatten(), L.Dense(2)),
    "depthwise": lambda: chain((7, 7, 3), L.DepthwiseConv2D(3, depth_multiplier=2, padding="same"), L.SeparableConv2D(4, 3), L.Conv2DTranspose(2, 3, strides=2, padding="same"), L.UpSampling2D(2, interpolation="bilinear"), L.GlobalMaxPooling2D()),
    "conv1d": lambda: chain((9, 3), L.ZeroPadding1D(2), L.Conv1D(4, 3, padding="causal", activation="swish"), L.SeparableConv1D(5, 3, padding="same"), L.DepthwiseConv1D(2, strides=2), L.UpSampling1D(2), L.Conv1DTranspose(3, 3, strides=2), L.Cropping1D(1), L.MaxPooling1D(2), L.AveragePooling1D(2, strides=1), L.GlobalMaxPooling1D()),
    "conv3d": lambda: chain((4, 4, 4, 2), L.Conv3D(3, 2, activation="relu"), L.MaxPooling3D(2), L.GlobalAveragePooling3D()),
    "norms": lambda: chain((4, 6), L.LayerNormalization(epsilon=1e-4), L.GroupNormalization(3), L.RMSNormalization(), L.UnitNormalization(), L.BatchNormalization(scale=False)),
    "normalization": normalization,
    "shapes": lambda: chain((2, 6), L.Reshape((3, 4)), L.Permute((2, 1)), L.Flatten(), L.RepeatVector(2), L.SpatialDropout1D(0.2), L.GaussianNoise(0.1), L.TimeDistributed(L.Dense(3, activation="relu"))),
    "embedding": lambda: chain((6,), L.Embedding(9, 4), L.GlobalAveragePooling1D(), L.Dense(2), dtype="int32"),
    "lstm": lambda: chain((6, 3), L.Bidirectional(L.LSTM(3, return_sequences=True)), L.LSTM(4, go_backwards=True, return_sequences=True), L.SimpleRNN(3)),
    "gru": lambda: chain((6, 3), L.GRU(3, return_sequences=True), L.Bidirectional(L.GRU(2, reset_after=False), merge_mode="sum")),
    "transformer": lambda: functional((4, 6), transformer),
    "crossed": lambda: functional((4, 4), crossed),
    "inside": lambda: functional((5,), inside),
    "resizing": lambda: chain((3, 4, 2), L.Resizing(5, 6), L.Resizing(2, 9, interpolation="nearest"), L.GlobalAveragePooling2D()),
    "divided": lambda: functional((3,), divided),
    "merges": lambda: functional((3,), merges),
}


def masked_attention():
    words = keras.Input((6,), dtype="int32")
    seen = L.Embedding(9, 4, mask_zero=True)(words)
    attended = L.LayerNormalization()(L.Add()([seen, L.MultiHeadAttention(2, 2)(seen, seen)]))
    return keras.Model(words, L.GlobalAveragePooling1D()(attended))


models |= {
    "masked": lambda: chain((6,), L.Embedding(9, 4, mask_zero=True), L.Bidirectional(L.LSTM(3, return_sequences=True)), L.Dense(3), L.GlobalAveragePooling1D(), dtype="int32"),
    "masked-attention": masked_attention,
    "masking": lambda: chain((4, 3), L.Masking(0.0), L.GRU(3, return_sequences=True), L.LSTM(2)),
}


def varied(model):
    for weight in model.weights:
        if "seed" in weight.path:
            continue
        values = drawn.normal(0, 0.5, weight.shape)
        low = 0.5 if "variance" in weight.path else -9
        if weight.path.endswith("count"):
            continue
        weight.assign(np.maximum(np.abs(values) if low > 0 else values, low).astype("float32"))


def examples(model):
    shape = [3, *model.input_shape[1:]]
    if model.inputs[0].dtype == "int32":
        return drawn.integers(0, 9, shape).astype("int32")
    return np.round(drawn.normal(0, 1, shape), 3).astype("float32")


if __name__ == "__main__":
    folder, *names = sys.argv[1:]
    os.makedirs(folder, exist_ok=True)
    said = os.path.join(folder, "expected.json")
    expected = json.load(open(said)) if names and os.path.exists(said) else {}
    expected["versions"] = {"keras": keras.__version__, "backend": keras.backend.backend(), "numpy": np.__version__}
    for name in names or models:
        model = models[name]()
        varied(model)
        xs = examples(model)
        if "mask" in name:
            xs[0, -2:] = 0
        model.save(os.path.join(folder, f"{name}.keras"))
        try:
            model.save(os.path.join(folder, f"{name}.h5"))
        except Exception as reason:
            print(f"{name}.h5: {reason}", file=sys.stderr)
        # What was assigned counts for some layers only after loading.
        ys = keras.models.load_model(os.path.join(folder, f"{name}.keras")).predict(xs, verbose=0)
        expected[name] = {"shape": list(xs.shape), "dtype": str(xs.dtype), "xs": xs.ravel().tolist(), "outputs": list(ys.shape), "ys": np.asarray(ys, "float32").ravel().astype(float).tolist()}
    with open(said, "w") as file:
        json.dump(expected, file)
