import { spawnSync } from "node:child_process"
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import path from "node:path"
import { z } from "zod"
import type { Row } from "../rows.ts"
import { median } from "../samples.ts"

const root = path.resolve(import.meta.dirname, "../../..")
const notebook = z.looseObject({
  cells: z.array(z.looseObject({ cell_type: z.string(), source: z.union([z.string(), z.array(z.string())]) })),
})
const outcome = z.object({ accuracy: z.number(), seconds: z.number() })
const mark = "measured: "
const told = `console.log("${mark}" + JSON.stringify({
  accuracy: report.accuracy, seconds: trained.history.reduce((sum, row) => sum + row.seconds, 0),
}))`

const code = (source: string) => ({ cell_type: "code", metadata: {}, outputs: [], execution_count: null, source })

/** The network of the first tutorials, for as long as they train it. */
const simple = [
  `%%data mnist
import mnistSource from "kaon:datasets/mnist"
const mnist = await mnistSource.load().scale("min-max").split()`,
  `%%model mlp --seed 0
const mlp = tf.sequential({ layers: [
  tf.layers.flatten({ inputShape: mnist.shape }),
  tf.layers.dense({ units: 128, activation: "relu" }),
  tf.layers.dense({ units: 10, activation: "softmax" }),
] })`,
  `%%train mlp --batch 32 --seed 0
const trained = await fit(mlp, mnist, { epochs: 5, optimizer: tf.train.adam(1e-3), validation: 0 })`,
  `%%eval
const report = await evaluate(trained, mnist.test)`,
]

/** The notebook's own cells, with another seed; its gate and its pictures are not needed to know the figure. */
function cellsOf(file: string): string[] {
  const { cells } = notebook.parse(JSON.parse(readFileSync(path.join(root, file), "utf8")))
  return cells
    .filter(({ cell_type }) => cell_type === "code")
    .map(({ source }) => [source].flat().join(""))
    .filter(source => !/^report\.|^mnist\.preview/.test(source))
    .map(source => source.replace(/^(expect|report|mnist)\..*$|^expect\(.*$/gm, ""))
}

/** Runs the cells as `kaon run` does, by the native TensorFlow of a folder. */
function measured(cells: readonly string[], seed: number, tensorflow: string): z.infer<typeof outcome> | string {
  const folder = mkdtempSync(path.join(tmpdir(), "kaon-mnist-"))
  const file = path.join(folder, "mnist.ipynb")
  const sources = [...cells.map(source => source.replaceAll("--seed 0", `--seed ${seed}`)), told]
  const metadata = { kernelspec: { name: "kaon", display_name: "Kaon", language: "typescript" } }
  writeFileSync(file, JSON.stringify({ cells: sources.map(code), metadata, nbformat: 4, nbformat_minor: 5 }))
  try {
    const args = [path.join(root, "kernel/cli/main.ts"), "run", file, "--no-cache"]
    const env = { ...process.env, KAON_TENSORFLOW: tensorflow }
    const done = spawnSync(process.execPath, args, { cwd: root, encoding: "utf8", timeout: 900_000, env })
    const line = `${done.stdout}`.split("\n").find(text => text.includes(mark))
    if (line === undefined) return `failed: ${`${done.stdout}${done.stderr}`.trim().split("\n").at(-1)}`
    return outcome.parse(JSON.parse(line.slice(line.indexOf(mark) + mark.length)))
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length

/** Lines on the real 60,000 and 10,000 digits: the notebook's network, where its seeds are given, and the simple one. */
export function mnistRows(seeds: readonly number[], tensorflow: string): Row[] {
  const of = (name: string, cells: readonly string[], seeds: readonly number[]) =>
    seeds.map(seed => {
      console.error(`mnist: ${name}, seed ${seed}`)
      const found = measured(cells, seed, tensorflow)
      console.error(typeof found === "string" ? found : `  ${found.accuracy}, ${found.seconds.toFixed(1)} s`)
      return found
    })
  const figure = (
    found: readonly (z.infer<typeof outcome> | string)[],
    pick: (of: z.infer<typeof outcome>) => number,
    summary: (values: number[]) => number,
  ) => {
    const failed = found.find(one => typeof one === "string")
    return failed ?? summary(found.filter(one => typeof one !== "string").map(pick))
  }
  const row = (name: string, unit: string, value: number | string, bar: string, holds: (value: number) => boolean) => ({
    ...{ name, unit, value, bar, peers: {} },
    holds: typeof value === "number" && holds(value),
  })
  const percent = (found: ReturnType<typeof of>) => figure(found, ({ accuracy }) => 100 * accuracy, mean)
  const network = of(
    "the notebook's network",
    seeds.length === 0 ? [] : cellsOf("workspaces/templates/mnist.ipynb"),
    seeds,
  )
  const plain = of("784-128-10, 5 epochs", simple, [0, 1, 2])
  const rows = [row("784-128-10 in 5 epochs, test accuracy", "%", percent(plain), "≥ 97.7", value => value >= 97.7)]
  if (seeds.length === 0) return rows
  return [
    row("mnist.ipynb, test accuracy", "%", percent(network), "≥ 99.4", value => value >= 99.4),
    row(
      "mnist.ipynb, training",
      "s",
      figure(
        network,
        ({ seconds }) => seconds,
        values => median(values)!,
      ),
      "≤ 180",
      value => value <= 180,
    ),
    ...rows,
  ]
}
