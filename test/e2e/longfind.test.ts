import assert from "node:assert/strict"
import { test } from "node:test"
import { notebook, startInterface, withoutBrowser } from "./interface.ts"

const skip = withoutBrowser

test("find counts every match in a line of 200 KB, steps to each and shows it, and Escape edits there", {
  skip,
}, async () => {
  const piece = "lorem 1234 ".repeat(4500)
  const long = `const long = "${piece}needle ${piece}needle needle ${piece}${piece}needle"`
  await using app = await startInterface({ "a.ipynb": notebook("'needle'", long) })
  const { page } = app
  await app.open("a.ipynb")
  await page.keyboard.press("Control+f")
  await page.getByLabel("Find", { exact: true }).fill("needle")
  await page.getByText("0 of 5").waitFor()
  const source = page.locator('[data-cell="c2"] .static')
  const here = source.locator(".found.warning")
  const drawn: number[] = []
  for (const place of [2, 3, 4, 5]) {
    await page.keyboard.press("Enter")
    if (place === 2) await page.keyboard.press("Enter")
    await page.getByText(`${place} of 5`).waitFor()
    await here.waitFor()
    const [box, mark] = [(await source.boundingBox())!, (await here.boundingBox())!]
    assert.ok(mark.y >= box.y && mark.y + mark.height <= box.y + box.height, `match ${place} is outside its window`)
    drawn.push(await source.locator(".found").count())
  }
  // The third stands beside the fourth: both are marked.
  assert.deepEqual(drawn, [1, 2, 2, 1])
  await page.keyboard.press("Escape")
  await page.locator('[data-cell="c2"] [data-editor="ready"]').waitFor()
  assert.equal(await page.locator(".side-panel").count(), 1)
  assert.deepEqual(app.complaints, [])
})
