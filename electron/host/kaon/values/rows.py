"""Values as rows and columns, and what their cells are in JSON and in comparisons."""

import datetime
import math
import sys

MOST_SORTED = 1_000_000


class Rows:
    """A value as rows and columns; `column(i, rows)` gives cells of some rows, of all without; `keys(i)` what all compare as."""

    def __init__(self, columns, total, column, keys=None):
        self.columns, self.total, self.column = columns, total, column
        self.keys = keys or (lambda i: [key_of(value) for value in column(i)])


def column_of_list(values, name, kind=None):
    sample = {type(one).__name__ for one in values[:100] if one is not None}
    kinds = sample.pop() if len(sample) == 1 else "mixed" if sample else "null"
    return {"name": name, "type": kind or kinds}


def rows_of_lists(named, total):
    return Rows(
        [column_of_list(values, name) for name, values in named],
        total,
        lambda i, rows=None: named[i][1] if rows is None else [named[i][1][row] for row in rows],
    )


def rows_of(value):
    kind = type(value)
    base = base_of(value)
    if base is not None:
        return rows_of_library(value, base)
    if kind is dict:
        return rows_of_lists([("key", list(value)), ("value", list(value.values()))], len(value))
    if kind in (set, frozenset, tuple, range):
        value = list(value) if kind is not range else list(value[:MOST_SORTED])
        kind = list
    if kind is not list:
        return None
    if value and all(type(row) is dict and all(type(key) is str for key in row) for row in value[:100]):
        names = list(dict.fromkeys(key for row in value[:100] for key in row))[:WIDEST]
        pick = lambda row, name: row.get(name) if type(row) is dict and all(type(key) is str for key in row) else None
        return rows_of_lists([(name, [pick(row, name) for row in value]) for name in names], len(value))
    if value and all(type(row) in (list, tuple) for row in value[:100]):
        width = min(WIDEST, max(len(row) for row in value[:100]))
        pick = lambda row, i: row[i] if type(row) in (list, tuple) and i < len(row) else None
        return rows_of_lists([(str(i), [pick(row, i) for row in value]) for i in range(width)], len(value))
    return rows_of_lists([("index", range(len(value))), ("value", value)], len(value))


def rows_of_library(value, base):
    root = base.__module__.split(".")[0]
    if root == "pandas" and base.__name__ == "DataFrame":
        return rows_of_frame(value, base)
    if root == "pandas" and base.__name__ in ("Series", "Index"):
        return rows_of_frame(base.to_frame(value), sys.modules["pandas"].DataFrame)
    if root == "polars" and base.__name__ == "DataFrame":
        names = list(of_library(value, base, "columns"))
        types_ = [str(one) for one in of_library(value, base, "dtypes")]
        columns = [{"name": name, "type": kind} for name, kind in zip(names, types_)]
        get = lambda i, rows=None: (lambda one: one if rows is None else one[rows])(base.to_series(value, i)).to_list()
        return Rows(columns, of_library(value, base, "height"), get)
    if root == "torch" and base.__name__ in ("Tensor", "Parameter"):
        value = base.numpy(base.cpu(base.detach(value)))
        base = base_of(value)
    return rows_of_array(value, base) if base.__name__ == "ndarray" else None


def rows_of_frame(frame, base):
    columns = [{"name": "index", "type": "index"}]
    names = list(of_library(frame, base, "columns"))
    kinds = [str(one) for one in of_library(frame, base, "dtypes")]
    columns += [{"name": label(name), "type": kind} for name, kind in zip(names, kinds)]
    index, cells = of_library(frame, base, "index"), of_library(frame, base, "iloc")

    def column(i, rows=None):
        if i == 0:
            return (index if rows is None else index[rows]).tolist()
        return (cells[:, i - 1] if rows is None else cells[rows, i - 1]).tolist()

    def keys(i):
        found = index.to_numpy() if i == 0 else cells[:, i - 1].to_numpy()
        if found.dtype.kind != "M":
            return [key_of(value) for value in column(i)]
        # A million dates one by one take seconds; not-a-time is the least number there is.
        times = found.astype("datetime64[ms]").astype("int64").tolist()
        return [None if time == -(2**63) else time for time in times]

    return Rows(columns, len(index), column, keys)


def rows_of_array(value, base):
    if value.ndim == 0 or value.dtype.names:
        return None
    flat = value.reshape(value.shape[0], -1) if value.ndim > 1 else value.reshape(-1, 1)
    names = ["value"] if value.ndim == 1 else [str(i) for i in range(flat.shape[1])]
    columns = [{"name": "index", "type": "number"}] + [{"name": name, "type": str(value.dtype)} for name in names]

    def column(i, rows=None):
        if i == 0:
            return list(range(len(flat))) if rows is None else list(rows)
        return (flat[:, i - 1] if rows is None else flat[rows, i - 1]).tolist()

    return Rows(columns, len(flat), column)


def is_missing(value):
    if value is None or (type(value) is float and value != value):
        return True
    return type(value).__name__ in ("NaTType", "NAType") and type(value).__module__.startswith("pandas")


def is_date(value):
    """A date whose methods are the library's own."""
    return type(value) in DATES or (
        issubclass(type(value), datetime.datetime) and type(value).__module__.startswith("pandas")
    )


def cell(value):
    if is_missing(value):
        return None
    if type(value) in (bool, str):
        return cut(value, LONGEST_TEXT) if type(value) is str else value
    if type(value) is int:
        return value if abs(value) < 2**53 else cut(preview(value), LONGEST_TEXT) if value.bit_length() > 400 else str(value)
    if type(value) is float:
        return value if math.isfinite(value) else "Infinity" if value > 0 else "-Infinity"
    return value.isoformat() if is_date(value) else preview(value)


def key_of(value):
    """What a value compares as: a number, a text, or None."""
    if is_missing(value):
        return None
    if type(value) in (bool, int, float, str):
        return value
    if is_date(value):
        try:
            whole = value if isinstance(value, datetime.datetime) else datetime.datetime(value.year, value.month, value.day)
            return whole.replace(tzinfo=whole.tzinfo or datetime.timezone.utc).timestamp() * 1000
        except (OverflowError, ValueError):
            return None
    return preview(value)
