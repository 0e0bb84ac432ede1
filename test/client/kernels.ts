import { existsSync } from "node:fs"
import { fileURLToPath } from "node:url"
import type { StartOptions } from "../../kernel/client/index.ts"
import { pythonWith } from "../notebook/python.ts"

/** A kernel that the same tests drive, with the same steps in its own language. */
export interface TestKernel {
  name: string
  start: StartOptions
  skip: string | false
  code: {
    print: (text: string) => string
    lines: (n: number) => string
    fail: string
    failSlowly: string
    /** Runs until it is interrupted. */
    forever: string
    /** Says "there" first. */
    sayThenForever: string
    exit: (code: number) => string
    ask: string
    define: string
    use: string
    completeFrom: string
    completion: string
    pid: string
  }
}

const python = pythonWith("ipykernel")
const main = fileURLToPath(new URL("../../kernel/session/main.ts", import.meta.url))

export const kernels: TestKernel[] = [
  {
    name: "ipykernel",
    start: { argv: [python ?? "python3", "-m", "ipykernel_launcher", "-f", "{connection_file}"] },
    skip: python === undefined && "no python with ipykernel (set KAON_TEST_PYTHON)",
    code: {
      print: text => `print(${JSON.stringify(text)})`,
      lines: n => `for i in range(${n}): print("line", i)`,
      fail: 'raise ValueError("bad")',
      failSlowly: 'import time; time.sleep(0.1); raise ValueError("bad")',
      forever: "while True: pass",
      sayThenForever: 'print("there", flush=True)\nwhile True: pass',
      exit: code => `import os\nos._exit(${code})`,
      ask: 'print("hello " + input("name? "))',
      define: "abcdef = 42",
      use: "abcdef",
      completeFrom: "abcd",
      completion: "abcdef",
      pid: "import os; os.getpid()",
    },
  },
  {
    name: "kaon",
    start: { kernel: "kaon" },
    skip: !existsSync(main) && "the kernel is not there",
    code: {
      print: text => `console.log(${JSON.stringify(text)})`,
      lines: n => `for (let i = 0; i < ${n}; i++) console.log("line", i)`,
      fail: 'throw new TypeError("bad")',
      failSlowly: 'await new Promise(resolve => setTimeout(resolve, 100)); throw new TypeError("bad")',
      forever: "while (true) {}",
      sayThenForever: 'console.log("there")\nwhile (true) {}',
      exit: code => `process.kill(process.pid, ${code === 3 ? '"SIGKILL"' : '"SIGTERM"'})`,
      ask: 'console.log("hello " + prompt("name? "))',
      define: "const abcdef = 42",
      use: "abcdef",
      completeFrom: "abcd",
      completion: "abcdef",
      pid: "process.pid",
    },
  },
]
