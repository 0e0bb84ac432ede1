import assert from "node:assert/strict"
import { writeFile } from "node:fs/promises"
import { createServer } from "node:http"
import type { AddressInfo } from "node:net"
import path from "node:path"
import { test } from "node:test"
import { ended, notebook, startInterface, withoutBrowser } from "./interface.ts"

const skip = withoutBrowser

/** A server that counts who comes. */
async function listener() {
  const asked: string[] = []
  const server = createServer((request, response) => {
    asked.push(request.url ?? "")
    response.end()
  })
  await new Promise<void>(resolve => server.listen(0, "127.0.0.1", resolve))
  const { port } = server.address() as AddressInfo
  return {
    asked,
    address: `http://127.0.0.1:${port}`,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections()
      await new Promise(resolve => server.close(resolve))
    },
  }
}

const shows = (data: Record<string, string>) => ({
  source: "1",
  execution_count: 1,
  outputs: [{ output_type: "display_data", data, metadata: {} }],
})

const attacks = (address: string) => `
<p id="mark">shown</p>
<img src="${address}/image"><link rel="stylesheet" href="${address}/style"><style>@import "${address}/import"; body{background:url(${address}/ground)}</style>
<iframe src="${address}/frame"></iframe>
<script>
parent.postMessage({ height: 1e9, markup: "x" }, "*")
const say = text => document.body.appendChild(document.createElement("p")).append(text)
try { parent.document.title = "stolen" } catch { say("no parent") }
try { say(localStorage.length) } catch { say("no storage") }
fetch("${address}/fetch").catch(() => say("no fetch"))
try { new WebSocket("${address.replace("http", "ws")}/socket").onerror = () => say("no socket") } catch { say("no socket") }
new Image().src = "${address}/pixel"
say("ran")
addEventListener("message", ({ data }) => { if (data === "leave") location.href = "${address}/away" })
</script>`

test("markup of a notebook from elsewhere runs no script, reaches no network and no page", { skip }, async () => {
  await using server = await listener()
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="20" height="20"><script>document.documentElement.append("ran")</script><image href="${server.address}/svg"/></svg>`
  const text = `# Title\n<button>Run all</button><form action="${server.address}"><input></form><img src="${server.address}/md" onerror="document.title='stolen'"><a href="javascript:document.title='stolen'">x</a><script>document.title='stolen'</script><style>body{display:none}</style><iframe src="${server.address}/mdframe"></iframe>`
  await using app = await startInterface({
    "a.ipynb": notebook(
      { cell_type: "markdown", source: text },
      shows({ "text/html": attacks(server.address) }),
      shows({ "image/svg+xml": svg }),
    ),
  })
  const { page } = app
  await app.open("a.ipynb")
  await page.waitForSelector(".banner")
  const frame = page.frameLocator('[data-cell="c2"] iframe')
  await frame.locator("#mark").waitFor()
  await page.frameLocator('[data-cell="c3"] iframe').locator("svg").waitFor()
  // Time for what should not happen: the script would leave its frame after 300 ms.
  await page.evaluate(() => new Promise(resolve => setTimeout(resolve, 800)))
  assert.equal(await frame.locator("body").evaluate(body => (body as HTMLElement).innerText.includes("ran")), false)
  assert.deepEqual(server.asked, [])
  assert.notEqual(await page.title(), "stolen")
  assert.equal(
    await page
      .locator(
        '[data-cell="c1"] .prose :is(button, form, input, img, script, style, iframe, [onerror], a[href^="javascript"])',
      )
      .count(),
    0,
  )
  assert.equal(await page.locator('[data-cell="c1"] h1').innerText(), "Title")
})

test("scripts of a trusted output run, but without this page, its storage and the network", { skip }, async () => {
  await using server = await listener()
  const source = `({ [Symbol.for("Jupyter.display")]: () => ({ "text/html": ${JSON.stringify(attacks(server.address))}, "text/plain": "" }) })`
  await using app = await startInterface({ "a.ipynb": notebook(source) })
  const { page } = app
  await app.open("a.ipynb")
  await page.locator('[data-cell="c1"]').focus()
  await page.keyboard.press("Control+Enter")
  assert.equal(await ended(page, "c1"), "done")
  const body = page.frameLocator('[data-cell="c1"] iframe').locator("body")
  // Read at once: soon after, the script tries to leave, and the frame shows that it was stopped.
  const said = await body.getByText("no socket").evaluate(node => node.ownerDocument.body.innerText)
  for (const words of ["ran", "no parent", "no storage", "no fetch"])
    assert.ok(said.includes(words), `${words}: ${said}`)
  // Only now: a frame that has gone says nothing.
  await page.locator('[data-cell="c1"] iframe').evaluate(frame => {
    ;(frame as HTMLIFrameElement).contentWindow?.postMessage("leave", "*")
  })
  await page.evaluate(() => new Promise(resolve => setTimeout(resolve, 800)))
  assert.deepEqual(server.asked, [])
  const box = await page.locator('[data-cell="c1"] iframe').boundingBox()
  assert.ok(box !== null && box.height <= 900)
})

test("a notebook from elsewhere runs nothing until its owner trusts it", { skip }, async () => {
  await using app = await startInterface({ "a.ipynb": notebook(shows({ "text/html": "<b>x</b>" })) })
  const { page } = app
  await app.open("a.ipynb")
  await page.locator('[data-cell="c1"]').focus()
  await page.keyboard.press("Control+Enter")
  const dialog = page.getByRole("dialog", { name: "Do you trust this notebook?" })
  await dialog.waitFor()
  await page.keyboard.press("Enter")
  await dialog.waitFor({ state: "detached" })
  assert.equal(await page.locator('[data-cell="c1"]').getAttribute("data-state"), "earlier")
  await page.keyboard.press("Control+Enter")
  await dialog.getByRole("button", { name: "Trust and run" }).click()
  assert.equal(await ended(page, "c1"), "done")
  assert.equal(await page.locator(".banner").count(), 0)
})

test("the page runs no eval and keeps the token out of its address", { skip }, async () => {
  await using app = await startInterface({ "a.ipynb": notebook("1") })
  const { page } = app
  assert.equal(new URL(page.url()).search, "")
  const evaluated = await page.evaluate(() => {
    const script = document.createElement("script")
    script.textContent = "globalThis.inlineRan = true"
    document.head.append(script)
    return "inlineRan" in globalThis
  })
  assert.equal(evaluated, false)
})

test("formulas link nowhere, load nothing and end, in text and in outputs", { skip }, async () => {
  await using server = await listener()
  const hostile = [
    "\\href{javascript:document.title='stolen'}{x}",
    `\\href{${server.address}/link}{x}`,
    `\\includegraphics{${server.address}/picture}`,
    "\\htmlStyle{position:fixed;inset:0}{x}",
    "\\def\\a{\\a\\a}\\a",
    "\\rule{100000em}{100000em}",
    "<img src=x onerror=\"document.title='stolen'\">",
  ]
  const sane = "before $a^2 + b^2$ and $5 and $6"
  await using app = await startInterface({
    "a.ipynb": notebook(
      { cell_type: "markdown", source: `${sane}\n\n${hostile.map(tex => `$${tex}$`).join("\n\n")}` },
      ...hostile.map(tex => shows({ "text/latex": `$$${tex}$$` })),
    ),
  })
  const { page } = app
  await app.open("a.ipynb")
  await page.locator('[data-cell="c1"] .katex').first().waitFor()
  assert.match(await page.locator('[data-cell="c1"] p').first().innerText(), /and \$5 and \$6/)
  await page.locator('[data-cell="c2"] .katex').first().waitFor()
  const drawn = page.locator("[data-cell] :is(.prose, .latex)")
  assert.equal(await drawn.locator(':is(a[href], img, script, iframe, [onerror], [style*="fixed"])').count(), 0)
  assert.notEqual(await page.title(), "stolen")
  assert.deepEqual(server.asked, [])
})

test("JSON without end, names of prototypes and huge tables harm nothing", { skip }, async () => {
  const nested = (levels: number) => "[".repeat(levels) + "]".repeat(levels)
  const rows = Array.from({ length: 5000 }, (_, i) => [i, `<img src=x onerror="document.title='stolen'">${i}`])
  const table = {
    columns: [
      { name: "__proto__", type: "number" },
      { name: "<b>constructor</b>", type: "string" },
    ],
    rows,
    total: 5000,
  }
  const shown = (data: Record<string, unknown>) => ({
    ...shows({}),
    outputs: [{ output_type: "display_data", data, metadata: {} }],
  })
  await using app = await startInterface({
    "a.ipynb": notebook(
      shown({ "application/json": JSON.parse(`{"deep": ${nested(300)}, "__proto__": {"polluted": true}}`) }),
      shown({ "application/vnd.kaon.table+json": table }),
    ),
  })
  const { page } = app
  const endless = JSON.stringify(notebook(shown({ "application/json": 0 }))).replace(
    '"application/json":0',
    `"application/json":${nested(1_000_000)}`,
  )
  await writeFile(path.join(app.folder, "endless.ipynb"), endless)
  await page.getByRole("button", { name: "Refresh" }).click()
  await page.click('.side-panel .list-row:has-text("endless.ipynb")')
  await page.getByText("It could not be opened").waitFor()
  await app.open("a.ipynb")
  const tree = page.getByRole("tree", { name: "JSON" })
  await tree.getByRole("treeitem").first().focus()
  for (let i = 0; i < 200; i++) await page.keyboard.press("ArrowRight")
  assert.ok((await tree.getByRole("treeitem").count()) > 100)
  const grid = page.locator('[data-cell="c2"] [role="grid"]')
  assert.equal(await grid.getAttribute("aria-rowcount"), "5001")
  assert.ok((await grid.locator("[role=row]").count()) < 60)
  assert.equal(await grid.locator("img, b").count(), 0)
  assert.equal(await page.evaluate(() => "polluted" in {}), false)
  assert.notEqual(await page.title(), "stolen")
})
