"""What a value is, in words. The host puts this file and those beside it together, and runs them in the kernel as one module.

Values of the user's own classes are named and never asked: no __repr__, no property and no iterator of theirs is called. Of numpy,
pandas, torch and their like only what their own classes define is read, and only where the session has loaded them.
"""

import datetime
import sys
import types

LONGEST_PREVIEW, LONGEST_TEXT, MOST_ITEMS, WIDEST = 240, 1000, 10, 200
LIBRARIES = {"numpy", "pandas", "torch", "tensorflow", "jax", "jaxlib", "polars", "pyarrow", "scipy", "xarray"}
ATOMS = (int, float, complex, bool, type(None))
DATES = (datetime.datetime, datetime.date)


def cut(text, length):
    return text if len(text) <= length else text[: length - 1] + "…"


def base_of(value):
    """The class of a known library that a value's class comes from, itself perhaps."""
    for base in type.mro(type(value)):
        if base.__module__.split(".")[0] in LIBRARIES:
            return base
    return None


def of_library(value, base, name):
    found = getattr(base, name, None)
    return found.__get__(value) if hasattr(type(found), "__get__") else found


def shape_of(value):
    if type(value) in (list, tuple, dict, set, frozenset, range):
        return [len(value)]
    base = base_of(value)
    try:
        shape = of_library(value, base, "shape") if base else None
        return [int(size) for size in shape] if shape is not None else None
    except Exception:
        return None


def bytes_of(value):
    base = base_of(value)
    if base is None:
        return sys.getsizeof(value) if type(value) in (str, bytes, bytearray) else None
    try:
        if base.__name__ == "DataFrame" and base.__module__.startswith("pandas"):
            return int(base.memory_usage(value, deep=False).sum())
        size = of_library(value, base, "nbytes")
        return int(size) if isinstance(size, int) else None
    except Exception:
        return None


def preview(value, depth=2):
    kind = type(value)
    if kind in ATOMS:
        if kind is int and value.bit_length() > 400:
            return f"int of {value.bit_length()} bits"
        return repr(value)
    if kind in (str, bytes, bytearray):
        return repr(value[:100] + ("…" if kind is str else b"...") if len(value) > 100 else value)
    if kind in (list, tuple, set, frozenset):
        marks = {list: "[]", tuple: "()"}.get(kind, "{}")
        return marks[0] + items_of(value, len(value), lambda one: preview(one, depth - 1), depth) + marks[1]
    if kind is dict:
        pair = lambda one: f"{preview(one[0], depth - 1)}: {preview(one[1], depth - 1)}"
        return "{" + items_of(value.items(), len(value), pair, depth) + "}"
    if kind in DATES:
        return value.isoformat()
    if issubclass(type(value), type):
        return f"class {type.__getattribute__(value, '__name__')}"
    if kind in (types.FunctionType, types.BuiltinFunctionType):
        return f"function {value.__name__}"
    return library_preview(value) or kind.__name__


def items_of(values, size, show, depth):
    if depth == 0:
        return f"… {size}" if size else ""
    shown = [show(one) for _, one in zip(range(MOST_ITEMS), values)]
    return ", ".join(shown + ([f"… {size - len(shown)} more"] if size > len(shown) else []))


def label(name):
    return name if type(name) is str else preview(name)


def library_preview(value):
    base = base_of(value)
    if base is None:
        return None
    try:
        shape = shape_of(value)
        extent = " × ".join(map(str, shape)) if shape else ""
        if base.__name__ == "DataFrame":
            names = [label(name) for name in list(of_library(value, base, "columns"))[:MOST_ITEMS]]
            return f"{extent}: {', '.join(names)}"
        dtype = str(of_library(value, base, "dtype"))
        if base.__module__.split(".")[0] == "numpy" and base.__name__ == "ndarray":
            first = ", ".join(preview(one) for one in base.ravel(value)[:6].tolist()) if value.flags.c_contiguous else ""
            return f"{dtype} {extent} [{first}{', …' if value.size > 6 else ''}]"
        device = of_library(value, base, "device") if base.__module__.startswith("torch") else None
        return " ".join(part for part in (dtype, extent, str(device or "")) if part)
    except Exception:
        return base.__name__
