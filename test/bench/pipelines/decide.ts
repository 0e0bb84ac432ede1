import { analyseCell } from "../../../kernel/cell/index.ts"
import {
  CodeReading,
  conduct,
  Ledger,
  pipelineCell,
  type Runner,
  surroundingsOf,
} from "../../../kernel/pipeline/index.ts"
import { Store } from "../../../kernel/store/index.ts"
import { chainOf } from "./notebooks.ts"

/*
 * Run as a program: decides about so many steps over a store, with a kernel that only says it ran. Prints the milliseconds of
 * reading the code, and of deciding: keys, hashes, SQLite, and a look for every artefact.
 */
const [root, count] = [process.argv[2]!, Number(process.argv[3])]
using store = new Store(root)
const value = { form: "stored" as const, ...(await store.values.save(1)) }
const surroundings = surroundingsOf(root)
await surroundings.kaon()

const begun = performance.now()
const cells = chainOf(count).map((source, i) => {
  const cell = { id: `c${i}`, number: i + 1, source }
  return pipelineCell(cell, analyseCell(source, cell))
})
const read = performance.now()
const ledger = new Ledger(cells, new CodeReading(root, surroundings), surroundings)
let hits = 0
const runner: Runner = {
  restore: async () => true,
  run: async cell => {
    const values = Object.fromEntries(cell.facts.defines.map(({ name }) => [name, value]))
    return { ok: true, seconds: 0, outputs: [], kept: { values, changed: {}, unsure: [], aliased: [] } }
  },
}
await conduct({
  ...{ cells, store, ledger, runner, notebook: "bench", forced: new Set(), forcedWhy: "", stopped: () => false },
  hit: () => hits++,
})
console.log(JSON.stringify({ read: read - begun, decide: performance.now() - read, hits }))
