"""Prints the figures that scikit-learn computes for made-up predictions, as JSON: test/learn/sklearn-figures.json.

    python test/learn/sklearn_figures.py > test/learn/sklearn-figures.json
"""

import json

import numpy as np
import sklearn
from sklearn import metrics, preprocessing

random = np.random.default_rng(7)


def classification(rows, classes, absent=None):
    actual = random.integers(0, classes, rows)
    if absent is not None:
        actual[actual == absent] = 0
    scores = random.random((rows, classes)) + 2.0 * np.eye(classes)[actual] * (random.random((rows, 1)) > 0.3)
    if absent is not None:
        scores[:, absent] = 0
    probabilities = scores / scores.sum(axis=1, keepdims=True)
    predicted = probabilities.argmax(axis=1)
    figures = {"accuracy": metrics.accuracy_score(actual, predicted)}
    for average in ("macro", "micro", "weighted"):
        p, r, f, _ = metrics.precision_recall_fscore_support(actual, predicted, average=average, zero_division=0)
        figures[average] = {"precision": p, "recall": r, "f1": f}
    figures["logLoss"] = metrics.log_loss(actual, probabilities, labels=list(range(classes)))
    figures["confusion"] = metrics.confusion_matrix(actual, predicted, labels=list(range(classes))).tolist()
    return {
        "classes": classes,
        "actual": actual.tolist(),
        "predicted": predicted.tolist(),
        "probabilityOfActual": probabilities[np.arange(rows), actual].tolist(),
        "figures": figures,
    }


def regression(rows):
    actual = random.normal(10, 3, rows)
    predicted = actual + random.normal(0, 1, rows)
    return {
        "actual": actual.tolist(),
        "predicted": predicted.tolist(),
        "figures": {
            "mae": metrics.mean_absolute_error(actual, predicted),
            "rmse": metrics.root_mean_squared_error(actual, predicted),
            "r2": metrics.r2_score(actual, predicted),
        },
    }


def scaling(rows):
    values = random.normal(5, 4, (rows, 1)).astype(np.float32)
    scalers = {
        "min-max": preprocessing.MinMaxScaler(),
        "standard": preprocessing.StandardScaler(),
        "robust": preprocessing.RobustScaler(),
    }
    scaled = {name: scaler.fit_transform(values.astype(np.float64)).ravel().tolist() for name, scaler in scalers.items()}
    return {"values": values.ravel().tolist(), "scaled": scaled}


print(
    json.dumps(
        {
            "madeBy": f"scikit-learn {sklearn.__version__}",
            "classification": [classification(60, 3), classification(80, 10), classification(40, 4, absent=2)],
            "regression": [regression(50)],
            "scaling": scaling(31),
        },
        indent=1,
    )
)
