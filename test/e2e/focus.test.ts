import assert from "node:assert/strict"
import { test } from "node:test"
import { focused, notebook, startInterface, withoutBrowser } from "./interface.ts"

// A file of its own has a browser of its own: what other tests copy would be pasted here.
const skip = withoutBrowser

test("the focus is never lost: after deleting, undoing, moving, running, folding and closing what was open", {
  skip,
}, async () => {
  await using app = await startInterface({
    "a.ipynb": notebook("1", { cell_type: "markdown", source: "# Part" }, "3", "4"),
  })
  const { page } = app
  await app.open("a.ipynb")
  await page.locator('[data-cell="c3"]').focus()
  const steps: [keys: string[], cell: string][] = [
    [["d", "d"], "c4"],
    [["z"], "c3"],
    [["x"], "c4"],
    [["Shift+V"], ""],
    [["d", "d"], "c4"],
    [["Control+Shift+ArrowUp"], "c4"],
    [["ArrowUp", "ArrowUp"], "c1"],
    [["Shift+Enter"], ""],
    [["Control+,", "Escape"], ""],
    [["Control+Shift+o", "Escape"], ""],
    [["p", "Escape"], ""],
    [["h", "Escape"], ""],
    [["0", "0", "Escape"], ""],
    [["Home", "j", "j", "ArrowLeft"], "c2"],
    [["m"], ""],
    [["a", "d", "d"], ""],
    [["Control+a", "d", "d"], ""],
  ]
  for (const [keys, cell] of steps) {
    for (const key of keys) {
      // What was opened has the focus before it is closed.
      if (key === "Escape") await page.waitForFunction(() => !document.activeElement?.hasAttribute("data-cell"))
      await page.keyboard.press(key)
    }
    await page.waitForFunction(() => document.activeElement?.getAttribute("data-cell") !== null)
    const now = await focused(page)
    assert.notEqual(now, "lost", keys.join(" "))
    if (cell !== "") assert.equal(now, cell, keys.join(" "))
  }
})
