import { mkdtemp, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import path from "node:path"
import type { Browser, Page } from "playwright-core"
import { openEyes } from "./eyes.ts"
import { bundle, kaonFirst, labFirst } from "./first.ts"
import {
  bareLines,
  drifting,
  type Figures,
  heap,
  jumping,
  longLine,
  openFromList,
  openInWindow,
  running,
  typing,
  typingBare,
} from "./measures.ts"
import type { Side } from "./sides.ts"

type Rounds = Record<"kaon" | "jupyterlab", number>

/** Some figures that are taken together, in a window of their own; `note` keeps each as it comes. */
export interface Measure {
  /** In how many rounds, in the whole run and the quick one. */
  rounds: Rounds
  quick: Rounds
  take(side: Side, browser: Browser, note: (figures: Figures) => void): Promise<void>
}

const often: Rounds = { kaon: 5, jupyterlab: 5 }
const sometimes: Rounds = { kaon: 5, jupyterlab: 3 }
const heavy: Rounds = { kaon: 3, jupyterlab: 1 }

/** A window of nobody, with eyes for these lines. */
async function inNewWindow(browser: Browser, lines: string, work: (page: Page) => Promise<void>): Promise<void> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 } })
  try {
    await openEyes(context, lines)
    await work(await context.newPage())
  } finally {
    await context.close()
  }
}

const inWindow = (browser: Browser, side: Side, work: (page: Page) => Promise<void>): Promise<void> =>
  inNewWindow(browser, side.lines, async page => {
    // The cookie of the first visit, so that every address leads where it says.
    await page.goto(side.urlOf(""))
    await work(page)
  })

async function inFolder(work: (folder: string) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(path.join(tmpdir(), "kaon-bench-first-"))
  try {
    await work(folder)
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 3 })
  }
}

export const measures: Record<string, Measure> = {
  openWindow: {
    rounds: often,
    quick: { kaon: 2, jupyterlab: 2 },
    take: (side, browser, note) =>
      inWindow(browser, side, async page => {
        note(await openInWindow(page, side))
        note(await typing(page, "keys"))
        note(await jumping(page, side))
        note(await drifting(page, side))
        note(await heap(page, "heap"))
      }),
  },
  // The same browser in both columns: in each turn beside that side's own keys.
  floor: {
    rounds: often,
    quick: { kaon: 2, jupyterlab: 2 },
    take: (_side, browser, note) => inNewWindow(browser, bareLines, async page => note(await typingBare(page))),
  },
  openList: {
    rounds: often,
    quick: { kaon: 2, jupyterlab: 1 },
    take: (side, browser, note) => inWindow(browser, side, async page => note(await openFromList(page, side))),
  },
  flood: {
    rounds: heavy,
    quick: { kaon: 1, jupyterlab: 0 },
    take: (side, browser, note) =>
      inWindow(browser, side, async page => note(await running(page, side, "flood.ipynb", "flood", "flood done"))),
  },
  album: {
    rounds: heavy,
    quick: { kaon: 1, jupyterlab: 0 },
    take: (side, browser, note) =>
      inWindow(browser, side, async page => note(await running(page, side, "album.ipynb", "album", "album done"))),
  },
  line: {
    rounds: sometimes,
    quick: { kaon: 1, jupyterlab: 1 },
    take: (side, browser, note) => inWindow(browser, side, async page => note(await longLine(page, side))),
  },
  firstPaint: {
    rounds: sometimes,
    quick: { kaon: 2, jupyterlab: 1 },
    take: (side, browser, note) =>
      inFolder(async folder => note(await (side.name === "kaon" ? kaonFirst : labFirst)(browser, folder))),
  },
  bundle: {
    rounds: { kaon: 1, jupyterlab: 1 },
    quick: { kaon: 1, jupyterlab: 1 },
    take: async (side, browser, note) => {
      const page = await browser.newPage()
      note(await bundle(page, side.urlOf("")))
      await page.close()
    },
  },
}
