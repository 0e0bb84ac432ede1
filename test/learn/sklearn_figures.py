"""Prints how scikit-learn scales made-up values, as JSON: test/learn/sklearn-figures.json.

    python test/learn/sklearn_figures.py > test/learn/sklearn-figures.json
"""

import json

import numpy as np
import sklearn
from sklearn import preprocessing

random = np.random.default_rng(7)


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
            "scaling": scaling(31),
        },
        indent=1,
    )
)
