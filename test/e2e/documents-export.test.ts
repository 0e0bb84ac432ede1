import assert from "node:assert/strict"
import { readFile } from "node:fs/promises"
import path from "node:path"
import { test } from "node:test"
import { pathToFileURL } from "node:url"
import type { Page } from "playwright-core"
import { notebook, startInterface, withoutBrowser } from "./interface.ts"
import { pdfText } from "./pdftext.ts"

const skip = withoutBrowser
const dot = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="

const result = (data: Record<string, unknown>) => ({ output_type: "display_data", data, metadata: {} })
const hostile =
  '<p>table of results</p><img src=x onerror="document.title=\'owned\'"><script>document.title="owned";parent.document.title="owned"</script>'
const full = [
  {
    cell_type: "markdown",
    source:
      '# A heading of mine\n\nText <img src=x onerror="document.title=\'owned\'"> <script>document.title="owned"</script>',
  },
  { source: "const printed = 1", outputs: [{ output_type: "stream", name: "stdout", text: "streamed words\n" }] },
  { source: "html()", outputs: [result({ "text/html": hostile, "text/plain": "plain" })] },
  {
    source: "svg()",
    outputs: [
      result({
        "image/svg+xml": `<svg xmlns="http://www.w3.org/2000/svg" width="40" height="40" onload="document.title='owned'"><script>document.title='owned'</script><rect width="40" height="40"/></svg>`,
      }),
    ],
  },
  { source: "picture()", outputs: [result({ "image/png": dot })] },
  {
    source: "fails()",
    outputs: [{ output_type: "error", ename: "TypeError", evalue: "no such thing", traceback: ["at cell 5"] }],
  },
]

async function perform(page: Page, name: string): Promise<void> {
  await page.keyboard.press("Control+k")
  await page.keyboard.type(name)
  await page.keyboard.press("Enter")
}

test("an exported page shows every cell with its outputs by itself, and nothing of the notebook runs in it", {
  skip,
}, async () => {
  await using app = await startInterface({ "a.ipynb": notebook(...full) })
  const { page, folder } = app
  await app.open("a.ipynb")
  await page.getByRole("button", { name: "Trust", exact: true }).click()
  await page.getByRole("dialog").getByRole("button", { name: "Trust" }).click()
  const downloading = page.waitForEvent("download")
  await perform(page, "Export as HTML")
  const download = await downloading
  assert.equal(download.suggestedFilename(), "a.html")
  const file = path.join(folder, "a.html")
  await download.saveAs(file)
  const asked: string[] = []
  const shown = await page.context().newPage()
  shown.on(
    "request",
    request =>
      void (request.url().startsWith("file:") || request.url().startsWith("data:") || asked.push(request.url())),
  )
  await shown.goto(pathToFileURL(file).href)
  for (const text of ["A heading of mine", "const printed = 1", "streamed words", "TypeError: no such thing"])
    await shown.getByText(text, { exact: false }).first().waitFor()
  assert.equal(await shown.frameLocator("iframe").getByText("table of results").innerText(), "table of results")
  const pictures = await shown
    .locator("img")
    .evaluateAll(found => found.map(image => (image as HTMLImageElement).naturalWidth))
  assert.ok(pictures.filter(width => width > 0).length >= 2, `pictures: ${pictures}`)
  assert.equal(await shown.title(), "a.ipynb")
  assert.deepEqual(asked, [])
  const text = await readFile(file, "utf8")
  assert.ok(!/<script/i.test(text.replaceAll("&lt;script", "")), "no script element stands in the page")
})

test("what is printed is the whole notebook, over several pages, whatever was in view", { skip }, async () => {
  const cells = Array.from({ length: 120 }, (_, index) => ({
    source: `const numbered${index} = "marker${index}x"\nnumbered${index}`,
    outputs: [{ output_type: "stream", name: "stdout", text: `result${index}y\n` }],
  }))
  await using app = await startInterface({ "a.ipynb": notebook(...cells) }, { dark: true })
  const { page } = app
  await app.open("a.ipynb")
  assert.ok((await page.locator("[data-cell]").count()) < 60)
  await page.evaluate(() => {
    window.print = () => document.documentElement.setAttribute("data-printed", "")
  })
  await perform(page, "Export as PDF")
  await page.waitForSelector("html[data-printed]")
  const pdf = await page.pdf()
  const { pages, text } = pdfText(pdf)
  assert.ok(pages >= 4, `${pages} pages`)
  for (const index of [0, 1, 59, 118, 119]) {
    assert.ok(text.includes(`marker${index}x`), `the code of cell ${index} is printed`)
    assert.ok(text.includes(`result${index}y`), `the output of cell ${index} is printed`)
  }
  assert.ok(!text.includes("marker120x"))
  await page.evaluate(() => dispatchEvent(new Event("afterprint")))
  await page.waitForFunction(
    () => document.querySelector(".print") === null && document.documentElement.dataset.theme === "dark",
  )
})

test("Ctrl P prints the whole notebook; paper of a browser's own command says how to get all of it", {
  skip,
}, async () => {
  const cells = Array.from({ length: 80 }, (_, index) => `"numbered${index}x"`)
  await using app = await startInterface({ "a.ipynb": notebook(...cells) })
  const { page } = app
  await app.open("a.ipynb")
  const plain = pdfText(await page.pdf())
  assert.match(plain.text.replace(/\s+/g, ""), /ExportasPDF/)
  assert.ok(!plain.text.includes("numbered0x"))
  await page.evaluate(() => {
    window.print = () => document.documentElement.setAttribute("data-printed", "")
  })
  await page.locator('[data-cell="c1"]').focus()
  await page.keyboard.press("Control+p")
  await page.waitForSelector("html[data-printed]")
  const { text } = pdfText(await page.pdf())
  for (const index of [0, 40, 79]) assert.ok(text.includes(`numbered${index}x`), `cell ${index} is printed`)
})

test("a notebook is downloaded as a script, as a plain module and as .ipynb", { skip }, async () => {
  await using app = await startInterface({ "a.ipynb": notebook("const a = 1", "%%train cnn\nfit(a)") })
  const { page, folder } = app
  await app.open("a.ipynb")
  const expected = {
    "Export as TypeScript": ["a.ts", /^\/\/ ---[\s\S]*\/\/ %%\nconst a = 1\n\n\/\/ %%train cnn\nfit\(a\)\n$/],
    "Export as a plain script": ["a.plain.ts", /^const a = 1\n\n\/\/ %%train cnn\nfit\(a\)\n$/],
    "Export as .ipynb": ["a.ipynb", /"nbformat": 4/],
  } as const
  for (const [command, [name, form]] of Object.entries(expected)) {
    const downloading = page.waitForEvent("download")
    await perform(page, command)
    const download = await downloading
    assert.equal(download.suggestedFilename(), name)
    const file = path.join(folder, `got-${name}`)
    await download.saveAs(file)
    assert.match(await readFile(file, "utf8"), form)
  }
})
