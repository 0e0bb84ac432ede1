import { writeSync } from "node:fs"
import { provideCurrentCell } from "../../../kernel/contracts/context.ts"
import { fit, tf } from "../../../kernel/learn/index.ts"
import { batch, networksOf } from "./networks.ts"
import { noise } from "./noise.ts"

/*
 * What it costs to show a training: the same one under a cell, whose outputs leave the process as JSON as a kernel's do, and
 * in a script, in turns. node live_side.ts ROUNDS
 */
const rounds = Number(process.argv[2] ?? 8)
const data = await noise(6000)
const model = networksOf(tf).mlp!()
let shown = 0
const cell = {
  header: undefined,
  signal: new AbortController().signal,
  directory: process.cwd(),
  display: (bundle: unknown, how: unknown) => {
    shown++
    writeSync(2, `${JSON.stringify({ bundle, how })}\n`)
  },
}
/** Seconds of the whole training, compiling aside. */
async function trained(live: boolean): Promise<number> {
  provideCurrentCell(() => (live ? cell : undefined))
  const { history } = await fit(model, data, { epochs: 60, batchSize: batch, validation: 0 })
  return history.slice(1).reduce((sum, { seconds }) => sum + seconds, 0)
}
const [lively, silent]: [number[], number[]] = [[], []]
for (let round = 0; round < rounds; round++) {
  for (const live of round % 2 === 0 ? [true, false] : [false, true]) (live ? lively : silent).push(await trained(live))
}
provideCurrentCell(() => undefined)
console.log(JSON.stringify({ lively, silent, shown }))
