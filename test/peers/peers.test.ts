import assert from "node:assert/strict"
import { cpSync, mkdirSync, readFileSync, writeFileSync } from "node:fs"
import path from "node:path"
import { test } from "node:test"
import { stopDeployment } from "../../kernel/serving/index.ts"
import { installedPrefix, runPython, withoutPython } from "./python.ts"

const options = { skip: withoutPython }

test("jupyter_kernel_test passes whole, with nothing skipped", options, async () => {
  await using installed = installedPrefix()
  const { stderr } = await runPython("test_kernel.py", [], installed.environment)
  assert.match(stderr, /Ran 12 tests/)
  assert.match(stderr, /\nOK\n$/)
})

test(
  "jupyter_client starts, runs, interrupts, restarts and ends the kernel, and no process is left",
  options,
  async () => {
    await using installed = installedPrefix()
    const { stdout } = await runPython("client_session.py", [], installed.environment)
    assert.deepEqual(JSON.parse(stdout), {
      sum: "2",
      error: "TypeError",
      interrupted: "Interrupted",
      kept: "1",
      forgotten: "'undefined'",
      left: [],
    })
  },
)

interface Output {
  output_type: string
  data?: Record<string, unknown>
  text?: string | string[]
}

test(
  "nbclient executes the digits notebook; every output validates, the gate is met, and the service classifies a digit",
  options,
  async () => {
    await using installed = installedPrefix()
    const folder = path.join(installed.prefix, "notebooks")
    mkdirSync(folder)
    const source = path.resolve(import.meta.dirname, "../../workspaces/digits.ipynb")
    cpSync(source, path.join(folder, "digits.ipynb"))
    const output = path.join(folder, "out.ipynb")
    try {
      await runPython("execute_notebook.py", [path.join(folder, "digits.ipynb"), output, folder], installed.environment)
    } finally {
      await stopDeployment(folder, "digits").catch(() => {})
    }
    const { cells } = JSON.parse(readFileSync(output, "utf8")) as { cells: { id: string; outputs?: Output[] }[] }
    const dataOf = (id: string, mime: string) =>
      cells
        .find(cell => cell.id === id)
        ?.outputs?.map(found => found.data?.[mime])
        .find(data => data !== undefined)
    const report = dataOf("eval", "application/vnd.kaon.report+json") as {
      figures: { accuracy: number }
      gates: { met: boolean }[]
    }
    assert.ok(report.figures.accuracy >= 0.97)
    assert.deepEqual(
      report.gates.map(({ met }) => met),
      [true],
    )
    const curve = dataOf("train", "application/vnd.vegalite.v5+json") as { $schema: string }
    assert.match(curve.$schema, /vega-lite/)
    assert.match([dataOf("gallery", "image/svg+xml")].flat().join(""), /<image/)
    const printed = cells.find(cell => cell.id === "request")?.outputs?.[0]?.text
    assert.match([printed].flat().join(""), /^a \d, seen as \d \(\d+\.\d %\)\n$/)
  },
)

test("papermill injects its parameters after the params cell, and they hold", options, async () => {
  await using installed = installedPrefix()
  const source = path.join(installed.prefix, "source.ipynb")
  const output = path.join(installed.prefix, "out.ipynb")
  const code = (id: string, text: string, metadata = {}) => ({
    cell_type: "code",
    id,
    metadata,
    execution_count: null,
    outputs: [],
    source: text,
  })
  const kernelspec = { name: "kaon", display_name: "TypeScript (Kaon)", language: "typescript" }
  const cells = [
    code("p", "%%params\nconst epochs = 20\nconst label = 'none'\nconst quick = false", { tags: ["parameters"] }),
    code("c", "[epochs, label, quick]"),
  ]
  writeFileSync(source, JSON.stringify({ cells, metadata: { kernelspec }, nbformat: 4, nbformat_minor: 5 }))
  await runPython(
    "run_papermill.py",
    [source, output, "epochs=3", 'label="it is\\n\\"quoted\\""', "quick=true"],
    installed.environment,
  )
  const ran = JSON.parse(readFileSync(output, "utf8")) as {
    cells: { id: string; outputs: { data: Record<string, string[]> }[] }[]
  }
  const shown = ran.cells.find(cell => cell.id === "c")?.outputs[0]?.data["text/plain"]
  assert.equal([shown].flat().join(""), `[ 3, 'it is\\n"quoted"', true ]`)
})

test("the messages of VS Code, in its order, are answered", options, async () => {
  await using installed = installedPrefix()
  const { stdout } = await runPython("vscode_session.py", [], installed.environment)
  assert.deepEqual(JSON.parse(stdout), {
    info: "typescript",
    quiet: [0, ["status", "status"]],
    first: [1, ["status", "execute_input", "execute_result", "status"]],
    comms: {},
    complete: true,
    interrupt: "ok",
    busy: "error",
    inspect: true,
    shutdown: { status: "ok", restart: false },
  })
})
