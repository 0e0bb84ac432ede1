import { execFile } from "node:child_process"
import { existsSync } from "node:fs"
import { mkdtemp, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import path from "node:path"
import { parseArgs, promisify } from "node:util"
import { writeRows } from "./rows.ts"

/*
 * Tables beside pandas, each side from the file to its answer, in alternating rounds of fresh processes:
 * `npm run bench:data [-- --rows 1000000] [-- --rounds 5] [-- --json]`.
 */
const { values: options } = parseArgs({
  options: {
    rows: { type: "string", default: "1000000" },
    rounds: { type: "string", default: "5" },
    json: { type: "boolean", default: false },
  },
})

const here = import.meta.dirname
const bin = process.platform === "win32" ? "Scripts/python.exe" : "bin/python"
const python = path.resolve(here, "../../../.cache/python", bin)
const sides: Record<string, [string, string]> = {
  kaon: [process.execPath, path.join(here, "kaon.ts")],
  pandas: [python, path.join(here, "pandas_side.py")],
}
type Timings = Record<string, number>

async function timings(side: string, file: string): Promise<Timings> {
  const [command, program] = sides[side]!
  const { stdout } = await promisify(execFile)(command, [program, file], { timeout: 300_000 })
  return JSON.parse(stdout) as Timings
}

async function hasPandas(): Promise<boolean> {
  if (!existsSync(python)) return false
  return await promisify(execFile)(python, ["-c", "import pandas"]).then(
    () => true,
    () => false,
  )
}

const median = (values: number[]): number => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!

const folder = await mkdtemp(path.join(tmpdir(), "kaon-bench-"))
try {
  const names = (await hasPandas()) ? ["kaon", "pandas"] : ["kaon"]
  if (names.length === 1) console.error(`pandas is not here: ${python} -m pip install pandas`)
  const file = path.join(folder, "rows.csv")
  await writeRows(file, Number(options.rows))
  const rounds: Record<string, Timings[]> = Object.fromEntries(names.map(name => [name, []]))
  for (let round = 0; round < Number(options.rounds); round++) {
    for (const name of round % 2 === 0 ? names : names.toReversed()) rounds[name]!.push(await timings(name, file))
  }
  const rows = Object.keys(rounds.kaon![0]!).map(measure => ({
    measure,
    rows: Number(options.rows),
    unit: "ms",
    ...Object.fromEntries(names.map(name => [name, Math.round(median(rounds[name]!.map(each => each[measure]!)))])),
  }))
  if (options.json) console.log(JSON.stringify({ rows }))
  else console.table(rows)
} finally {
  await rm(folder, { recursive: true })
}
