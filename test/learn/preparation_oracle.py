"""What scikit-learn and SciPy make of made-up data: reads a JSON list of cases, writes a JSON list of results.

    python test/learn/preparation_oracle.py cases.json results.json
"""

import json
import sys
import warnings
from datetime import datetime, timezone

import numpy as np
from scipy import ndimage, stats
from sklearn import ensemble, feature_extraction, impute, linear_model, model_selection, preprocessing
from sklearn.experimental import enable_iterative_imputer  # noqa: F401

warnings.filterwarnings("ignore")


def numbers(values):
    return np.array([np.nan if value is None else value for value in values], dtype=float)


def matrix(columns):
    return np.column_stack([numbers(column) for column in columns])


def scale(case):
    scaler = {
        "min-max": preprocessing.MinMaxScaler,
        "standard": preprocessing.StandardScaler,
        "robust": preprocessing.RobustScaler,
    }[case["method"]]()
    scaler.fit(numbers(case["train"]).reshape(-1, 1))
    return scaler.transform(numbers(case["test"]).reshape(-1, 1)).ravel()


def fill(case):
    strategy = {"mean": "mean", "median": "median", "mode": "most_frequent"}[case["method"]]
    imputer = impute.SimpleImputer(strategy=strategy)
    imputer.fit(numbers(case["train"]).reshape(-1, 1))
    return imputer.transform(numbers(case["test"]).reshape(-1, 1)).ravel()


def fill_text(case):
    imputer = impute.SimpleImputer(strategy="most_frequent", missing_values="")
    imputer.fit(np.array(case["train"], dtype=object).reshape(-1, 1))
    return imputer.transform(np.array(case["test"], dtype=object).reshape(-1, 1)).ravel()


def fill_model(case):
    imputer = impute.IterativeImputer(linear_model.LinearRegression(), max_iter=10, tol=1e-3)
    imputer.fit(matrix(case["train"]))
    return imputer.transform(matrix(case["test"])).T


def encode(case):
    train = np.array(case["train"], dtype=object).reshape(-1, 1)
    test = np.array(case["test"], dtype=object).reshape(-1, 1)
    if case["method"] == "one-hot":
        encoder = preprocessing.OneHotEncoder(handle_unknown="ignore", sparse_output=False)
    else:
        encoder = preprocessing.OrdinalEncoder(handle_unknown="use_encoded_value", unknown_value=-1)
    return encoder.fit(train).transform(test).ravel()


def target(case):
    train = np.array(case["train"], dtype=object).reshape(-1, 1)
    y = np.array(case["y"], dtype=float if case["classes"] == 0 else int)
    given = {"target_type": {0: "continuous", 2: "binary"}.get(case["classes"], "multiclass"), "shuffle": False}
    encoder = preprocessing.TargetEncoder(smooth=case["smooth"], cv=5, **given)
    own = encoder.fit_transform(train, y)
    return [own.ravel(), encoder.transform(np.array(case["test"], dtype=object).reshape(-1, 1)).ravel()]


def text(case):
    maker = {"tf-idf": feature_extraction.text.TfidfVectorizer, "bag-of-words": feature_extraction.text.CountVectorizer}
    options = case["options"]
    vectoriser = maker[case["method"]](
        max_features=options.get("maxFeatures"),
        ngram_range=tuple(options.get("ngrams", (1, 1))),
        min_df=options.get("minDf", 1),
        max_df=options.get("maxDf", 1.0),
    )
    vectoriser.fit(case["train"])
    return [list(vectoriser.get_feature_names_out()), vectoriser.transform(case["test"]).toarray().ravel()]


def bounds(case):
    values = numbers(case["train"])
    if case["method"] == "iqr":
        low, high = np.nanpercentile(values, [25, 75])
        return [low - 1.5 * (high - low), high + 1.5 * (high - low)]
    scores = stats.zscore(values, nan_policy="omit")
    return np.abs(scores) > 3


def forest(case):
    values = matrix(case["train"])
    model = ensemble.IsolationForest(n_estimators=25, max_samples=64, random_state=3).fit(values.astype(np.float32))
    trees = [
        {
            "feature": np.where(tree.tree_.children_left < 0, -1, tree.tree_.feature),
            "threshold": tree.tree_.threshold,
            "left": tree.tree_.children_left,
            "right": tree.tree_.children_right,
            "size": tree.tree_.n_node_samples,
        }
        for tree in model.estimators_
    ]
    return {"trees": trees, "samples": 64, "scores": -model.score_samples(values.astype(np.float32))}


def denoise(case):
    values = numbers(case["values"]).reshape(case["shape"])
    size = [case["size"] if length > 1 else 1 for length in case["shape"][:2]] + [1]
    sigma = [case["sigma"] if length > 1 else 0 for length in case["shape"][:2]] + [0]
    if case["method"] == "median":
        return ndimage.median_filter(values, size=size, mode="nearest").ravel()
    if case["method"] == "gaussian":
        return ndimage.gaussian_filter(values, sigma=sigma, mode="nearest").ravel()
    return ndimage.uniform_filter(values, size=size, mode="nearest").ravel()


def folds(case):
    x = np.zeros(len(case["labels"]))
    splitter = {
        "plain": model_selection.KFold,
        "labels": model_selection.StratifiedKFold,
        "groups": model_selection.GroupKFold,
        "time": model_selection.TimeSeriesSplit,
    }[case["by"]](case["count"])
    return [test for _, test in splitter.split(x, case["labels"], case["groups"])]


def profile(case):
    a, b = numbers(case["a"]), numbers(case["b"])
    both = ~np.isnan(a) & ~np.isnan(b)
    known = a[~np.isnan(a)]
    return {
        "quantiles": np.quantile(known, [0.05, 0.25, 0.5, 0.75, 0.95]),
        "mean": known.mean(),
        "std": known.std(ddof=1),
        "correlation": np.corrcoef(a[both], b[both])[0, 1],
        "histogram": np.histogram(known, bins=20)[0],
        "ks": stats.ks_2samp(known, b[~np.isnan(b)]).statistic,
    }


def dates(case):
    moments = [datetime.fromtimestamp(value / 1000, timezone.utc) for value in case["values"]]
    return [
        [m.year, (m.month - 1) // 3 + 1, m.month, m.isocalendar().week, m.day, m.timetuple().tm_yday, m.weekday(), m.hour]
        for m in moments
    ]


def plain(value):
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple, np.ndarray)):
        return [plain(item) for item in value]
    if isinstance(value, (np.floating, float)):
        return "nan" if np.isnan(value) else float(value)
    return value.item() if isinstance(value, np.generic) else value


cases = json.load(open(sys.argv[1], encoding="utf8"))
json.dump([plain(globals()[case["do"]](case)) for case in cases], open(sys.argv[2], "w", encoding="utf8"))
