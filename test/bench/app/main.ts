import { mkdtemp, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import path from "node:path"
import { parseArgs } from "node:util"
import type { Browser } from "playwright-core"
import { launch, withoutBrowser } from "../../peers/lab.ts"
import { withoutPython } from "../../peers/python.ts"
import { Samples } from "../samples.ts"
import { tableOf } from "../table.ts"
import { openEyes } from "./eyes.ts"
import { bundle, kaonFirst, labFirst } from "./first.ts"
import {
  drifting,
  type Figures,
  heap,
  jumping,
  longLine,
  openFromList,
  openInWindow,
  running,
  typing,
} from "./measures.ts"
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

/** A measure has a page of its own. `rounds`: how often for Kaon and for JupyterLab, in the whole run and the quick one. */
interface Measure {
  rounds: { kaon: number; jupyterlab: number }
  quick: { kaon: number; jupyterlab: number }
  take(side: Side, browser: Browser): Promise<Figures>
}

/** A window of nobody, with eyes. */
async function inWindow(
  browser: Browser,
  side: Side,
  work: (page: import("playwright-core").Page) => Promise<Figures>,
) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 } })
  try {
    await openEyes(context, side.lines)
    const page = await context.newPage()
    // The cookie of the first visit, so that every address leads where it says.
    await page.goto(side.urlOf(""))
    return await work(page)
  } finally {
    await context.close()
  }
}

const measures: Record<string, Measure> = {
  openWindow: {
    rounds: { kaon: 5, jupyterlab: 5 },
    quick: { kaon: 2, jupyterlab: 2 },
    take: (side, browser) =>
      inWindow(browser, side, async page => {
        const opened = await openInWindow(page, side)
        const keys = await typing(page, "keys")
        const jump = await jumping(page, side)
        return { ...opened, ...keys, ...jump, ...(await drifting(page, side)), ...(await heap(page, "heap")) }
      }),
  },
  openList: {
    rounds: { kaon: 5, jupyterlab: 5 },
    quick: { kaon: 2, jupyterlab: 1 },
    take: (side, browser) => inWindow(browser, side, page => openFromList(page, side)),
  },
  flood: {
    rounds: { kaon: 3, jupyterlab: 1 },
    quick: { kaon: 1, jupyterlab: 0 },
    take: (side, browser) => inWindow(browser, side, page => running(page, side, "flood.ipynb", "flood", "flood done")),
  },
  album: {
    rounds: { kaon: 3, jupyterlab: 1 },
    quick: { kaon: 1, jupyterlab: 0 },
    take: (side, browser) => inWindow(browser, side, page => running(page, side, "album.ipynb", "album", "album done")),
  },
  line: {
    rounds: { kaon: 5, jupyterlab: 3 },
    quick: { kaon: 1, jupyterlab: 1 },
    take: (side, browser) => inWindow(browser, side, page => longLine(page, side)),
  },
  firstPaint: {
    rounds: { kaon: 5, jupyterlab: 3 },
    quick: { kaon: 2, jupyterlab: 1 },
    take: async (side, browser) => {
      const folder = await mkdtemp(path.join(tmpdir(), "kaon-bench-first-"))
      try {
        return await (side.name === "kaon" ? kaonFirst : labFirst)(browser, folder)
      } finally {
        await rm(folder, { recursive: true, force: true, maxRetries: 3 })
      }
    },
  },
  bundle: {
    rounds: { kaon: 1, jupyterlab: 1 },
    quick: { kaon: 1, jupyterlab: 1 },
    take: async (side, browser) => {
      const page = await browser.newPage()
      const figures = await bundle(page, side.urlOf(""))
      await page.close()
      return figures
    },
  },
}

const samples = new Samples()
const chosen = Object.entries(measures).filter(
  ([name]) => options.only === undefined || options.only.split(",").includes(name),
)
const browser = await launch()
const sides: Side[] = [await kaonSide()]
if (withoutPython === false && !options.alone) sides.push(await labSide())
try {
  for (let round = 0; round < 5; round++) {
    for (const [measure, { rounds, quick, take }] of chosen) {
      for (const side of sides) {
        const name = side.name as keyof typeof rounds
        if (round >= (options.quick ? quick : rounds)[name]) continue
        console.error(`round ${round + 1}: ${measure}, ${name}`)
        try {
          for (const [row, value] of Object.entries(await take(side, browser)))
            samples.add({ kernel: name, measure, row, value })
        } catch (cause) {
          const said = cause instanceof Error ? cause.message.split("\n")[0]! : String(cause)
          console.error(`  ${said}`)
          samples.add({ kernel: name, measure, failed: /Timeout/.test(said) ? "no end in 90 s" : "fails" })
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
