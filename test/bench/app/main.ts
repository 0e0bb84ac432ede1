import { parseArgs } from "node:util"
import { launch, withoutBrowser } from "../../peers/lab.ts"
import { withoutPython } from "../../peers/python.ts"
import { Samples } from "../samples.ts"
import { tableOf } from "../table.ts"
import { measures } from "./plan.ts"
import { rowsOf } from "./rows.ts"
import { kaonSide, labSide, type Side } from "./sides.ts"

/*
 * Kaon's interface beside JupyterLab in one Chromium, in one run: `npm run bench:app [-- --quick] [-- --json]`. Ends with status 1
 * where a bar does not hold, unless --json asks for the rows alone.
 */
const { values: options } = parseArgs({
  options: {
    json: { type: "boolean", default: false },
    quick: { type: "boolean", default: false },
    /** Measures to take, by name. */
    only: { type: "string" },
    /** Without JupyterLab. */
    alone: { type: "boolean", default: false },
  },
})
if (withoutBrowser !== false) {
  console.error(withoutBrowser)
  process.exit(1)
}

const samples = new Samples()
const wanted = options.only?.split(",")
const chosen = Object.entries(measures).filter(([name]) => wanted === undefined || wanted.includes(name))
const browser = await launch()
const sides: Side[] = [await kaonSide()]
if (withoutPython === false && !options.alone) sides.push(await labSide())
try {
  for (let round = 0; round < 5; round++) {
    for (const [measure, { rounds, quick, take }] of chosen) {
      for (const side of sides) {
        const kernel = side.name
        if (round >= (options.quick ? quick : rounds)[kernel]) continue
        console.error(`round ${round + 1}: ${measure}, ${kernel}`)
        try {
          await take(side, browser, figures => {
            for (const [row, value] of Object.entries(figures)) samples.add({ kernel, measure, row, value })
          })
        } catch (cause) {
          const said = cause instanceof Error ? cause.message.split("\n")[0]! : String(cause)
          console.error(`  ${said}`)
          samples.add({ kernel, measure, failed: /Timeout/.test(said) ? "no end in 90 s" : "fails" })
        }
      }
    }
  }
} finally {
  await browser.close()
  for (const side of sides) await side[Symbol.asyncDispose]()
}
const rows = rowsOf(samples, "jupyterlab", withoutPython)
if (options.json) console.log(JSON.stringify({ rows }))
else {
  const titles = [
    { name: "kaon", version: "0.1.0" },
    { name: "jupyterlab", version: "4.6.6" },
  ]
  console.log(tableOf(rows, titles, {}))
  if (rows.some(({ holds }) => !holds)) process.exitCode = 1
}
