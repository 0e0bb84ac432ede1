"""jupyter_kernel_test against Kaon: the suite that kernels of every language are held to, no sample weakened.

Run by peers.test.ts, which installs the kernelspec into a prefix of its own first (JUPYTER_PATH)."""

import unittest

import jupyter_kernel_test


class KaonTests(jupyter_kernel_test.KernelTests):
    kernel_name = "kaon"
    language_name = "typescript"
    file_extension = ".ts"

    code_hello_world = "console.log('hello, world')"
    code_stderr = "console.error('oh no')"
    completion_samples = [{"text": "const aLongName = [1]; aLo", "matches": {"aLongName"}}]
    complete_code_samples = ["1", "const x: number = 1", "function f() {\n  return 1\n}", "await 1"]
    incomplete_code_samples = ["function f() {", "const x = [", "`text", "/* note", "if (true) {\n  1"]
    invalid_code_samples = ["const const", "let 1a = 2", ")"]
    code_page_something = "console.log?"
    code_generate_error = "throw new Error('planned')"
    code_execute_result = [
        {"code": "6 * 7", "result": "42"},
        {"code": "const text: string = 'typed'; text", "result": "'typed'"},
        {"code": "await Promise.resolve([1, 2])", "result": "[ 1, 2 ]"},
    ]
    code_display_data = [
        {"code": "display.html('<b>bold</b>')", "mime": "text/html"},
        {"code": "display.markdown('**bold**')", "mime": "text/markdown"},
        {"code": "display.svg('<svg xmlns=\"http://www.w3.org/2000/svg\"/>')", "mime": "image/svg+xml"},
        {"code": "display.png(new Uint8Array([137, 80, 78, 71]))", "mime": "image/png"},
    ]
    code_history_pattern = "*6 * 7*"
    supported_history_operations = ("tail", "range", "search")
    code_inspect_sample = "console.log"
    code_clear_output = "display.clear()"


if __name__ == "__main__":
    unittest.main()
