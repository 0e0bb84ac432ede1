"""scikit-learn's permutation importance of the same small network: reads one JSON case, writes its figures."""

import json
import sys

import numpy as np
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.inspection import permutation_importance


class Network(ClassifierMixin, BaseEstimator):
    """Standardised numbers, a hidden layer of relu, a softmax."""

    def __init__(self, case):
        self.case = case
        self.classes_ = np.arange(len(case["layers"][1]["bias"]))

    def fit(self, x, y):
        return self

    def predict(self, x):
        hidden, output = [(np.array(one["kernel"]), np.array(one["bias"])) for one in self.case["layers"]]
        prepared = (x - np.array(self.case["mean"])) / np.array(self.case["scale"])
        return np.argmax(np.maximum(prepared @ hidden[0] + hidden[1], 0) @ output[0] + output[1], axis=1)


with open(sys.argv[1]) as file:
    case = json.load(file)
found = permutation_importance(
    Network(case), np.array(case["rows"]), np.array(case["labels"]), n_repeats=case["repeats"], random_state=0
)
with open(sys.argv[2], "w") as file:
    json.dump({"mean": found.importances_mean.tolist(), "deviation": found.importances_std.tolist()}, file)
