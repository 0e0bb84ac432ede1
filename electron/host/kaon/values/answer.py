"""Answers the host's questions about the variables of an IPython session. Read-only; leaves no trace in the session."""

import json
import sys
import types

MOST_NAMES = 1000


class Answer:
    """What IPython shows as JSON alone."""

    def __init__(self, value):
        self.value = value

    def _repr_mimebundle_(self, **_):
        return {"application/json": self.value}

    def __repr__(self):
        return ""


def names_in(space):
    shell = sys.modules["IPython"].get_ipython() if "IPython" in sys.modules else None
    hidden = getattr(shell, "user_ns_hidden", {})
    nothing = object()
    return sorted(
        name
        for name, value in list(space.items())
        if isinstance(name, str)
        and not name.startswith("_")
        and hidden.get(name, nothing) is not value
        and not issubclass(type(value), types.ModuleType)
    )[:MOST_NAMES]


def described(name, value):
    facts = {"name": name, "type": type(value).__name__, "preview": cut(preview(value), LONGEST_PREVIEW)}
    shape, size = shape_of(value), bytes_of(value)
    if shape is not None:
        facts["shape"] = shape
    if size is not None:
        facts["bytes"] = size
    return facts


def answer(request, space):
    """The answer to one request of the host, or why there is none."""
    try:
        params = dict(request["params"])
        if request["method"] == "variables.list":
            return Answer({"result": {"variables": [described(name, space[name]) for name in names_in(space)]}})
        name = params.pop("name")
        if name not in names_in(space):
            raise Refused("NOT_FOUND", f"No cell defines {json.dumps(name)}.")
        methods = {"variables.page": page, "variables.profile": profile, "variables.get": get}
        if request["method"] not in methods:
            raise Refused("METHOD_UNKNOWN", f"There is no method {request['method']}.")
        return Answer({"result": methods[request["method"]](space[name], **params)})
    except Refused as refused:
        return Answer({"error": {"code": refused.code, "message": str(refused)}})
    except Exception as failure:
        return Answer({"error": {"code": "FAILED", "message": f"Looking at the value failed: {type(failure).__name__}."}})


def get(value):
    return {"data": {"text/plain": cut(preview(value, 4), LONGEST_TEXT)}, "metadata": {}}
