import assert from "node:assert/strict"
import { readFile } from "node:fs/promises"
import path from "node:path"
import { test } from "node:test"
import { ended, notebook, startInterface, withoutBrowser } from "./interface.ts"

const skip = withoutBrowser

test("a notebook written by keyboard alone runs, completes with types, and is on disk", { skip }, async () => {
  await using app = await startInterface({ "a.ipynb": notebook("") })
  const { page } = app
  await app.open("a.ipynb")
  await page.locator('[data-cell="c1"]').focus()
  await page.keyboard.press("Enter")
  await page.waitForSelector('[data-editor="ready"]')
  await page.keyboard.type("const greeting = { hello: 'world', count: 3 }")
  await page.keyboard.press("Shift+Enter")
  assert.equal(await ended(page, "c1"), "done")
  await page.waitForSelector('.cell.editing [data-editor="ready"]')
  await page.keyboard.type("greeting.")
  await page.waitForFunction(() => {
    const items = document.querySelectorAll<HTMLElement>(".suggest-widget.visible .monaco-list-row")
    return [...items].map(item => item.innerText.split("\n")[0]?.trim()).join() === "count,hello"
  })
  await page.keyboard.press("Enter")
  await page.keyboard.press("Control+Enter")
  const second = await page.locator(".cell.active").getAttribute("data-cell")
  assert.equal(await ended(page, second!), "done")
  assert.match(await page.locator(".cell.active .outputs").innerText(), /3/)
  await page.keyboard.press("Control+s")
  await page.waitForFunction(() => document.querySelector(".status [role=status]")?.textContent === "saved")
  const saved = JSON.parse(await readFile(path.join(app.folder, "a.ipynb"), "utf8"))
  const text = [saved.cells[1].source].flat().join("")
  assert.equal(text, "greeting.count")
  assert.deepEqual(app.complaints, [])
})

test("Jupyter's keys insert, delete, undo, move and split cells", { skip }, async () => {
  await using app = await startInterface({ "a.ipynb": notebook("1", "2", "3") })
  const { page } = app
  await app.open("a.ipynb")
  const texts = async () => (await page.locator(".cell .static").allTextContents()).map(text => text.trim())
  await page.locator('[data-cell="c1"]').focus()
  await page.keyboard.press("j")
  for (const key of ["d", "d"]) await page.keyboard.press(key)
  assert.deepEqual(await texts(), ["1", "3"])
  await page.keyboard.press("z")
  assert.deepEqual(await texts(), ["1", "2", "3"])
  await page.keyboard.press("Control+Shift+ArrowDown")
  assert.deepEqual(await texts(), ["1", "3", "2"])
  await page.keyboard.press("c")
  await page.keyboard.press("Shift+V")
  assert.deepEqual(await texts(), ["1", "3", "2", "2"])
  await page.keyboard.press("Enter")
  await page.waitForSelector('[data-editor="ready"]')
  await page.keyboard.press("Home")
  await page.keyboard.type("ab")
  await page.keyboard.press("Control+Shift+-")
  await page.waitForFunction(() => document.querySelectorAll("[data-cell]").length === 5)
  await page.keyboard.press("Escape")
  assert.deepEqual(await texts(), ["1", "3", "ab", "2", "2"])
})

test("the change between static text and editor moves no pixel", { skip }, async () => {
  const source = '%%params\nconst epochs = 12 // 漢字\n\n  const s = `a\n  b`\nif (true) { console.log("->", !epochs) }'
  await using app = await startInterface({ "a.ipynb": notebook(source, "1") })
  const { page } = app
  await app.open("a.ipynb")
  const cell = page.locator('[data-cell="c1"]')
  await page.locator('[data-cell="c2"]').focus()
  const places = (selector: string) =>
    cell.evaluate((node, wanted) => {
      const rects = [...node.querySelectorAll(wanted)].filter(piece => piece.textContent?.trim() !== "")
      const pieces = rects.map(piece => {
        const range = document.createRange()
        range.selectNodeContents(piece)
        const { right, top } = range.getBoundingClientRect()
        const text = piece.textContent?.replaceAll("\u00a0", " ").trim()
        return [text, Math.round(right), Math.round(top), getComputedStyle(piece).color].join(" | ")
      })
      return { pieces: pieces.sort(), height: node.getBoundingClientRect().height }
    }, selector)
  const still = await places(".static > span > span")
  await page.locator('[data-cell="c1"] .static').click({ position: { x: 4, y: 4 } })
  await page.waitForSelector('[data-editor="ready"]')
  const lines = page.locator(".view-line")
  assert.equal(await lines.count(), 6)
  // The editor draws its text first, and its colours when it has read it.
  await page.waitForFunction(
    count =>
      [...document.querySelectorAll(".view-line > span > span")].filter(piece => piece.textContent?.trim() !== "")
        .length === count,
    still.pieces.length,
  )
  const edited = await places(".view-line > span > span")
  assert.equal(edited.height, still.height)
  assert.deepEqual(edited.pieces, still.pieces)
})

test("a header's chip changes the header line, and a wrong value is marked", { skip }, async () => {
  await using app = await startInterface({ "a.ipynb": notebook("%%data digits --test 0.2\nconst digits = 1") })
  const { page } = app
  await app.open("a.ipynb")
  await page.click("button.chip:has-text('test 0.2')")
  await page.keyboard.press("Control+a")
  await page.keyboard.type("0.3")
  await page.keyboard.press("Enter")
  assert.match(await page.locator(".static").innerText(), /^%%data digits --test 0\.3\n/)
  await page.click("button.chip:has-text('+ seed')")
  await page.keyboard.type("x")
  await page.keyboard.press("Enter")
  assert.equal(await page.locator(".chip.wrong").innerText(), "seed x")
})

test("an error says what and marks its line; interrupt stops a loop", { skip }, async () => {
  await using app = await startInterface({ "a.ipynb": notebook("const a = 1\nmissing()", "while (true) {}") })
  const { page } = app
  await app.open("a.ipynb")
  await page.locator('[data-cell="c1"]').focus()
  await page.keyboard.press("Control+Enter")
  assert.equal(await ended(page, "c1"), "failed")
  assert.match(await page.locator('[data-cell="c1"] .failure h3').innerText(), /missing is not defined/)
  assert.equal(await page.locator('[data-cell="c1"] .line-error').innerText(), "missing()\n")
  await page.locator('[data-cell="c2"]').focus()
  await page.keyboard.press("Control+Enter")
  await page.waitForSelector('[data-cell="c2"][data-state="running"]')
  for (const key of ["i", "i"]) await page.keyboard.press(key)
  assert.equal(await ended(page, "c2"), "failed")
})

test("pointing at a name shows its type", { skip }, async () => {
  await using app = await startInterface({ "a.ipynb": notebook("const greeting: string[] = ['a']\ngreeting") })
  const { page } = app
  await app.open("a.ipynb")
  await page.locator('[data-cell="c1"] .static').click({ position: { x: 20, y: 30 } })
  await page.waitForSelector('[data-editor="ready"]')
  await page
    .locator(".view-line")
    .nth(1)
    .hover({ position: { x: 30, y: 10 } })
  await page.locator(".monaco-hover").getByText("const greeting: string[]").waitFor()
})

test("what is typed before the editor is there is text, not commands, and Ctrl+Enter runs it", { skip }, async () => {
  await using app = await startInterface({ "a.ipynb": notebook("", "2") })
  const { page } = app
  const held = Promise.withResolvers<void>()
  await page.route(/monaco-/, async route => {
    await held.promise
    await route.continue()
  })
  await app.open("a.ipynb")
  await page.locator('[data-cell="c1"]').focus()
  await page.keyboard.press("Enter")
  await page.waitForSelector('[data-editor="loading"]')
  await page.keyboard.type("dd(x")
  for (let presses = 0; presses < 4; presses++) await page.keyboard.press("Backspace")
  await page.keyboard.type("var add = 40")
  await page.keyboard.press("Enter")
  await page.keyboard.type("add + 2")
  await page.keyboard.press("Control+Enter")
  held.resolve()
  assert.equal(await ended(page, "c1"), "done")
  assert.equal((await page.locator('[data-cell="c1"] .static').innerText()).trim(), "var add = 40\nadd + 2")
  assert.equal((await page.locator('[data-cell="c1"] .outputs').innerText()).trim(), "42")
  assert.equal(await page.locator("[data-cell]").count(), 2)
})

test("a press beside or below the code begins to edit it, at the nearest place", { skip }, async () => {
  await using app = await startInterface({ "a.ipynb": notebook("first()\nlast()", "2") })
  const { page } = app
  await app.open("a.ipynb")
  const source = page.locator('[data-cell="c1"] .source')
  for (const { x, y, typed, text } of [
    // Below the last line, under its beginning; then left of the first.
    { x: 3, y: -2, typed: "A", text: "first()\nAlast()" },
    { x: 3, y: 12, typed: "B", text: "Bfirst()\nAlast()" },
  ]) {
    const box = (await source.boundingBox())!
    await page.mouse.click(box.x + x, box.y + (y < 0 ? box.height + y : y))
    await page.waitForSelector('[data-cell="c1"] [data-editor="ready"]')
    await page.keyboard.type(typed)
    await page.keyboard.press("Escape")
    await page.waitForFunction(
      wanted => document.querySelector('[data-cell="c1"] .static')?.textContent?.trim() === wanted,
      text,
    )
  }
})
