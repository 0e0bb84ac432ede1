import assert from "node:assert/strict"
import { readFile } from "node:fs/promises"
import path from "node:path"
import { test } from "node:test"
import { notebook, startInterface, withoutBrowser } from "./interface.ts"

const both = (ours: string, theirs: string) => `<<<<<<< HEAD\n${ours}\n=======\n${theirs}\n>>>>>>> theirs`

test("a notebook with conflicts of a merge says so, leads to each, and a press decides it", {
  skip: withoutBrowser,
}, async () => {
  const steady = Array.from({ length: 30 }, (_, index) => `steady${index}()`)
  const cells = notebook(
    `// before\n${both("const rate = 1", "const rate = 2")}`,
    ...steady,
    both("ours()", "theirs()"),
  )
  await using app = await startInterface({ "a.ipynb": cells })
  const { page, folder } = app
  await app.open("a.ipynb")
  await page.getByText("A merge left 2 cells with both versions in them.").waitFor()
  await page.locator('[data-cell="c1"]').getByRole("button", { name: "Keep theirs" }).click()
  await page.getByText("A merge left a cell with both versions in it.").waitFor()
  await page.getByRole("button", { name: "Next one" }).click()
  const last = page.locator('[data-cell="c32"]')
  await last.getByText("Both sides changed these lines (from line 1).").waitFor()
  await last.getByRole("button", { name: "Keep both" }).focus()
  await page.keyboard.press("Enter")
  await page.getByText("A merge left").waitFor({ state: "detached" })
  await page.keyboard.press("z")
  await page.getByText("A merge left a cell with both versions in it.").waitFor()
  await last.getByRole("button", { name: "Keep ours" }).click()
  await page.keyboard.press("Control+s")
  await page.waitForFunction(() => document.querySelector("[data-saved], .topbar") !== null)
  const saved = async () =>
    JSON.parse(await readFile(path.join(folder, "a.ipynb"), "utf8")).cells as { source: string[] }[]
  for (let found = ""; found !== "// before\nconst rate = 2 ours()"; ) {
    const now = await saved()
    found = `${[now[0]!.source].flat().join("")} ${[now.at(-1)!.source].flat().join("")}`
    await page.waitForTimeout(50)
  }
  assert.deepEqual(app.complaints, [])
})
