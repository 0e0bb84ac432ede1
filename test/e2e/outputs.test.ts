import assert from "node:assert/strict"
import { test } from "node:test"
import type { Page } from "playwright-core"
import { ended, notebook, startInterface, withoutBrowser } from "./interface.ts"
import { heapOf, longTasks, watchTasks } from "./longtasks.ts"

const skip = withoutBrowser

async function run(page: Page, cell: string, how = "done") {
  await page.locator(`[data-cell="${cell}"]`).focus()
  await page.keyboard.press("Control+Enter")
  assert.equal(await ended(page, cell), how)
}

const shown = (data: Record<string, unknown>) => ({
  source: "1",
  execution_count: 1,
  outputs: [{ output_type: "display_data", data, metadata: {} }],
})

test("100 MB of output keep the page quick: it holds both ends, and all of it is read and searched at the host", {
  skip,
}, async t => {
  const source =
    "const chunk = ('x'.repeat(99) + '\\n').repeat(1000)\nfor (let i = 0; i < 1000; i++) process.stdout.write(i === 700 ? chunk + 'needle\\n' : chunk)\nconsole.log('the end')"
  await using app = await startInterface({ "a.ipynb": notebook(source) })
  const { page } = app
  await app.open("a.ipynb")
  await watchTasks(page)
  await run(page, "c1")
  await page.locator('[data-cell="c1"]').getByText("the end").waitFor()
  const show = page.getByRole("button", { name: "Show all 1,000,002 lines" })
  await show.click()
  await page.getByRole("searchbox", { name: "Search the output" }).fill("needle")
  await page.keyboard.press("Enter")
  await page.locator(".reel").getByText("needle").waitFor()
  await page.locator(".reel").focus()
  await page.keyboard.press("End")
  await page.locator(".reel").getByText("the end").waitFor()
  const [longest = 0] = await longTasks(page)
  const heap = await heapOf(page)
  t.diagnostic(`longest task ${longest} ms, heap ${Math.round(heap / 1e6)} MB`)
  assert.ok(longest < 200)
  assert.ok(heap < 100e6)
})

test("1,000 pictures of one cell: those in view are drawn, the place of the others is kept", { skip }, async t => {
  const source = `import { encode } from "fast-png"
for (let i = 0; i < 1000; i++) {
  const data = Uint8Array.from({ length: 120 * 90 }, (_, k) => (k * (i + 1) * 7919) >> 4)
  display.png(encode({ width: 120, height: 90, data, channels: 1, depth: 8 }))
}`
  await using app = await startInterface({ "a.ipynb": notebook(source, "'after'") })
  const { page } = app
  await app.open("a.ipynb")
  await watchTasks(page)
  await run(page, "c1")
  await page.locator('[data-cell="c1"] img').first().waitFor()
  assert.ok((await page.locator("img").count()) < 60)
  const drift = await page.evaluate(async () => {
    const node = document.querySelector("[data-notebook]")!
    let worst = 0
    const frame = () => new Promise(requestAnimationFrame)
    for (let step = 0; step < 40; step++) {
      const seen = [...document.querySelectorAll("img")].find(img => img.getBoundingClientRect().top > 100)
      const before = seen?.getBoundingClientRect().top ?? 0
      node.scrollTop += 400
      await frame()
      await frame()
      if (seen?.isConnected) worst = Math.max(worst, Math.abs(before - 400 - seen.getBoundingClientRect().top))
    }
    return worst
  })
  const [longest = 0] = await longTasks(page)
  t.diagnostic(
    `longest task ${longest} ms, drift ${drift.toFixed(1)} px, heap ${Math.round((await heapOf(page)) / 1e6)} MB`,
  )
  assert.ok(drift < 2)
  assert.ok(longest < 200)
  assert.ok((await page.locator("img").count()) < 60)
})

test("a line of 200 KB does not hold the page, in an output or in a cell", { skip }, async t => {
  await using app = await startInterface({
    "a.ipynb": notebook("console.log('y'.repeat(200_000))", `const z = "${"z".repeat(200_000)}"\nz.length`),
  })
  const { page } = app
  await app.open("a.ipynb")
  await watchTasks(page)
  await run(page, "c1")
  await run(page, "c2")
  await page.locator('[data-cell="c2"] .outputs').getByText("200000").waitFor()
  const [longest = 0] = await longTasks(page)
  t.diagnostic(`longest task ${longest} ms`)
  assert.ok(longest < 200)
})

test("progress bars stay one line, colours are drawn, a cleared output and an updated display are replaced in place", {
  skip,
}, async () => {
  await using app = await startInterface({
    "a.ipynb": notebook(
      "for (let i = 0; i <= 100; i++) process.stdout.write('\\r' + i + ' %|' + '█'.repeat(i / 10))",
      "console.log('\\u001b[31mred\\u001b[0m plain')",
      "const one = display.markdown('first')\nconsole.log('between')\none.update('second')",
      "console.log('old')\ndisplay.clear({ wait: true })\nconsole.log('new')",
    ),
  })
  const { page } = app
  await app.open("a.ipynb")
  await run(page, "c1")
  assert.equal((await page.locator('[data-cell="c1"] .terminal').innerText()).trim(), `100 %|${"█".repeat(10)}`)
  await run(page, "c2")
  const red = page.locator('[data-cell="c2"] .terminal span', { hasText: "red" })
  assert.match((await red.getAttribute("style")) ?? "", /--ansi-red/)
  await run(page, "c3")
  assert.deepEqual(
    (await page.locator('[data-cell="c3"] .output-box').allInnerTexts()).map(text => text.trim()),
    ["'second'", "between"],
  )
  await run(page, "c4")
  assert.equal((await page.locator('[data-cell="c4"] .outputs').innerText()).trim(), "new")
})

test("an error shows its line, its stack and each of its causes folded away", { skip }, async () => {
  const source =
    "function inner() { throw new RangeError('too low') }\ntry { inner() } catch (cause) {\n  throw new TypeError('it failed', { cause })\n}"
  await using app = await startInterface({ "a.ipynb": notebook(source) })
  const { page } = app
  await app.open("a.ipynb")
  await run(page, "c1", "failed")
  const failure = page.locator('[data-cell="c1"] .failure')
  assert.match(await failure.locator("h3").innerText(), /TypeError: it failed/)
  assert.match(await failure.locator(".marked").innerText(), /throw new TypeError/)
  const cause = failure.locator(".cause > summary")
  assert.match(await cause.innerText(), /Caused by RangeError: too low/)
  assert.equal(await failure.locator(".cause .terminal").isVisible(), false)
  await cause.click()
  await failure.locator(".cause .terminal").waitFor()
})

test("a JSON tree is walked by keyboard, and outputs are copied", { skip }, async () => {
  await using app = await startInterface({
    "a.ipynb": notebook(
      shown({ "application/json": { a: [1, 2, { deep: "end" }], b: "text" }, "text/plain": "plain" }),
    ),
  })
  const { page } = app
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"])
  await app.open("a.ipynb")
  const tree = page.getByRole("tree", { name: "JSON" })
  await tree.getByRole("treeitem").first().focus()
  for (const key of ["ArrowDown", "ArrowRight", "End"]) await page.keyboard.press(key)
  assert.match((await page.evaluate(() => document.activeElement?.textContent)) ?? "", /b: "text"/)
  await page.keyboard.press("ArrowUp")
  await page.keyboard.press("ArrowRight")
  await page.keyboard.press("ArrowDown")
  assert.match((await page.evaluate(() => document.activeElement?.textContent)) ?? "", /deep: "end"/)
  await page.keyboard.press("ArrowLeft")
  await page.keyboard.press("ArrowLeft")
  assert.equal(await tree.getByText("deep").count(), 0)
  await page.locator(".output-box").hover()
  await page.getByRole("button", { name: "Copy" }).click()
  await page.getByText("Copied", { exact: true }).waitFor({ state: "attached" })
  assert.equal(await page.evaluate(() => navigator.clipboard.readText()), "plain")
})

test("sound, documents and types that nobody knows are shown as well as they can be", { skip }, async () => {
  await using app = await startInterface({
    "a.ipynb": notebook(
      shown({ "audio/wav": "UklGRg==", "text/plain": "a sound" }),
      shown({ "application/pdf": "JVBERi0xLjQK" }),
      shown({ "application/x-unknown": "?", "text/plain": "the fallback" }),
      shown({ "application/vnd.unknown+json": { inside: 1 } }),
    ),
  })
  const { page } = app
  await app.open("a.ipynb")
  assert.equal(await page.locator('[data-cell="c1"] audio').getAttribute("aria-label"), "a sound")
  await page.locator('[data-cell="c2"] a[download="output.pdf"]').waitFor()
  await page.locator('[data-cell="c3"]').getByText("the fallback").waitFor()
  await page.locator('[data-cell="c4"]').getByText("inside").waitFor()
  assert.deepEqual(
    app.complaints.filter(text => !/media|DEMUXER|audio/i.test(text)),
    [],
  )
})

test("what a document of a notebook is stands in a card: a PDF by its name and size, to be saved", {
  skip,
}, async () => {
  await using app = await startInterface({ "a.ipynb": notebook(shown({ "application/pdf": "JVBERi0xLjQK" })) })
  const { page } = app
  await app.open("a.ipynb")
  await page.locator('[data-cell="c1"] .document').getByText("PDF file, 9 B").waitFor()
  const downloading = page.waitForEvent("download")
  await page.locator('[data-cell="c1"]').getByRole("link", { name: "Save as a file" }).click()
  assert.equal((await downloading).suggestedFilename(), "output.pdf")
})

test("items of a list that are tasks have boxes that say how they stand, in the page and where scripts are off", {
  skip,
}, async () => {
  const source =
    "- [ ] to *do*\n- [x] done\n- [y] neither\n\n1. [X] counted\n\n[ ] no item\n\n<input type=checkbox onclick=alert(1)>"
  await using app = await startInterface({ "a.ipynb": notebook({ cell_type: "markdown", source }) })
  const { page } = app
  await app.open("a.ipynb")
  const cell = page.locator('[data-cell="c1"]')
  await cell.getByRole("checkbox").first().waitFor()
  assert.deepEqual(
    await cell.getByRole("checkbox").evaluateAll(boxes =>
      boxes.map(box => {
        const { checked, disabled } = box as HTMLInputElement
        return [box.getAttribute("aria-label"), checked, disabled]
      }),
    ),
    [
      ["to do", false, true],
      ["done", true, true],
      ["counted", true, true],
    ],
  )
  assert.deepEqual(
    (await cell.locator("li").allInnerTexts()).map(text => text.trim()),
    ["to do", "done", "[y] neither", "counted"],
  )
})

test("markup of a notebook has the page's colours in the dark, and a drawing stays on its paper", {
  skip,
}, async () => {
  const html = "<p id=words>words</p>"
  const svg =
    '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="40"><rect id="box" width="9" height="9"/></svg>'
  await using app = await startInterface(
    { "a.ipynb": notebook(shown({ "text/html": html }), shown({ "image/svg+xml": svg })) },
    { settings: { theme: "dark" } },
  )
  const { page } = app
  await app.open("a.ipynb")
  const colours = async (cell: string, inside: string) => {
    const frame = page.frameLocator(`[data-cell="${cell}"] iframe`)
    await frame.locator(inside).waitFor()
    return frame.locator("html").evaluate(root => {
      const { color, backgroundColor, colorScheme } = getComputedStyle(root)
      return { color, backgroundColor, colorScheme }
    })
  }
  const dark = { color: "rgb(231, 232, 236)", backgroundColor: "rgba(0, 0, 0, 0)", colorScheme: "dark" }
  const paper = { color: "rgb(29, 31, 36)", backgroundColor: "rgb(255, 255, 255)", colorScheme: "light" }
  assert.deepEqual(await colours("c1", "#words"), dark)
  assert.deepEqual(await colours("c2", "#box"), paper)
  // Another theme draws the frame anew, in its colours.
  await page.locator('[data-cell="c1"]').focus()
  await page.keyboard.press("Control+k")
  await page.keyboard.type("Settings")
  await page.keyboard.press("Enter")
  await page.getByLabel("Theme").selectOption("light")
  await page.locator('[data-cell="c1"] iframe:not(.dark)').waitFor()
  assert.deepEqual(await colours("c1", "#words"), paper)
})
