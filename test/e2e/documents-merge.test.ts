import assert from "node:assert/strict"
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
  const { page } = app
  await app.open("a.ipynb")
  await page.getByText("A merge left 2 cells with both versions in them.").waitFor()
  await page.locator('[data-cell="c1"]').getByRole("button", { name: "Keep theirs" }).click()
  await page.getByText("A merge left a cell with both versions in it.").waitFor()
  await page.getByRole("button", { name: "Next one" }).click()
  await page.locator('[data-cell="c32"]').getByText("Both sides changed these lines (from line 1).").waitFor()
  assert.deepEqual(app.complaints, [])
})
