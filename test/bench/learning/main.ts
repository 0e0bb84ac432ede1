import { parseArgs } from "node:util"
import { tf } from "../../../kernel/learn/index.ts"
import { tableOf } from "../table.ts"
import { liveRows } from "./live.ts"
import { mnistRows } from "./mnist.ts"
import { networksOf } from "./networks.ts"
import { type Results, rowsOf } from "./rows.ts"
import { kaonSides, type Measured, native, peers, type Side, type Sizes } from "./sides.ts"

/*
 * Training and prediction beside Keras and tfjs-node on the same TensorFlow, PyTorch, and in JavaScript, in alternating rounds:
 * `npm run bench:learning [-- --quick] [-- --json] [-- --only cnn,mlp]`. Ends with status 1 where a bar does not hold.
 */
const { values: options } = parseArgs({
  options: {
    json: { type: "boolean", default: false },
    quick: { type: "boolean", default: false },
    only: { type: "string" },
  },
})
const sizes: Sizes = options.quick
  ? { examples: 6000, epochs: 4, predictions: 300 }
  : { examples: 12_000, epochs: 6, predictions: 1000 }
const rounds = options.quick ? 2 : 5
const chosen = (options.only ?? "cnn,mlp,lstm,transformer,live,mnist").split(",")
const networks = chosen.filter(name => name in networksOf(tf))

if (native === undefined) {
  console.error("Native TensorFlow is not installed: run `kaon setup native` first.")
  process.exit(1)
}
// What is measured against nobody needs nobody installed.
const found = networks.length === 0 ? [] : peers()
const missing = Object.fromEntries(found.flatMap(peer => ("why" in peer ? [[peer.name, peer.why]] : [])))
for (const [name, why] of Object.entries(missing)) console.error(`${name} is left out: ${why}`)
const sides: Side[] = [...kaonSides(), ...found.filter(peer => "measure" in peer)]
const results = new Map<string, Map<string, (Measured | string)[]>>()
for (let round = 0; round < rounds; round++) {
  for (const network of networks) {
    const bySide = results.get(network) ?? new Map<string, (Measured | string)[]>()
    results.set(network, bySide)
    // Each round begins with another side, so that none always runs on a warm or a cold machine.
    for (let turn = 0; turn < sides.length; turn++) {
      const side = sides[(turn + round) % sides.length]!
      // JavaScript's figures are there to be seen; one round of them is enough.
      if (side.name === "kaon in JavaScript" && round > 0) continue
      console.error(`round ${round + 1} of ${rounds}: ${network}, ${side.name}`)
      bySide.set(side.name, [...(bySide.get(side.name) ?? []), side.measure(network, sizes)])
    }
  }
}
const rows = [
  ...rowsOf(
    results as Results,
    sides.map(({ name }) => name),
  ),
  ...(chosen.includes("live") ? liveRows(native.folder, options.quick ? 3 : 8) : []),
  ...(chosen.includes("mnist") ? mnistRows(options.quick ? [0] : [0, 1, 2], native.folder) : []),
  ...(chosen.includes("mnist-plain") ? mnistRows([], native.folder) : []),
]
if (options.json) console.log(JSON.stringify({ rows }))
else {
  console.log(tableOf(rows, sides, missing))
  if (rows.some(({ holds }) => !holds)) process.exitCode = 1
}
