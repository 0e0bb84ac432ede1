import assert from "node:assert/strict"
import path from "node:path"
import { test } from "node:test"
import type { Page } from "playwright-core"
import { withoutPython } from "../peers/python.ts"
import { notebook, startInterface, withoutBrowser } from "./interface.ts"

const skip = withoutBrowser
// The hosts of these tests find the kernels of the tests' own Python too.
process.env.JUPYTER_PATH = path.resolve(import.meta.dirname, "../../.cache/python/share/jupyter")

/** Opens a cell's editor with the cursor at an offset of its source. */
async function edit(page: Page, cell: string, keys: readonly string[] = []): Promise<void> {
  await page.locator(`[data-cell="${cell}"]`).focus()
  await page.keyboard.press("Enter")
  await page.waitForSelector(`[data-cell="${cell}"] [data-editor="ready"]`)
  await page.keyboard.press("Control+Home")
  for (const key of keys) await page.keyboard.press(key)
}

const text = async (page: Page, cell: string) =>
  (await page.locator(`[data-cell="${cell}"] :is(.static, .view-lines)`).innerText()).replaceAll("\u00a0", " ").trim()

const lines = [
  "const rate = 0.5",
  "const twice = rate * 2",
  "function scale(value: number, by = rate) {\n  return value * by\n}",
]

test("a rename shows every use, changes all cells, and is one step of undo", { skip }, async () => {
  await using app = await startInterface({ "a.ipynb": notebook(...lines) })
  const { page } = app
  await app.open("a.ipynb")
  await edit(page, "c2", ["End", ...Array(5).fill("ArrowLeft")])
  await page.keyboard.press("F2")
  const dialog = page.getByRole("dialog", { name: "Rename rate" })
  await dialog.waitFor()
  assert.equal(await dialog.getByRole("status").innerText(), "3 uses in 3 cells")
  assert.equal(await dialog.locator(".places li").count(), 3)
  await page.keyboard.type("1speed")
  assert.match(await dialog.getByRole("status").innerText(), /begins with a letter/)
  await page.keyboard.press("Control+a")
  await page.keyboard.type("speed")
  await page.keyboard.press("Enter")
  await dialog.waitFor({ state: "detached" })
  await page.waitForFunction(() => document.querySelector('[data-cell="c1"]')?.textContent?.includes("speed = 0.5"))
  assert.equal(await text(page, "c2"), "const twice = speed * 2")
  assert.match(await text(page, "c3"), /by = speed/)
  await page.keyboard.press("Escape")
  await page.keyboard.press("z")
  await page.waitForFunction(() => document.querySelector('[data-cell="c1"]')?.textContent?.includes("rate = 0.5"))
  assert.match(await text(page, "c3"), /by = rate/)
  assert.deepEqual(app.complaints, [])
})

test("F12 and Ctrl-click go to the definition in another cell, and Shift F12 lists the uses", { skip }, async () => {
  await using app = await startInterface({ "a.ipynb": notebook(...lines) })
  const { page } = app
  await app.open("a.ipynb")
  await edit(page, "c2", ["End", ...Array(5).fill("ArrowLeft")])
  await page.keyboard.press("F12")
  await page.waitForSelector('[data-cell="c1"] [data-editor="ready"]')
  // The cursor stands on the name: what is typed there comes before it.
  await page.keyboard.press("Shift+F12")
  const uses = page.getByRole("dialog", { name: "Uses of rate" })
  await uses.waitFor()
  await uses.getByRole("button", { name: /Cell 3/ }).click()
  await page.waitForSelector('[data-cell="c3"].editing [data-editor="ready"]')
  await edit(page, "c2")
  await page.keyboard.down("Control")
  const line = page.locator('[data-cell="c2"] .view-line')
  // The middle of `rate`, 16 characters of the line to its left.
  const wide = await line
    .locator("span")
    .first()
    .evaluate(node => node.getBoundingClientRect().width)
  const position = { x: (wide / lines[1]!.length) * 16, y: 10 }
  await line.hover({ position })
  await page.locator(".goto-definition-link").waitFor()
  await line.click({ position })
  await page.keyboard.up("Control")
  await page.waitForSelector('[data-cell="c1"].editing [data-editor="ready"]')
  assert.deepEqual(app.complaints, [])
})

test("typing a call shows its parameters, and a name of another cell shows its type by the keyboard", {
  skip,
}, async () => {
  await using app = await startInterface({ "a.ipynb": notebook(...lines, "") })
  const { page } = app
  await app.open("a.ipynb")
  await edit(page, "c4")
  await page.keyboard.type("scale(1,")
  const help = page.locator(".parameter-hints-widget.visible")
  await help.getByText("by?: number").first().waitFor()
  await page.keyboard.press("Escape")
  assert.equal(await page.locator('[data-cell="c4"].editing').count(), 1)
  await page.keyboard.type(" 2)")
  await page.keyboard.press("Home")
  await page.keyboard.press("ArrowRight")
  await page.keyboard.press("Control+i")
  await page.locator(".monaco-hover").getByText("function scale(").waitFor()
})

test("all uses of the name at the cursor are marked, and a wrong type is said in words", { skip }, async () => {
  await using app = await startInterface({
    "a.ipynb": notebook("const size = 1\nconst more = size + size", "const n: number = 'x'"),
  })
  const { page } = app
  await app.open("a.ipynb")
  await edit(page, "c1", ["End", ...Array(6).fill("ArrowLeft")])
  await page.waitForFunction(
    () => document.querySelectorAll(".wordHighlightText, .wordHighlight, .wordHighlightStrong").length === 3,
  )
  await edit(page, "c2")
  await page.locator('[data-cell="c2"] .problem.error').getByText("not assignable to type").waitFor()
})

test("code help goes on while a cell runs, and the status bar says while it starts", { skip }, async () => {
  await using app = await startInterface({ "a.ipynb": notebook("const rate = 0.5\nwhile (true) {}", "") })
  const { page } = app
  await app.open("a.ipynb")
  await page.getByText("Code help is starting").waitFor({ state: "detached" })
  await page.locator('[data-cell="c1"]').focus()
  await page.keyboard.press("Control+Enter")
  await page.waitForSelector('[data-cell="c1"][data-state="running"]')
  await edit(page, "c2")
  await page.keyboard.type("rate.")
  await page.locator(".suggest-widget.visible .monaco-list-row").getByText("toFixed").first().waitFor()
  await page.keyboard.press("Escape")
  await page.keyboard.press("Escape")
  for (const key of ["i", "i"]) await page.keyboard.press(key)
  await page.waitForSelector('[data-cell="c1"][data-state="failed"]')
})

test("a Python kernel completes and explains by Jupyter's messages", { skip: skip || withoutPython }, async () => {
  const book = notebook("import math", "")
  book.metadata.kernelspec = { name: "python3", display_name: "Python 3", language: "python" }
  await using app = await startInterface({ "a.ipynb": book })
  const { page } = app
  await app.open("a.ipynb")
  await page.locator('[data-cell="c1"]').focus()
  await page.keyboard.press("Control+Enter")
  await page.waitForSelector('[data-cell="c1"][data-state="done"]')
  await edit(page, "c2")
  await page.keyboard.type("math.sq")
  await page.locator(".suggest-widget.visible .monaco-list-row").getByText("sqrt").first().waitFor()
  await page.keyboard.press("Enter")
  await page.waitForFunction(() =>
    document.querySelector('[data-cell="c2"] .view-lines')?.textContent?.includes("sqrt"),
  )
  await page.keyboard.press("Control+i")
  await page.locator(".monaco-hover").getByText("Return the square root").first().waitFor()
})

test("what is typed tells the kernel one cell of many, and a kernel started anew is told all", { skip }, async () => {
  const many = Array.from({ length: 200 }, (_, index) => `const v${index} = ${index} // ${"so ".repeat(60)}`)
  await using app = await startInterface({ "a.ipynb": notebook(...many) })
  const { page } = app
  const sizes: number[] = []
  page.on("websocket", socket =>
    socket.on("framesent", ({ payload }) => {
      const text = payload.toString()
      if (/"(notebook\.|graph|language\.setCells)/.test(text)) sizes.push(text.length)
    }),
  )
  await app.open("a.ipynb")
  await page.getByText("Code help is starting").waitFor({ state: "detached" })
  assert.ok(Math.max(...sizes) > 30_000, `all were told: ${sizes}`)
  sizes.length = 0
  await edit(page, "c2")
  await page.keyboard.type("const = 1;")
  const problem = page.locator('[data-cell="c2"] .problem.error').first()
  await problem.waitFor()
  assert.ok(sizes.length > 1 && Math.max(...sizes) < 2000, `one was told: ${sizes}`)
  sizes.length = 0
  await page.keyboard.press("Escape")
  await page.keyboard.press("0")
  await page.keyboard.press("0")
  await page.getByRole("dialog").getByRole("button", { name: "Restart" }).click()
  await page.getByText("Code help is starting").waitFor()
  await page.getByText("Code help is starting").waitFor({ state: "detached" })
  assert.ok(Math.max(...sizes) > 30_000, `all were told again: ${sizes}`)
  await edit(page, "c2", Array(10).fill("Delete"))
  await problem.waitFor({ state: "detached" })
  assert.deepEqual(app.complaints, [])
})
