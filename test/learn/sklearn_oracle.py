"""What scikit-learn says of made-up predictions: reads a JSON list of cases, writes a JSON list of figures.

    python test/learn/sklearn_oracle.py cases.json figures.json
"""

import json
import math
import sys
import warnings

import numpy as np
from sklearn import metrics
from sklearn.calibration import calibration_curve
from sklearn.preprocessing import label_binarize

warnings.filterwarnings("ignore")


def labels(case):
    actual, predicted, weights = np.array(case["actual"]), np.array(case["predicted"]), case.get("weights")
    given = {"sample_weight": weights}
    figures = {
        "accuracy": metrics.accuracy_score(actual, predicted, **given),
        "confusion": metrics.confusion_matrix(actual, predicted, labels=range(case["classes"]), **given).tolist(),
        "mcc": metrics.matthews_corrcoef(actual, predicted, **given),
        "balancedAccuracy": metrics.balanced_accuracy_score(actual, predicted, **given),
    }
    for average in ("macro", "micro", "weighted"):
        scores = metrics.precision_recall_fscore_support(actual, predicted, average=average, zero_division=0, **given)
        figures[average] = dict(zip(("precision", "recall", "f1"), scores))
    each = metrics.precision_recall_fscore_support(
        actual, predicted, labels=range(case["classes"]), zero_division=0, **given
    )
    names = ("precision", "recall", "f1", "support")
    figures["perClass"] = [dict(zip(names, map(float, row))) for row in zip(*each)]
    for name, weight in (("none", None), ("linear", "linear"), ("quadratic", "quadratic")):
        figures["kappa " + name] = metrics.cohen_kappa_score(actual, predicted, weights=weight, **given)
    shares = metrics.jaccard_score(actual, predicted, labels=range(case["classes"]), average=None, zero_division=0, **given)
    counts = np.array(figures["confusion"])
    figures["iou"] = np.where(counts.sum(axis=0) + counts.sum(axis=1) > 0, shares, np.nan).tolist()
    return figures


def binary(case):
    actual, scores, weights = np.array(case["actual"]), np.array(case["scores"]), case.get("weights")
    given = {"sample_weight": weights}
    false, true, at = metrics.roc_curve(actual, scores, drop_intermediate=False, **given)
    precision, recall, _ = metrics.precision_recall_curve(actual, scores, pos_label=1, **given)
    observed, predicted = calibration_curve(actual, scores, n_bins=case["bins"], strategy=case["strategy"], pos_label=1)
    return {
        "rocAuc": metrics.roc_auc_score(actual, scores, **given),
        "averagePrecision": metrics.average_precision_score(actual, scores, **given),
        "logLoss": metrics.log_loss(actual, scores, labels=[0, 1], **given),
        "brier": metrics.brier_score_loss(actual, scores, pos_label=1, **given),
        "roc": [false.tolist(), true.tolist(), at[1:].tolist()],
        "precisionRecall": [precision[:-1][::-1].tolist(), recall[:-1][::-1].tolist()],
        "calibration": [observed.tolist(), predicted.tolist()],
    }


def several(case):
    actual, scores, weights = np.array(case["actual"]), np.array(case["scores"]), case.get("weights")
    classes = list(range(scores.shape[1]))
    given = {"sample_weight": weights}
    figures = {
        "logLoss": metrics.log_loss(actual, scores, labels=classes, **given),
        "brier": metrics.brier_score_loss(actual, scores, labels=classes, **given),
    }
    hot = label_binarize(actual, classes=classes)
    for average in ("macro", "weighted"):
        figures["ap " + average] = metrics.average_precision_score(hot, scores, average=average, **given)
        figures["ovr " + average] = metrics.roc_auc_score(
            actual, scores, average=average, multi_class="ovr", labels=classes, **given
        )
        # With one class alone scikit-learn divides by no pairs.
        one = len(np.unique(actual)) == 1
        figures["ovo " + average] = (
            math.nan
            if one
            else metrics.roc_auc_score(actual, scores, average=average, multi_class="ovo", labels=classes)
        )
    for k in (1, 2, 3):
        figures[f"top {k}"] = metrics.top_k_accuracy_score(actual, scores, k=k, labels=classes, **given)
    return figures


def regression(case):
    actual, predicted, weights = np.array(case["actual"]), np.array(case["predicted"]), case.get("weights")
    given = {"sample_weight": weights}
    return {
        "mae": metrics.mean_absolute_error(actual, predicted, **given),
        "rmse": metrics.root_mean_squared_error(actual, predicted, **given),
        "r2": metrics.r2_score(actual, predicted, **given),
        "mape": metrics.mean_absolute_percentage_error(actual, predicted, **given),
        "medianAe": metrics.median_absolute_error(actual, predicted, **given),
        "maxError": metrics.max_error(actual, predicted),
        "explainedVariance": metrics.explained_variance_score(actual, predicted, **given),
    }


def ranking(case):
    relevance, scores, weights, k = np.array(case["relevance"]), np.array(case["scores"]), case.get("weights"), case["k"]
    order = np.argsort(-scores, axis=1, kind="stable")
    hits = np.take_along_axis(relevance > 0, order, axis=1)
    first = np.where(hits[:, :k].any(axis=1), 1 / (hits.argmax(axis=1) + 1), 0)
    whole = hits.sum(axis=1)
    recall = np.where(whole > 0, hits[:, :k].sum(axis=1) / np.maximum(whole, 1), 0)
    each = [metrics.average_precision_score(r > 0, s) for r, s in zip(relevance, scores)]
    return {
        "ndcg": metrics.ndcg_score(relevance, scores, k=k, sample_weight=weights),
        "map": np.average(each, weights=weights),
        "mrr": np.average(first, weights=weights),
        "recall": np.average(recall, weights=weights),
        "precision": np.average(hits[:, :k].sum(axis=1) / k, weights=weights),
    }


kinds = {f.__name__: f for f in (labels, binary, several, regression, ranking)}


def plain(value):
    """Numbers as JSON has them: what is not finite as text."""
    if isinstance(value, dict):
        return {key: plain(one) for key, one in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(one) for one in value]
    number = float(value)
    return number if math.isfinite(number) else str(number)


with open(sys.argv[1]) as file:
    cases = json.load(file)
with open(sys.argv[2], "w") as file:
    json.dump([plain(kinds[case["kind"]](case)) for case in cases], file)
