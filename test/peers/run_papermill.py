"""papermill runs a notebook with parameters. usage: run_papermill.py NOTEBOOK OUTPUT NAME=VALUE…

papermill has no translator for TypeScript; the one it has for C# writes `var name = value;`, which is TypeScript too."""

import json
import sys

import papermill

source, output, *pairs = sys.argv[1:]
parameters = {name: json.loads(value) for name, value in (pair.split("=", 1) for pair in pairs)}
papermill.execute_notebook(source, output, parameters, kernel_name="kaon", language=".net-csharp", progress_bar=False)
