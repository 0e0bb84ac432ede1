import assert from "node:assert/strict"
import { readFile } from "node:fs/promises"
import path from "node:path"
import { test } from "node:test"
import type { Page } from "playwright-core"
import { ended, notebook, startInterface, withoutBrowser } from "./interface.ts"

const skip = withoutBrowser

/** Cells with code of several lengths, text between them, and some two kilobytes of output each. */
const many = (count: number) =>
  notebook(
    ...Array.from({ length: count }, (_, index) =>
      index % 10 === 0
        ? { cell_type: "markdown", source: `## Part ${index / 10}\n\nSome *text* about it.` }
        : {
            source: `// cell ${index}\n${"console.log(1, 'two', `three`)\n".repeat(index % 7)}`,
            execution_count: index,
            outputs: [
              {
                output_type: "stream",
                name: "stdout",
                text: `${"row of output with figures 3.14159 \n".repeat(20 + (index % 40))}`,
              },
            ],
          },
    ),
  )

test("2,000 cells open quickly, draw only what is in view, and scroll without drift", { skip }, async t => {
  await using app = await startInterface({ "many.ipynb": many(2000) })
  const { page } = app
  const started = performance.now()
  await page.click('.side-panel .list-row:has-text("many.ipynb")')
  await page.waitForSelector('[data-cell="c1"]')
  await page.evaluate(() => new Promise(requestAnimationFrame))
  t.diagnostic(`interactive after ${Math.round(performance.now() - started)} ms`)
  assert.ok((await page.locator("[data-cell]").count()) < 40)
  const jump = await page.evaluate(async () => {
    const begun = performance.now()
    document.querySelector<HTMLElement>("[data-cell]")!.focus()
    document.activeElement!.dispatchEvent(new KeyboardEvent("keydown", { key: "End", bubbles: true, cancelable: true }))
    while (document.querySelector('[data-cell="c2000"]') === null) await new Promise(requestAnimationFrame)
    return performance.now() - begun
  })
  t.diagnostic(`jump to the last cell ${Math.round(jump)} ms`)
  await page.waitForFunction(() => {
    const box = document.querySelector('[data-cell="c2000"]')?.getBoundingClientRect()
    return box !== undefined && box.top >= 0 && box.top < innerHeight / 2
  })
  // Upwards, where every cell is measured for the first time above the view: what is read must not move.
  const drift = await page.evaluate(async () => {
    const node = document.querySelector("[data-notebook]")!
    let worst = 0
    // What is seen is what was painted: places are read after the frame, when what it measured has been put right.
    const painted = async () => {
      await new Promise(requestAnimationFrame)
      await new Promise(done => setTimeout(done))
    }
    for (let frame = 0; frame < 10; frame++) await painted()
    for (let step = 0; step < 60; step++) {
      // The text that stands there, not its cell: a row that comes between code and output moves the head that is out of view.
      const texts = document.querySelectorAll("[data-cell] :is(.source, .output-box, .prose)")
      const seen = [...texts].find(text => text.getBoundingClientRect().bottom > 200)!
      const before = seen.getBoundingClientRect().top
      node.scrollTop -= 150
      await painted()
      await painted()
      if (seen.isConnected) worst = Math.max(worst, Math.abs(seen.getBoundingClientRect().top - before - 150))
    }
    return worst
  })
  t.diagnostic(`drift ${drift.toFixed(1)} px`)
  assert.ok(drift < 2)
  const heap = await page.evaluate(
    () => (performance as Performance & { memory: { usedJSHeapSize: number } }).memory.usedJSHeapSize,
  )
  t.diagnostic(`heap ${Math.round(heap / 1e6)} MB`)
  assert.ok(heap < 150e6)
})

test("a long stream shows its ends, and all of it on demand", { skip }, async () => {
  await using app = await startInterface({
    "a.ipynb": notebook("for (let i = 0; i < 200000; i++) console.log('line ' + i)"),
  })
  const { page } = app
  await app.open("a.ipynb")
  await page.locator('[data-cell="c1"]').focus()
  await page.keyboard.press("Control+Enter")
  assert.equal(await ended(page, "c1"), "done")
  await page.getByText("line 199999").waitFor()
  assert.ok((await page.locator(".terminal").allTextContents()).join("").length < 5000)
  await page.getByRole("button", { name: "Show all 200,000 lines" }).click()
  await page.locator(".reel").evaluate(reel => {
    reel.scrollTop = reel.scrollHeight
  })
  await page.locator(".reel").getByText("line 199999").waitFor()
  await page.locator(".reel").evaluate(reel => {
    reel.scrollTop = reel.scrollHeight / 2
  })
  await page
    .locator(".reel")
    .getByText(/line (?:99|100)\d{3}/)
    .first()
    .waitFor()
})

/** A table that a frame shows some 650 pixels tall, unlike all others. */
const table = (index: number) => {
  const rows = Array.from({ length: 23 }, (_, row) => `<tr><td>${row}</td><td>${index}</td></tr>`)
  return {
    output_type: "execute_result",
    execution_count: index,
    metadata: {},
    data: { "text/html": `<table>${rows.join("")}</table>` },
  }
}

/** Headings, each with two cells of foreign markup below. */
const tables = (count: number) =>
  notebook(
    ...Array.from({ length: count }, (_, index) =>
      index % 3 === 0
        ? { cell_type: "markdown", source: `## Part ${index / 3}` }
        : { source: `// ${index}`, execution_count: index, outputs: [table(index)] },
    ),
  )

/** Where a heading stands in the window, in each of some frames. */
const placesOf = (page: Page, heading: string, frames: number): Promise<(number | undefined)[]> =>
  page.evaluate(
    async ([heading, frames]) => {
      const places: (number | undefined)[] = []
      for (let frame = 0; frame < frames; frame++) {
        await new Promise(requestAnimationFrame)
        const found = [...document.querySelectorAll("[data-notebook] h2")].find(node => node.textContent === heading)
        places.push(found?.getBoundingClientRect().top)
      }
      return places
    },
    [heading, frames] as const,
  )

const spread = (places: readonly (number | undefined)[]): number =>
  places.includes(undefined) ? Infinity : Math.max(...(places as number[])) - Math.min(...(places as number[]))

test("what was gone to stays where it is while the markup around it loads, and scrolling there and back ends there", {
  skip,
}, async () => {
  await using app = await startInterface({ "tables.ipynb": tables(150) })
  const { page } = app
  await app.open("tables.ipynb")
  await page.getByRole("button", { name: "Outline", exact: true }).click()
  const entry = page.locator('.outline .list-row:has-text("Part 30")')
  await entry.click()
  const heading = page.locator("[data-notebook] h2", { hasText: /^Part 30$/ })
  await heading.waitFor()
  assert.ok(spread(await placesOf(page, "Part 30", 90)) <= 1)
  // Every table is 650 pixels tall: the column has its length once all are measured.
  await page.waitForFunction(() => document.querySelector("[data-notebook]")!.scrollHeight > 100 * 680)
  const [before] = await placesOf(page, "Part 30", 1)
  await page.evaluate(async () => {
    const scroller = document.querySelector("[data-notebook]")!
    for (const way of [1, -1]) {
      for (let step = 0; step < 12; step++) {
        scroller.scrollTop += way * 700
        await new Promise(requestAnimationFrame)
        await new Promise(requestAnimationFrame)
      }
    }
  })
  const places = await placesOf(page, "Part 30", 30)
  assert.ok(spread([before, ...places]) <= 1, `${before} → ${places.join(" ")}`)
})

test("output that a run prints above what is read moves nothing that is read", { skip }, async () => {
  const lines = `await new Promise(done => setTimeout(done, 1500))
console.log("row\\n".repeat(45))`
  await using app = await startInterface({
    "late.ipynb": notebook(
      lines,
      ...Array.from({ length: 30 }, (_, index) => ({ cell_type: "markdown", source: `## Part ${index}` })),
    ),
  })
  const { page } = app
  await app.open("late.ipynb")
  await page.locator('[data-cell="c1"]').focus()
  await page.keyboard.press("Control+Enter")
  await page.waitForSelector('[data-cell="c1"][data-state="running"]')
  await page.locator("[data-notebook]").evaluate(node => {
    node.scrollTop = 400
  })
  const places = await placesOf(page, "Part 12", 3)
  await page.waitForSelector('[data-cell="c1"] .terminal')
  assert.equal(await ended(page, "c1"), "done")
  const moved = await page.locator("[data-notebook]").evaluate(node => node.scrollTop)
  assert.ok(moved > 1000, `scrolled to ${moved}`)
  assert.ok(spread([...places, ...(await placesOf(page, "Part 12", 5))]) <= 1)
})

test("a line of 200 KB is drawn in part, and what is typed at its beginning and its end is seen", {
  skip,
}, async () => {
  const long = `const long = "${"lorem 1234 ".repeat(18_200)}"`
  await using app = await startInterface({ "line.ipynb": notebook("const before = 1", long, "const after = 1") })
  const { page } = app
  await app.open("line.ipynb")
  const source = page.locator('[data-cell="c2"] .source')
  assert.ok(((await source.textContent()) ?? "").length < 10_000)
  const still = (await source.boundingBox())!.height
  // On the ground beside the text: a press there is one on the text.
  await source.click({ position: { x: 60, y: 6 } })
  const lines = source.locator(".view-lines")
  await lines.waitFor()
  assert.ok(Math.abs((await source.boundingBox())!.height - still) < 1)
  assert.ok((await lines.locator(".view-line").count()) < 60)
  await page.keyboard.press("Control+Home")
  await page.keyboard.type("qqq")
  await lines.getByText("qqqconst").waitFor()
  await page.keyboard.press("Control+End")
  await page.keyboard.type(";zzz")
  await lines.getByText('";zzz').waitFor()
  await page.keyboard.press("Escape")
  await page.keyboard.press("Control+s")
  await page.waitForFunction(() => document.querySelector(".status [role=status]")?.textContent === "saved")
  const kept = JSON.parse(await readFile(path.join(app.folder, "line.ipynb"), "utf8"))
  assert.equal([kept.cells[1].source].flat().join(""), `qqq${long};zzz`)
})
