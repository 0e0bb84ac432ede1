import assert from "node:assert/strict"
import { cpSync, mkdirSync, readFileSync } from "node:fs"
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
    assert.match([dataOf("request", "text/plain")].flat().join(""), /label: '\d'/)
  },
)
