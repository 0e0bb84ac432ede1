import assert from "node:assert/strict"
import { existsSync } from "node:fs"
import { mkdtemp, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join, resolve } from "node:path"
import { test } from "node:test"
import type { Execution } from "../../kernel/client/index.ts"
import { startKernel } from "../../kernel/client/index.ts"
import { isAlive, streamOf, textOf, until } from "./kernel.ts"

const python = resolve(import.meta.dirname, "../../.cache/python")
const options = existsSync(join(python, "bin/python"))
  ? {}
  : { skip: "no Python with ipykernel: npm run test:peers brings one" }

const startWithPython = (cwd = tmpdir()) =>
  startKernel({
    kernel: "kaon",
    cwd,
    env: { ...process.env, PATH: `${python}/bin:${process.env.PATH}`, JUPYTER_PATH: `${python}/share/jupyter` },
  })

function ok(execution: Execution): Execution {
  assert.equal(execution.status, "ok", execution.error?.traceback.join("\n") ?? "")
  return execution
}

test(
  "tables, arrays and plain data go to Python and come back, and Python's own values stay there",
  options,
  async () => {
    await using kernel = await startWithPython()
    ok(
      await kernel.execute(`const numbers = Float64Array.of(1, 2, 3.5)
const grid = tf.tensor2d([[1, 2], [3, 4]])
const flags = tf.tensor1d([true, false], "bool")
const plain = { text: "é\\n", list: [1, null, true, Infinity], deep: { big: 2n ** 60n, $: 1 } }
const sales = await data.from([{ city: "x", amount: 1, at: new Date(0) }, { city: "y", amount: null, at: new Date(86400000) }])
function helper() {}
class Own {}
const own = new Own()`),
    )
    const shown = ok(
      await kernel.execute(`%%python
import numpy as np
print(type(numbers).__name__, numbers.dtype, numbers.sum(), grid.shape, grid.dtype, flags.dtype)
print(plain["text"] == "é\\n", plain["list"], plain["deep"]["big"] == 2**60, plain["deep"]["$"])
print(type(sales).__name__, list(sales.columns), sales["at"].dtype, sales["amount"].tolist())
doubled = numbers * 2
matrix = np.arange(6).reshape(2, 3)
tall = grid.T + 0.5
mask = np.array([True, False])
told = {"name": "ok", "scores": [1, 2.5, None], "n": np.int64(7)}
sales["city"] = sales["city"].str.upper()
frame = sales
class Model: pass
model = Model()
for i in range(3): loop = i`),
    )
    assert.equal(
      streamOf(shown),
      "ndarray float64 6.5 (2, 2) float32 bool\nTrue [1, None, True, inf] True 1\nDataFrame ['city', 'amount', 'at'] datetime64[ms] [1.0, nan]\n",
    )
    const back = ok(
      await kernel.execute(
        `[doubled instanceof Float64Array, [...doubled].join(), matrix.shape.join(), matrix.dtype, tall.arraySync().flat().join(), mask.join(), JSON.stringify(told), loop, frame.columns.map(c => c.name + ":" + c.type).join(), JSON.stringify(await frame.rows()), model.type, typeof i].join(" | ")`,
      ),
    )
    assert.match(textOf(back) ?? "", /true \| 2,4,7 \| 2,3 \| int32 \| 1.5,3.5,2.5,4.5 \| true,false/)
    assert.match(
      textOf(back) ?? "",
      /2 \| city:VARCHAR,amount:DOUBLE,at:TIMESTAMP \| .*1970-01-02T00:00:00.000Z.* \| __main__.Model \| undefined/,
    )
    // Another Python cell uses Python's own object, not the copy; TypeScript sees what was changed there.
    ok(await kernel.execute("%%python\nmodel.rate = 3\ndoubled[0] = 100\nrate = model.rate"))
    assert.match(textOf(ok(await kernel.execute("[rate, doubled[0]].join()"))) ?? "", /3,100/)
    const refused = await kernel.execute("%%python\n\nown.x")
    assert.match(refused.error?.evalue ?? "", /name 'own' is not defined/)
    assert.match(
      refused.error?.traceback.join("\n") ?? "",
      /"own" of another cell is of the class Own, which only TypeScript can use/,
    )
  },
)

test("what Python prints, shows, asks and raises belongs to its cell, with the line in it", options, async () => {
  await using kernel = await startWithPython()
  const shown = ok(
    await kernel.execute(
      '%%python\nimport sys\nfrom IPython.display import display, HTML\nprint("out"); print("err", file=sys.stderr)\nh = display(HTML("<b>1</b>"), display_id="d")\nh.update(HTML("<b>2</b>"))\n6 * 7',
    ),
  )
  assert.equal(streamOf(shown), "out\n")
  assert.equal(streamOf(shown, "stderr"), "err\n")
  const displays = shown.outputs
    .filter(({ type }) => type.includes("display_data"))
    .map(({ type, content }) => [
      type,
      (content.data as Record<string, string>)["text/html"] ?? (content.data as Record<string, string>)["text/plain"],
    ])
  assert.deepEqual(displays, [
    ["display_data", "<b>1</b>"],
    ["update_display_data", "<b>2</b>"],
    ["display_data", "42"],
  ])
  const asked = ok(
    await kernel.execute('%%python\nname = input("Who? ")', {
      onInput: async question => (question === "Who? " ? "Ada" : "?"),
    }),
  )
  assert.equal(asked.status, "ok")
  assert.match(textOf(await kernel.execute("name")) ?? "", /Ada/)
  for (const source of [
    "%%python --kernel python3\nx = 1\n\nx / 0",
    "// about\n%%python\nif True:\n  x = 1\n  1 / 0",
  ]) {
    const failed = await kernel.execute(source.replace("// about\n", "\n"))
    assert.equal(failed.error?.ename, "ZeroDivisionError")
    assert.match(failed.error?.traceback.join("\n") ?? "", /division by zero/)
    const { line } = (failed.metadata.kaon as { error: { line: number } }).error
    assert.equal(line, source.startsWith("//") ? 5 : 4)
  }
  const syntax = await kernel.execute("%%python\nx = (")
  assert.equal(syntax.error?.ename, "SyntaxError")
  const absent = await kernel.execute("%%python --kernel nowhere\n1")
  assert.match(absent.error?.traceback.join("\n") ?? "", /pip install ipykernel/)
  const quiet = await kernel.execute('%%python\ninput("?")', { allowStdin: false })
  assert.equal(quiet.status, "error")
  assert.equal(ok(await kernel.execute("%%python\nprint(1)")).status, "ok", "the kernel goes on")
})

test("an interrupt stops Python and keeps what it holds; it ends with the notebook's kernel", options, async () => {
  const folder = await mkdtemp(join(tmpdir(), "kaon-python-test-"))
  try {
    const kernel = await startWithPython(folder)
    ok(await kernel.execute("%%python\nimport os, time\nkept = 5\npid = os.getpid()"))
    const pid = Number(textOf(await kernel.execute("pid")))
    const started = Promise.withResolvers<void>()
    const running = kernel.execute('%%python\nprint("on")\nwhile True: time.sleep(0.01)', {
      onOutput: () => started.resolve(),
    })
    await started.promise
    await kernel.interrupt()
    assert.equal((await running).status, "error")
    assert.equal(streamOf(ok(await kernel.execute("%%python\nprint(kept)"))), "5\n")
    const died = kernel.execute("%%python\nos._exit(3)")
    assert.match((await died).error?.traceback.join("\n") ?? "", /died|ended/i)
    const again = await kernel.execute("%%python\nimport os\npid = os.getpid()")
    const next = Number(textOf(await kernel.execute("pid")))
    assert.equal(again.status, "ok", "a new one starts")
    assert.notEqual(next, pid)
    process.kill(kernel.pid, "SIGKILL")
    await kernel.exited
    await until(() => !isAlive(next), 20_000)
    const other = await startWithPython(folder)
    ok(await other.execute("%%python\nimport os\npid = os.getpid()"))
    const last = Number(textOf(await other.execute("pid")))
    await other.shutdown()
    const exit = await other.exited
    assert.deepEqual([exit.code, exit.signal], [0, null], exit.lines)
    await until(() => !isAlive(last), 20_000)
  } finally {
    await rm(folder, { recursive: true })
  }
})
