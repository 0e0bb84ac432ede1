"""nbclient executes a notebook with the kernel named kaon; every output must validate with nbformat.

usage: execute_notebook.py NOTEBOOK OUTPUT FOLDER"""

import sys

import nbformat
from nbclient import NotebookClient

source, output, folder = sys.argv[1:]
notebook = nbformat.read(source, as_version=4)
NotebookClient(notebook, kernel_name="kaon", timeout=200, resources={"metadata": {"path": folder}}).execute()
nbformat.validate(notebook)
nbformat.write(notebook, output)
