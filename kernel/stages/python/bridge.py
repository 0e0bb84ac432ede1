"""Values in and out of this kernel, for the notebook that started it. Needs nothing but the standard library; arrays need numpy."""

import importlib.util
import json
import math
import os
import struct
import sys


class _Bridge:
    dtypes = {
        "float64": "F64", "float32": "F32", "float16": "F16", "int64": "I64", "int32": "I32", "int16": "I16",
        "int8": "I8", "uint64": "U64", "uint32": "U32", "uint16": "U16", "uint8": "U8", "bool": "BOOL",
    }
    limit = 256 * 1024 * 1024

    def has(self, name):
        return importlib.util.find_spec(name) is not None

    def describe(self, path):
        with open(path, "w") as file:
            json.dump({name: self.has(name) for name in ("numpy", "pandas", "pyarrow")}, file)

    # From the notebook

    def receive(self, folder, space):
        with open(os.path.join(folder, "in.json"), encoding="utf-8") as file:
            told = json.load(file)
        tensors = self.read_tensors(os.path.join(folder, "in.safetensors")) if told["tensors"] else {}
        for name, node in told["values"].items():
            space[name] = self.decode(node, tensors, folder)

    def read_tensors(self, path):
        import numpy

        with open(path, "rb") as file:
            (length,) = struct.unpack("<Q", file.read(8))
            header = json.loads(file.read(length))
            data = file.read()
        names = {short: name for name, short in self.dtypes.items()}
        found = {}
        for name, place in header.items():
            if name == "__metadata__":
                continue
            start, end = place["data_offsets"]
            array = numpy.frombuffer(data[start:end], dtype=names[place["dtype"]])
            found[name] = array.reshape(place["shape"]).copy()
        return found

    def decode(self, node, tensors, folder):
        if isinstance(node, list):
            return [self.decode(item, tensors, folder) for item in node]
        if not isinstance(node, dict):
            return node
        kind = node.get("$")
        if kind == "number":
            return float(node["v"])
        if kind == "int":
            return int(node["v"])
        if kind == "array":
            array = tensors[node["i"]]
            return array.astype("datetime64[ms]") if node.get("time") else array
        if kind == "object":
            return {key: self.decode(value, tensors, folder) for key, value in node["of"]}
        if kind == "namespace":
            import types

            return types.SimpleNamespace(**{key: self.decode(value, tensors, folder) for key, value in node["of"]})
        if kind == "arrow":
            import pyarrow.feather

            table = pyarrow.feather.read_table(os.path.join(folder, node["file"]))
            return table.to_pandas() if self.has("pandas") else table
        if kind == "columns":
            columns = {key: self.decode(value, tensors, folder) for key, value in node["of"]}
            if not self.has("pandas"):
                return columns
            import pandas

            return pandas.DataFrame(columns)
        raise TypeError(f"The notebook sent a {kind}, which is not known here.")

    # To the notebook

    def give(self, folder, space, names, wanted):
        self.tensors, self.files, self.folder = {}, 0, folder
        values = {}
        for name in names:
            if name not in space:
                values[name] = {"none": f"The cell binds no {name}."}
                continue
            self.size, kept = 0, dict(self.tensors)
            self.most = math.inf if name in wanted else self.limit
            try:
                values[name] = {"node": self.encode(space[name], 0)}
            except Exception as why:
                self.tensors = kept
                text = type(space[name]).__name__
                module = type(space[name]).__module__
                shown = self.shown(space[name])
                values[name] = {"python": {"type": text if module == "builtins" else f"{module}.{text}", "text": shown, "why": str(why)}}
        if self.tensors:
            self.write_tensors(os.path.join(folder, "out.safetensors"))
        with open(os.path.join(folder, "out.json"), "w", encoding="utf-8") as file:
            json.dump({"values": values, "tensors": bool(self.tensors)}, file)
        self.tensors = {}

    def shown(self, value):
        try:
            return repr(value)[:2000]
        except Exception:
            return f"<{type(value).__name__}>"

    def encode(self, value, depth):
        if depth > 64:
            raise TypeError("it is nested too deeply")
        if value is None or isinstance(value, (bool, str)):
            return value if not isinstance(value, str) else str(value)
        if isinstance(value, int):
            return int(value) if abs(value) < 2**53 else {"$": "int", "v": str(int(value))}
        if isinstance(value, float):
            return float(value) if math.isfinite(value) else {"$": "number", "v": {"nan": "NaN", "inf": "Infinity", "-inf": "-Infinity"}[str(float(value))]}
        if isinstance(value, (list, tuple)):
            return [self.encode(item, depth + 1) for item in value]
        if isinstance(value, dict):
            if not all(isinstance(key, str) for key in value):
                raise TypeError("its keys are not all texts")
            return {"$": "object", "of": [[key, self.encode(item, depth + 1)] for key, item in value.items()]}
        table = self.table(value)
        if table is not None:
            return table
        return self.array(value, depth)

    def table(self, value):
        module = type(value).__module__.split(".")[0]
        kind = type(value).__name__
        if module == "polars" and kind == "DataFrame":
            value, module, kind = value.to_arrow(), "pyarrow", "Table"
        if module == "pandas" and kind == "DataFrame" and self.has("pyarrow"):
            import pyarrow

            value, module, kind = pyarrow.Table.from_pandas(value, preserve_index=False), "pyarrow", "Table"
        if module == "pyarrow" and kind == "Table":
            return self.arrow(value)
        if module == "pandas" and kind == "DataFrame":
            return {"$": "columns", "of": [[str(name), self.column(value[name])] for name in value.columns]}
        return None

    def arrow(self, table):
        import pyarrow
        import pyarrow.feather

        self.grow(table.nbytes)
        fields = []
        for field in table.schema:
            kind = field.type
            if pyarrow.types.is_dictionary(kind):
                kind = kind.value_type
            if "string" in str(kind):
                kind = pyarrow.string()
            elif pyarrow.types.is_decimal(kind) or str(kind) == "halffloat":
                kind = pyarrow.float64()
            fields.append(pyarrow.field(field.name, kind))
        self.files += 1
        name = f"out{self.files}.arrow"
        pyarrow.feather.write_feather(table.cast(pyarrow.schema(fields)), os.path.join(self.folder, name), compression="uncompressed")
        return {"$": "arrow", "file": name}

    def column(self, series):
        import numpy

        if series.dtype.kind == "M":
            times = series.dt.tz_convert(None) if getattr(series.dt, "tz", None) is not None else series
            missing = times.isna().tolist()
            whole = times.astype("datetime64[ms]").astype("int64").tolist()
            self.grow(len(whole) * 8)
            return {"$": "times", "of": [None if gone else value for value, gone in zip(whole, missing)]}
        if series.dtype.kind in "fiub":
            return self.array(series.to_numpy(), 0)
        items = [None if item is None or item is not item else item for item in series.tolist()]
        self.grow(sum(len(item) if isinstance(item, str) else 8 for item in items))
        return [self.encode(item.item() if isinstance(item, numpy.generic) else item, 1) for item in items]

    def array(self, value, depth):
        if hasattr(value, "detach") and hasattr(value, "cpu"):
            value = value.detach().cpu()
            value = (value.float() if str(value.dtype) == "torch.bfloat16" else value).numpy()
        elif type(value).__module__.split(".")[0] in ("tensorflow", "keras") and hasattr(value, "numpy"):
            value = value.numpy()
        elif type(value).__module__.split(".")[0] == "pandas" and type(value).__name__ == "Series":
            return self.column(value)
        elif type(value).__module__.split(".")[0] in ("jaxlib", "jax"):
            import numpy

            value = numpy.asarray(value)
        if type(value).__module__.split(".")[0] != "numpy":
            raise TypeError("only tables, arrays and what JSON can say are passed on")
        import numpy

        if isinstance(value, numpy.generic):
            return self.encode(value.item(), depth + 1)
        if value.dtype.kind in "US" or value.dtype == object:
            return [self.encode(item, depth + 1) for item in value.tolist()]
        if value.dtype.name not in self.dtypes:
            raise TypeError(f"an array of {value.dtype} is not passed on")
        if value.ndim == 0:
            return self.encode(value.item(), depth + 1)
        self.grow(value.nbytes)
        value = numpy.ascontiguousarray(value.astype("float32") if value.dtype.name == "float16" else value)
        name = str(len(self.tensors))
        self.tensors[name] = value
        return {"$": "array", "i": name, "dtype": self.dtypes[value.dtype.name], "shape": list(value.shape)}

    def grow(self, more):
        self.size += more
        if self.size > self.most:
            raise TypeError(f"it has more than {self.limit >> 20} MB; name it with --out to pass it on")

    def write_tensors(self, path):
        header, at = {}, 0
        ordered = sorted(self.tensors.items(), key=lambda item: -item[1].itemsize)
        for name, array in ordered:
            header[name] = {"dtype": self.dtypes[array.dtype.name], "shape": list(array.shape), "data_offsets": [at, at + array.nbytes]}
            at += array.nbytes
        text = json.dumps(header).encode()
        text += b" " * (-len(text) % 8)
        with open(path, "wb") as file:
            file.write(struct.pack("<Q", len(text)) + text)
            for _, array in ordered:
                file.write(array.tobytes())


sys.modules["_kaon_bridge"] = _Bridge()
