"""jupyter_kernel_test against one kernel: `suites.py <name>` with JUPYTER_PATH set; prints {"passed", "failed", "skipped"}."""

import json
import os
import sys
import unittest

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "peers"))
import jupyter_kernel_test  # noqa: E402


class TypeScript(jupyter_kernel_test.KernelTests):
    language_name = "typescript"
    file_extension = ".ts"
    code_hello_world = "console.log('hello, world')"
    code_stderr = "console.error('oh no')"
    completion_samples = [{"text": "consol", "matches": {"console"}}]
    complete_code_samples = ["1", "const x: number = 1", "function f() {\n  return 1\n}"]
    incomplete_code_samples = ["function f() {", "const x = ["]
    invalid_code_samples = ["const const", "let 1a = 2"]
    code_page_something = "console.log?"
    code_generate_error = "throw new Error('planned')"
    code_execute_result = [{"code": "6 * 7", "result": "42"}]
    code_history_pattern = "*6 * 7*"
    supported_history_operations = ("tail", "range", "search")
    code_inspect_sample = "console.log"


class DenoTests(TypeScript):
    kernel_name = "bench-deno"
    code_display_data = [{"code": "await Deno.jupyter.html`<b>bold</b>`", "mime": "text/html"}]
    code_clear_output = "await Deno.jupyter.broadcast('clear_output', { wait: false })"


class TslabTests(TypeScript):
    kernel_name = "bench-tslab"
    code_display_data = [{"code": "import {display} from 'tslab'; display.html('<b>bold</b>')", "mime": "text/html"}]


class IpykernelTests(jupyter_kernel_test.KernelTests):
    kernel_name = "bench-ipykernel"
    language_name = "python"
    file_extension = ".py"
    code_hello_world = "print('hello, world')"
    code_stderr = "import sys; print('oh no', file=sys.stderr)"
    completion_samples = [{"text": "zi", "matches": {"zip"}}]
    complete_code_samples = ["1", "def f(x):\n    return x\n\n\n"]
    incomplete_code_samples = ["print('''hello", "def f(x):\n  x*2"]
    invalid_code_samples = ["import = 7q"]
    code_page_something = "zip?"
    code_generate_error = "raise ValueError('planned')"
    code_execute_result = [{"code": "6 * 7", "result": "42"}]
    code_display_data = [{"code": "from IPython.display import HTML, display; display(HTML('<b>b</b>'))", "mime": "text/html"}]
    code_history_pattern = "*6 * 7*"
    supported_history_operations = ("tail", "range", "search")
    code_inspect_sample = "zip"
    code_clear_output = "from IPython.display import clear_output; clear_output()"


def kaon():
    import test_kernel

    return test_kernel.KaonTests


suites = {"kaon": kaon, "deno": lambda: DenoTests, "tslab": lambda: TslabTests, "ipykernel": lambda: IpykernelTests}

if __name__ == "__main__":
    suite = unittest.defaultTestLoader.loadTestsFromTestCase(suites[sys.argv[1]]())
    result = unittest.TestResult()
    suite.run(result)
    # A test may fail in several of its parts.
    failed = len({getattr(case, "test_case", case).id() for case, _ in result.failures + result.errors})
    skipped = len(result.skipped)
    print(json.dumps({"passed": max(0, result.testsRun - failed - skipped), "failed": failed, "skipped": skipped}))
