import assert from "node:assert/strict"
import { writeFile } from "node:fs/promises"
import path from "node:path"
import { test } from "node:test"
import type { Page } from "playwright-core"
import { withoutPython } from "../peers/python.ts"
import { ended, notebook, startInterface, withoutBrowser } from "./interface.ts"

const skip = withoutBrowser
// The hosts of these tests find the kernels of the tests' own Python too.
process.env.JUPYTER_PATH = path.resolve(import.meta.dirname, "../../.cache/python/share/jupyter")
const heading = (source: string) => ({ cell_type: "markdown", source })
const order = (page: Page) =>
  page.locator("[data-cell]").evaluateAll(nodes => nodes.map(node => node.getAttribute("data-cell")).join(" "))

/** Carries a cell by its grip to the upper edge of another one. */
async function drag(page: Page, from: string, to: string): Promise<void> {
  await page.locator(`[data-slot="${from}"]`).hover()
  const grip = await page.locator(`[data-slot="${from}"] .grip`).boundingBox()
  const target = await page.locator(`[data-slot="${to}"]`).boundingBox()
  await page.mouse.move(grip!.x + 5, grip!.y + 8)
  await page.mouse.down()
  await page.mouse.move(target!.x + 40, target!.y + 20, { steps: 4 })
  await page.mouse.move(target!.x + 40, target!.y + 4)
}

test("chosen cells are dragged together; a line shows where to, and Escape leaves them where they were", {
  skip,
}, async () => {
  await using app = await startInterface({ "a.ipynb": notebook("1", "2", "3", "4") })
  const { page } = app
  await app.open("a.ipynb")
  await page.locator('[data-cell="c3"]').focus()
  await page.keyboard.press("Shift+J")
  await drag(page, "c3", "c1")
  await page.locator(".drag-badge").getByText("2 cells").waitFor()
  assert.equal(await page.locator(".drop-line").count(), 1)
  await page.keyboard.press("Escape")
  assert.equal(await page.locator(".drop-line").count(), 0)
  await page.mouse.up()
  assert.equal(await order(page), "c1 c2 c3 c4")
  await drag(page, "c3", "c1")
  await page.mouse.up()
  assert.equal(await order(page), "c3 c4 c1 c2")
  await page.locator('[data-cell="c3"]').focus()
  await page.keyboard.press("z")
  assert.equal(await order(page), "c1 c2 c3 c4")
})

test("a finger moves a cell by the handle of its tools", { skip }, async () => {
  await using app = await startInterface({ "a.ipynb": notebook("1", "2", "3") }, { width: 400, height: 800 })
  const { page } = app
  await page.getByRole("button", { name: "Open the panels" }).click()
  await app.open("a.ipynb")
  await page.locator('[data-cell="c3"]').focus()
  const from = await page.locator('[data-cell="c3"] .carry').boundingBox()
  const to = await page.locator('[data-cell="c1"]').boundingBox()
  const session = await page.context().newCDPSession(page)
  const touch = (type: "touchStart" | "touchMove" | "touchEnd", x: number, y: number) =>
    session.send("Input.dispatchTouchEvent", { type, touchPoints: type === "touchEnd" ? [] : [{ x, y }] })
  await touch("touchStart", from!.x + 8, from!.y + 8)
  await touch("touchMove", from!.x + 8, from!.y - 20)
  await touch("touchMove", to!.x + 60, to!.y + 4)
  await page.locator(".drop-line").waitFor({ state: "attached" })
  await touch("touchEnd", 0, 0)
  await page.waitForFunction(() => document.querySelector("[data-cell]")?.getAttribute("data-cell") === "c3")
  assert.equal(await order(page), "c3 c1 c2")
})

/** What a copy of the system hands over at the focus, by kind. Machines of tests have no clipboard of their own. */
const copied = (page: Page) =>
  page.evaluate(() => {
    const clipboardData = new DataTransfer()
    const event = new ClipboardEvent("copy", { clipboardData, bubbles: true, cancelable: true })
    document.activeElement?.dispatchEvent(event)
    return Object.fromEntries(clipboardData.types.map(type => [type, clipboardData.getData(type)]))
  })

const paste = (page: Page, bundle: Record<string, string>) =>
  page.evaluate(given => {
    const clipboardData = new DataTransfer()
    for (const [type, text] of Object.entries(given)) clipboardData.setData(type, text)
    const event = new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true })
    document.activeElement?.dispatchEvent(event)
  }, bundle)

test("cells go to another notebook and to other programs by the clipboard, with their outputs", { skip }, async () => {
  await using app = await startInterface({ "a.ipynb": notebook("6 * 7", "'two'"), "b.ipynb": notebook("'b'") })
  const { page } = app
  await app.open("a.ipynb")
  await page.locator('[data-cell="c1"]').focus()
  await page.keyboard.press("Control+Enter")
  assert.equal(await ended(page, "c1"), "done")
  await page.locator('[data-cell="c1"]').focus()
  await page.keyboard.press("Shift+J")
  const bundle = await copied(page)
  assert.equal(bundle["text/plain"], "6 * 7\n\n'two'")
  await app.open("b.ipynb")
  await page.locator(".cell .static").getByText("'b'").waitFor()
  await page.locator('[data-cell="c1"]').focus()
  // Within the window: what was copied in one notebook is pasted in the other.
  await page.keyboard.press("v")
  await page.waitForFunction(() => document.querySelectorAll("[data-cell]").length === 3)
  // From another window, by the system.
  await paste(page, bundle)
  await page.waitForFunction(() => document.querySelectorAll("[data-cell]").length === 5)
  assert.equal(await page.locator(".outputs").getByText("42").count(), 2)
  await paste(page, { "text/plain": "const pasted = 1\r\npasted" })
  await page.locator(".cell.active .static").getByText("const pasted = 1").waitFor()
  await paste(page, { "application/x-kaon-cells": "[{ broken" })
  assert.equal(await page.locator("[data-cell]").count(), 6)
  assert.deepEqual(app.complaints, [])
})

test("sections fold and unfold by keys and by a press, and the outline goes to what they hide", { skip }, async () => {
  const book = notebook(
    heading("# One"),
    "const first = 1",
    heading("## Part"),
    "2",
    heading("# Two"),
    "%%params\nconst last = 3",
  )
  await using app = await startInterface({ "a.ipynb": book })
  const { page } = app
  await app.open("a.ipynb")
  await page.locator('[data-cell="c2"]').focus()
  await page.keyboard.press("ArrowLeft")
  assert.equal(await order(page), "c1 c5 c6")
  await page.getByText("3 cells folded").waitFor()
  await page.keyboard.press("Control+Shift+o")
  const outline = page.getByRole("complementary", { name: "Outline" })
  await outline.getByRole("button", { name: "first" }).waitFor()
  assert.deepEqual(await outline.locator(".list-row").allInnerTexts(), ["One", "first", "Part", "Two", "Params"])
  await outline.getByRole("button", { name: "One" }).focus()
  for (const key of ["ArrowDown", "ArrowDown", "Enter"]) await page.keyboard.press(key)
  await page.waitForFunction(() => document.querySelector('[data-cell="c3"].active') !== null)
  assert.equal(await order(page), "c1 c2 c3 c4 c5 c6")
  assert.equal(await outline.locator('[aria-current="location"]').innerText(), "Part")
  await page.locator('[data-cell="c3"]').getByRole("button", { name: "Fold this section" }).click()
  assert.equal(await order(page), "c1 c2 c3 c5 c6")
})

test("find goes from match to match with the focus kept, in chosen cells, whole words, and into the code", {
  skip,
}, async () => {
  await using app = await startInterface({ "a.ipynb": notebook("rate rates", "rate", "RATE rate") })
  const { page } = app
  await app.open("a.ipynb")
  await page.locator('[data-cell="c2"]').focus()
  await page.keyboard.press("Shift+J")
  await page.keyboard.press("f")
  const count = page.locator("#find-count")
  await page.keyboard.type("rate")
  assert.equal(await count.innerText(), "0 of 5")
  await page.keyboard.press("Alt+w")
  assert.equal(await count.innerText(), "0 of 4")
  await page.keyboard.press("Alt+c")
  assert.equal(await count.innerText(), "0 of 3")
  await page.keyboard.press("Enter")
  await page.keyboard.press("Enter")
  assert.equal(await count.innerText(), "2 of 3")
  assert.equal(await page.locator(".found.warning").count(), 1)
  assert.equal(await page.locator('[data-cell="c2"].active').count(), 1)
  await page.keyboard.press("F3")
  assert.equal(await count.innerText(), "3 of 3")
  await page.getByLabel("In the selected cells").check()
  assert.equal(await count.innerText(), "0 of 1")
  await page.getByLabel("In the selected cells").uncheck()
  await page.getByLabel("Replace with").fill("speed")
  await page.keyboard.press("Control+Enter")
  await page.locator('[data-cell="c1"] .static').getByText("speed rates").waitFor()
  assert.equal(await count.innerText(), "no match")
  await page.locator('[data-cell="c1"]').focus()
  await page.keyboard.press("z")
  assert.equal(await count.innerText(), "0 of 3")
  await page.getByLabel("Find", { exact: true }).focus()
  await page.keyboard.press("Enter")
  await page.keyboard.press("Escape")
  await page.waitForSelector('[data-cell="c1"] [data-editor="ready"]')
  await page.keyboard.type("X")
  await page.keyboard.press("Escape")
  await page.locator('[data-cell="c1"] .static').getByText("X rates").waitFor()
})

const asking = [
  {
    kernel: "kaon",
    ask: "const name = prompt('Who?')\nname",
    secret: "prompt('Key?', { password: true }).length",
    left: false,
  },
  {
    kernel: "python3",
    ask: "name = input('Who?')\nname",
    secret: "import getpass; len(getpass.getpass('Key?'))",
    left: withoutPython,
  },
]
for (const { kernel, ask, secret, left } of asking) {
  test(`code of ${kernel} asks in its cell: Enter answers, a password stays hidden, interrupt gives up`, {
    skip: skip || left,
  }, async () => {
    const book = notebook(ask, secret, ask)
    book.metadata.kernelspec = { name: kernel, display_name: kernel, language: "x" }
    await using app = await startInterface({ "a.ipynb": book })
    const { page } = app
    await app.open("a.ipynb")
    await page.locator('[data-cell="c1"]').focus()
    await page.keyboard.press("Control+Enter")
    await page.getByLabel("Who?").waitFor()
    assert.equal(await page.getByLabel("Who?").evaluate(node => node === document.activeElement), true)
    await page.keyboard.type("Ada")
    await page.keyboard.press("Enter")
    assert.equal(await ended(page, "c1"), "done")
    assert.match(await page.locator('[data-cell="c1"] .outputs').innerText(), /Ada/)
    assert.equal(await page.locator('[data-cell="c1"]').evaluate(node => node.contains(document.activeElement)), true)
    await page.keyboard.press("j")
    await page.keyboard.press("Control+Enter")
    const password = page.getByLabel("Key?")
    await password.waitFor()
    assert.equal(await password.getAttribute("type"), "password")
    await page.keyboard.type("abcd")
    await page.keyboard.press("Enter")
    assert.equal(await ended(page, "c2"), "done")
    assert.match(await page.locator('[data-cell="c2"] .outputs').innerText(), /4/)
    assert.ok(!(await page.locator('[data-cell="c2"]').innerText()).includes("abcd"))
    await page.keyboard.press("j")
    await page.keyboard.press("Control+Enter")
    await page.getByLabel("Who?").waitFor()
    await page.getByRole("button", { name: "Interrupt instead" }).click()
    assert.equal(await ended(page, "c3"), "failed")
    assert.equal(await page.getByLabel("Who?").count(), 0)
  })
}

test("waiting cells say their turn, and an edit makes all that builds on it stale, to be run by one press", {
  skip,
}, async () => {
  const slow = `import { existsSync } from "node:fs"
while (!existsSync("go")) await new Promise(done => setTimeout(done, 50))`
  await using app = await startInterface({
    "a.ipynb": notebook(`${slow}\nconst a = 1`, "const b = a + 1", "b + 1", "'free'"),
  })
  const { page } = app
  await app.open("a.ipynb")
  await page.getByRole("button", { name: "Run all" }).click()
  await page.locator('[data-cell="c2"] .phrase').getByText("waiting · next").waitFor()
  await page.locator('[data-cell="c3"] .phrase').getByText("waiting · 2 in line").waitFor()
  await writeFile(path.join(app.folder, "go"), "")
  for (const cell of ["c1", "c2", "c3", "c4"]) assert.equal(await ended(page, cell), "done")
  await page.locator('[data-cell="c2"]').focus()
  await page.keyboard.press("Enter")
  await page.waitForSelector('[data-cell="c2"] [data-editor="ready"]')
  await page.keyboard.press("Control+End")
  await page.keyboard.type("0")
  await page.waitForSelector('[data-cell="c3"][data-state="stale"]')
  assert.equal(await page.locator('[data-cell="c1"]').getAttribute("data-state"), "done")
  assert.equal(await page.locator('[data-cell="c4"]').getAttribute("data-state"), "done")
  await page.getByRole("button", { name: "Run stale 2" }).click()
  await page.locator('[data-cell="c3"] .outputs').getByText("12").waitFor()
  await page.waitForFunction(() => document.querySelectorAll('[data-state="stale"]').length === 0)
})

test("an empty cell shows what %% can start, and starts it by a press or from the palette", { skip }, async () => {
  await using app = await startInterface({ "a.ipynb": notebook("") })
  const { page } = app
  await app.open("a.ipynb")
  await page.locator('[data-cell="c1"]').focus()
  await page.getByRole("toolbar", { name: "Start a pipeline cell" }).getByRole("button", { name: "Train" }).click()
  await page.waitForSelector('[data-cell="c1"][data-stage="train"] [data-editor="ready"]')
  await page.keyboard.press("Escape")
  await page.keyboard.press("p")
  await page.keyboard.type("evaluation")
  await page.keyboard.press("Enter")
  await page.waitForSelector('[data-stage="eval"].editing [data-editor="ready"]')
  assert.equal(await page.locator("[data-cell]").count(), 2)
})

test("every option of a stage can be reached by keyboard, its problem is said at the chip, and unknown ones stay", {
  skip,
}, async () => {
  await using app = await startInterface({
    "a.ipynb": notebook("%%data digits --later 3 --test 0.2\nconst digits = 1"),
  })
  const { page } = app
  await app.open("a.ipynb")
  const cell = page.locator('[data-cell="c1"]')
  await cell.focus()
  const chips = ["later 3", "test 0.2", "+ validation", "+ seed", "+ timeout", "+ retries"]
  assert.deepEqual(await cell.locator("button.chip").allInnerTexts(), chips)
  await cell.getByRole("button", { name: "test 0.2" }).focus()
  await page.keyboard.press("Enter")
  await page.keyboard.press("Control+a")
  await page.keyboard.type("2")
  await cell.getByText("less than 1").waitFor()
  await page.keyboard.press("Enter")
  const chip = cell.getByRole("button", { name: "test 2" })
  assert.equal(await chip.evaluate(node => node === document.activeElement), true)
  assert.match((await chip.getAttribute("aria-describedby")) ?? "", /\S/)
  await page.keyboard.press("Enter")
  await page.keyboard.press("Control+a")
  await page.keyboard.type("0.3")
  await page.keyboard.press("Escape")
  assert.equal(await cell.getByRole("button", { name: "test 2" }).count(), 1)
  assert.match(await cell.locator(".static").innerText(), /^%%data digits --later 3 --test 2\n/)
  await cell.getByText("%%data has no option --later").first().waitFor()
})

test("a restart asks first and gives a new process; above and below run what they say", { skip }, async () => {
  await using app = await startInterface({ "a.ipynb": notebook("process.pid", "'second'", "'third'") })
  const { page } = app
  await app.open("a.ipynb")
  const call = async (name: string) => {
    await page.locator('[data-cell="c2"]').focus()
    await page.keyboard.press("p")
    await page.keyboard.type(name)
    await page.keyboard.press("Enter")
  }
  const state = (cell: string) => page.locator(`[data-cell="${cell}"]`).getAttribute("data-state")
  await call("Run all above")
  assert.equal(await ended(page, "c1"), "done")
  assert.deepEqual([await state("c2"), await state("c3")], ["none", "none"])
  const before = await page.locator('[data-cell="c1"] .outputs').innerText()
  await call("Run this cell and all below")
  assert.equal(await ended(page, "c3"), "done")
  assert.equal(await page.locator('[data-cell="c1"] .outputs').innerText(), before)
  await call("Restart and run all")
  const dialog = page.getByRole("dialog", { name: "Restart the kernel?" })
  await dialog.getByRole("button", { name: "Cancel" }).click()
  await dialog.waitFor({ state: "detached" })
  assert.equal(await page.locator('[data-cell="c1"] .outputs').innerText(), before)
  await call("Restart and run all")
  await dialog.getByRole("button", { name: "Restart" }).click()
  await page.waitForFunction(
    old => ![old, ""].includes(document.querySelector<HTMLElement>('[data-cell="c1"] .outputs')?.innerText ?? ""),
    before,
  )
  assert.equal(await ended(page, "c3"), "done")
})

test("`%%` in an empty cell offers the stages, and its options after `--`", { skip }, async () => {
  await using app = await startInterface({ "a.ipynb": notebook("") })
  const { page } = app
  await app.open("a.ipynb")
  await page.locator('[data-cell="c1"]').focus()
  await page.keyboard.press("Enter")
  await page.waitForSelector('[data-editor="ready"]')
  await page.keyboard.type("%%tr")
  const list = page.locator(".suggest-widget.visible .monaco-list-row")
  await list.getByText("%%train").waitFor()
  await page.keyboard.press("Enter")
  await page.keyboard.type("net --")
  await list.getByText("--epochs").first().waitFor()
  await page.keyboard.type("ba")
  await list.getByText("--batch").first().waitFor()
  await page.keyboard.press("Enter")
  await page.keyboard.type("8")
  await page.waitForFunction(
    () => document.querySelector(".view-line")?.textContent?.replaceAll("\u00a0", " ") === "%%train net --batch 8",
  )
})
