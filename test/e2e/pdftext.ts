import { inflateSync } from "node:zlib"

/** Every stream of a PDF that can be read, inflated. */
function streamsOf(pdf: Buffer): string[] {
  const streams: string[] = []
  for (let at = pdf.indexOf("stream"); at >= 0; at = pdf.indexOf("stream", at + 6)) {
    if (pdf.subarray(at - 3, at).toString("latin1") === "end") continue
    const from = pdf[at + 6] === 0x0d ? at + 8 : at + 7
    const to = pdf.indexOf("endstream", from)
    try {
      streams.push(inflateSync(pdf.subarray(from, to)).toString("latin1"))
    } catch {
      // Pictures and fonts are packed otherwise, or not at all.
    }
  }
  return streams
}

/**
 * The text of a PDF that Chromium wrote, without blanks: glyphs are looked up in all its fonts' Unicode maps, so that each glyph gives
 * every letter that some font has for it. Good to find out whether a text that was put into a page is there.
 */
export function pdfHolds(pdf: Buffer): { pages: number; holds(text: string): boolean } {
  const streams = streamsOf(pdf)
  const maps = streams.filter(stream => stream.includes("beginbfchar") || stream.includes("beginbfrange")).map(mapOf)
  const drawn = streams.filter(stream => /\bT[jJ]\b/.test(stream)).map(glyphsOf)
  // A page draws with several fonts; a text is there where one font's map reads it.
  const read = maps.map(map =>
    drawn
      .map(glyphs => glyphs.map(glyph => map.get(glyph) ?? "\u0000").join(""))
      .join("\n")
      .replace(/\s/g, ""),
  )
  const pages = pdf.toString("latin1").match(/\/Type\s*\/Page\b/g)?.length ?? 0
  return { pages, holds: text => read.some(found => found.includes(text.replace(/\s/g, ""))) }
}

const unicode = (hex: string): string =>
  (hex.match(/.{4}/g) ?? []).map(unit => String.fromCharCode(Number.parseInt(unit, 16))).join("")

function mapOf(stream: string): Map<number, string> {
  const map = new Map<number, string>()
  for (const [, body = ""] of stream.matchAll(/beginbfchar([\s\S]*?)endbfchar/g)) {
    for (const [, glyph = "", text = ""] of body.matchAll(/<(\w+)>\s*<(\w+)>/g))
      map.set(Number.parseInt(glyph, 16), unicode(text))
  }
  for (const [, body = ""] of stream.matchAll(/beginbfrange([\s\S]*?)endbfrange/g)) {
    for (const [, from = "", to = "", text = ""] of body.matchAll(/<(\w+)>\s*<(\w+)>\s*<(\w+)>/g)) {
      const [first, last, start] = [from, to, text].map(hex => Number.parseInt(hex, 16)) as [number, number, number]
      for (let glyph = first; glyph <= last; glyph++) map.set(glyph, String.fromCharCode(start + glyph - first))
    }
  }
  return map
}

const glyphsOf = (stream: string): number[] =>
  [...stream.matchAll(/<([0-9A-Fa-f]+)>/g)].flatMap(([, hex = ""]) =>
    (hex.match(/.{4}/g) ?? []).map(glyph => Number.parseInt(glyph, 16)),
  )
