import { inflateSync } from "node:zlib"

/** What the code of each glyph in a font reads as; `digits` hexadecimal digits make one code. */
interface Font {
  readonly digits: number
  readonly letters: ReadonlyMap<number, string>
}

/**
 * The text of a PDF that Chromium wrote, without blanks, and how many pages it has. Of the format only what Chromium writes is
 * known: objects as they are, deflated streams, fonts called by the number of their object, glyphs in hexadecimal strings.
 */
export function pdfText(pdf: Buffer): { pages: number; text: string } {
  const whole = pdf.toString("latin1")
  const objects = new Map<number, { head: string; stream: string }>()
  for (const found of whole.matchAll(/(?:^|\n)(\d+) 0 obj\s([\s\S]*?)(?:endobj|stream\r?\n)/g)) {
    const from = found.index + found[0].length
    const stream = found[0].endsWith("endobj") ? "" : inflated(pdf.subarray(from, whole.indexOf("endstream", from)))
    objects.set(Number(found[1]), { head: found[2]!, stream })
  }
  const fonts = new Map<number, Font>()
  for (const [number, { head }] of objects) {
    const map = /\/ToUnicode (\d+) 0 R/.exec(head)?.[1]
    if (map !== undefined) fonts.set(number, fontOf(objects.get(Number(map))?.stream ?? ""))
  }
  const text = [...objects.values()]
    .filter(({ stream }) => /\bT[jJ]\b/.test(stream))
    .map(({ stream }) => read(stream, fonts))
  const pages = [...objects.values()].filter(({ head }) => /\/Type\s*\/Page\b/.test(head)).length
  return { pages, text: text.join("\n").replace(/[^\S\n]/g, "") }
}

function inflated(bytes: Buffer): string {
  try {
    return inflateSync(bytes).toString("latin1")
  } catch {
    // Pictures are packed otherwise.
    return ""
  }
}

function read(stream: string, fonts: ReadonlyMap<number, Font>): string {
  let font: Font | undefined
  let text = ""
  for (const [, number, glyphs] of stream.matchAll(/\/F(\d+)\s+[\d.-]+\s+Tf|<([0-9A-Fa-f]+)>/g)) {
    if (number !== undefined) font = fonts.get(Number(number))
    else if (font !== undefined && glyphs !== undefined) {
      const codes = glyphs.match(new RegExp(`.{${font.digits}}`, "g")) ?? []
      text += codes.map(code => font?.letters.get(Number.parseInt(code, 16)) ?? "").join("")
    }
  }
  return text
}

const unicode = (hex: string): string =>
  (hex.match(/.{4}/g) ?? []).map(unit => String.fromCharCode(Number.parseInt(unit, 16))).join("")

function fontOf(map: string): Font {
  const letters = new Map<number, string>()
  let digits = 4
  for (const [, body = ""] of map.matchAll(/beginbfchar([\s\S]*?)endbfchar/g)) {
    for (const [, code = "", text = ""] of body.matchAll(/<(\w+)>\s*<(\w+)>/g)) {
      digits = code.length
      letters.set(Number.parseInt(code, 16), unicode(text))
    }
  }
  for (const [, body = ""] of map.matchAll(/beginbfrange([\s\S]*?)endbfrange/g)) {
    for (const [, from = "", to = "", text = ""] of body.matchAll(/<(\w+)>\s*<(\w+)>\s*<(\w+)>/g)) {
      digits = from.length
      const first = Number.parseInt(from, 16)
      for (let code = first; code <= Number.parseInt(to, 16); code++)
        letters.set(code, String.fromCharCode(Number.parseInt(text, 16) + code - first))
    }
  }
  return { digits, letters }
}
