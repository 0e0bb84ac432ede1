import assert from "node:assert/strict"
import { readFile, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { test } from "node:test"
import { formatHtml } from "../../kernel/cli/export/html.ts"
import { findBrowser, toPdf } from "../../kernel/cli/export/pdf.ts"
import { formatMarkdown } from "../../kernel/cli/export/text.ts"
import type { Cell, CodeCell, Notebook } from "../../kernel/notebook/index.ts"
import { parseIpynb } from "../../kernel/notebook/index.ts"
import { folder, kaon, notebookOf, start } from "./command.ts"

const code = (source: string, ...outputs: CodeCell["outputs"]): Cell => ({
  ...{
    cell_type: "code" as const,
    id: `c${source.length}-${outputs.length}`,
    metadata: {},
    execution_count: 1,
    source,
    outputs,
  },
})
const shows = (data: Record<string, unknown>): CodeCell["outputs"][number] => ({
  output_type: "display_data",
  metadata: {},
  data,
})
const prose = (source: string): Cell => ({ cell_type: "markdown", id: "m", metadata: {}, source })
const book = (...cells: Cell[]): Notebook => ({ cells, metadata: {}, nbformat: 4, nbformat_minor: 5 })

const bars = {
  $schema: "https://vega.github.io/schema/vega-lite/v6.json",
  data: { values: [{ a: "x", b: 3 }] },
  mark: "bar",
  encoding: { x: { field: "a", type: "nominal" }, y: { field: "b", type: "quantitative" } },
}

test("a page holds all of a notebook, and nothing of it runs or is loaded", async () => {
  const hostile = `"><script>alert(1)</script><img src=x onerror=alert(1)>`
  const page = await formatHtml(
    book(
      prose(`# Title ${hostile}\n\n[x](javascript:alert(1)) $e^x$ ![p](https://example.org/p.png)`),
      code(`%%data d\n${hostile}`, { output_type: "stream", name: "stdout", text: hostile }),
      code("html", shows({ "text/html": hostile, "text/plain": "p" })),
      code("svg", shows({ "image/svg+xml": `<svg>${hostile}</svg>` })),
      code("png", shows({ "image/png": hostile, "text/plain": "no picture" })),
      code("chart", shows({ "application/vnd.vegalite.v6+json": bars, "text/plain": "bars" })),
      code(
        "far",
        shows({
          "application/vnd.vegalite.v6+json": { ...bars, data: { url: "https://example.org/x" } },
          "text/plain": "far",
        }),
      ),
      code("oops", { output_type: "error", ename: "E", evalue: hostile, traceback: [] }),
    ),
    `t${hostile}`,
  )
  assert.doesNotMatch(page.replace(/srcdoc="[^"]*"/g, ""), /<script|<img src=x|javascript:alert\(1\)"/)
  assert.match(page, /<iframe sandbox="" [^>]*srcdoc="[^"]*default-src 'none'/)
  assert.match(page, /Content-Security-Policy" content="default-src 'none'/)
  assert.match(page, /<div class="stage">%%data d<\/div>/)
  assert.match(page, /<math[ >]/)
  assert.match(page, /no picture/)
  const drawings = [...page.matchAll(/data:image\/svg\+xml;base64,([^"]+)"/g)].map(([, data]) =>
    Buffer.from(data!, "base64").toString(),
  )
  assert.ok(
    drawings.some(svg => svg.includes("mark-rect")),
    "the chart is drawn",
  )
})

test("Markdown keeps prose, code and what it shows apart, whatever fences stand in them", async () => {
  const text = await formatMarkdown(
    book(prose("# T"), code("const a = `\n```\n`", { output_type: "stream", name: "stdout", text: "1\n" })),
  )
  assert.equal(text, "# T\n\n````typescript\nconst a = `\n```\n`\n````\n\n```text\n1\n```\n")
})

test("each form is written where it was asked to be, the same each time, and the notebook is not touched", async () => {
  await using place = await folder()
  const file = join(place.path, "a b.ipynb")
  const text = notebookOf([
    "%%params\nconst n = 2",
    'import { basename } from "node:path"',
    "console.log(basename('x/y'), n)",
  ])
  await writeFile(file, text)
  const run = (...args: string[]) => kaon(["export", ...args], { cwd: place.path }).ended
  for (const [form, name] of [
    ["html", "a b.html"],
    ["md", "a b.md"],
    ["script", "a b.plain.ts"],
    ["ts", "a b.ts"],
  ] as const) {
    const { status, err } = await run("a b.ipynb", "--to", form)
    assert.equal(status, 0, err)
    assert.ok((await readFile(join(place.path, name), "utf8")).includes("basename"), form)
  }
  assert.equal(
    (await run("a b.ipynb", "-o", "-", "--to", "html")).out,
    await readFile(join(place.path, "a b.html"), "utf8"),
  )
  const plain = await start(process.execPath, ["a b.plain.ts"], { cwd: place.path }).ended
  assert.equal(plain.out, "y 2\n", plain.err)
  // There and back: all that a script can hold is the same.
  assert.equal((await run("a b.ts", "-o", "back.ipynb")).status, 0)
  const back = parseIpynb(await readFile(join(place.path, "back.ipynb"), "utf8"), "back").notebook
  const sources = (notebook: Notebook) => notebook.cells.map(({ cell_type, source }) => [cell_type, source])
  assert.deepEqual(sources(back), sources(parseIpynb(text, "a").notebook))
  assert.equal(await readFile(file, "utf8"), text)
  for (const args of [["a b.ipynb"], ["a b.ipynb", "--to", "docx"], ["a b.ipynb", "--to", "ipynb"]])
    assert.equal((await run(...args)).status, 2, args.join(" "))
})

test("PDF by the browser of this machine; where there is none, that is said with what to do", {
  skip: findBrowser(process) === undefined && "no browser",
}, async () => {
  const page = await formatHtml(book(prose("# Heading"), code("const a = 1")), "t")
  const pdf = Buffer.from(await toPdf(page)).toString("latin1")
  assert.match(pdf, /^%PDF-1\.\d[\s\S]*%%EOF\s*$/)
  assert.equal(pdf.match(/\/Type\s*\/Page\b/g)?.length, 1)
  await assert.rejects(toPdf(page, { platform: "linux", env: { PATH: "/nowhere" } }), /EXPORT_FAILED|no browser/)
})
