import { notebook } from "../../e2e/notebook.ts"

const pixel = "iVBORw0KGgoAAAANSUhEUgAAAAoAAAAKCAYAAACNMs+9AAAAFUlEQVR42mNk+M9Qz0AEYBxVSF+FABJADveWkH6oAAAAAElFTkSuQmCC"

const stream = (index: number) => ({
  output_type: "stream",
  name: "stdout",
  text: "row of output with figures 3.14159 \n".repeat(24 + (index % 60)),
})
const table = (index: number) => {
  const rows = Array.from({ length: 24 }, (_, row) => `<tr><td>${row}</td><td>${index}</td><td>${row / 7}</td></tr>`)
  return {
    output_type: "execute_result",
    execution_count: index,
    metadata: {},
    data: { "text/html": `<table>${rows.join("")}</table>`, "text/plain": `table ${index}` },
  }
}
const picture = { output_type: "display_data", metadata: {}, data: { "image/png": pixel, "text/plain": "picture" } }
const failure = {
  output_type: "error",
  ename: "TypeError",
  evalue: "x is not a function",
  traceback: Array.from({ length: 12 }, (_, line) => `    at frame${line} (cell:${line}:1)`),
}

const outputsOf = (index: number) =>
  index % 9 === 0 ? [table(index)] : index % 13 === 0 ? [picture] : index % 17 === 0 ? [failure] : [stream(index)]

const codeOf = (index: number) =>
  `// cell ${index}\n${"const value = compute(1, 'two', `three`)\n".repeat(index % 7)}const total${index} = ${index}`

/** 2,000 cells, every tenth a heading, with some 4.3 MB of streams, tables, pictures and errors. The first cell is code. */
export const many = notebook(
  ...Array.from({ length: 2000 }, (_, index) =>
    index % 10 === 5
      ? { cell_type: "markdown", source: `## Part ${Math.floor(index / 10)}\n\nSome *text* about it.` }
      : { source: codeOf(index), execution_count: index, outputs: outputsOf(index) },
  ),
)

export const headings = 200

/** A cell of one line of 200 KB, between others. */
export const longLine = notebook(
  "const before = 1",
  `const long = "${"lorem 1234 ".repeat(18_200)}"`,
  "const after = 1",
)

/** Prints a hundred megabytes in lines of a hundred characters. */
export const flood = notebook(`const part = ("x".repeat(99) + "\\n").repeat(1000)
for (let i = 0; i < 1000; i++) process.stdout.write(part)
"flood " + "done"`)

/** Shows a thousand pictures of 120 × 90 pixels that do not compress. */
export const album = notebook(`import { crc32, deflateSync } from "node:zlib"
function chunk(type: string, data: Buffer) {
  const body = Buffer.concat([Buffer.from(type), data])
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)]
  length.writeUInt32BE(data.length)
  sum.writeUInt32BE(crc32(body))
  return Buffer.concat([length, body, sum])
}
function png(width: number, height: number) {
  const head = Buffer.alloc(13)
  head.writeUInt32BE(width)
  head.writeUInt32BE(height, 4)
  head.set([8, 0], 8)
  const rows = Buffer.alloc((width + 1) * height)
  for (let i = 0; i < rows.length; i++) rows[i] = i % (width + 1) === 0 ? 0 : Math.random() * 256
  const signature = Buffer.from([137, 80, 78, 71, 13, 10, 26, 10])
  return Buffer.concat([signature, chunk("IHDR", head), chunk("IDAT", deflateSync(rows)), chunk("IEND", Buffer.alloc(0))])
}
for (let i = 0; i < 1000; i++) display.png(png(120, 90))
"album " + "done"`)

export const books = { "many.ipynb": many, "line.ipynb": longLine, "flood.ipynb": flood, "album.ipynb": album }
