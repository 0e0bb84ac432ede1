import type { Bundle } from "../state/outputs.ts"
import { blobOf } from "./bitmap.ts"

/** Types that an output can be saved as, richest first, with the ending of the file. */
const endings: readonly (readonly [string, string])[] = [
  ["image/png", "png"],
  ["image/jpeg", "jpg"],
  ["image/gif", "gif"],
  ["image/webp", "webp"],
  ["image/svg+xml", "svg"],
  ["application/pdf", "pdf"],
  ["audio/wav", "wav"],
  ["audio/mpeg", "mp3"],
  ["video/mp4", "mp4"],
  ["application/vnd.vegalite.v6+json", "vl.json"],
  ["application/vnd.vegalite.v5+json", "vl.json"],
  ["application/vnd.kaon.table+json", "json"],
  ["application/json", "json"],
  ["text/html", "html"],
  ["text/markdown", "md"],
  ["text/latex", "tex"],
  ["text/plain", "txt"],
]

const isText = (type: string): boolean => /^text\/|[/+](?:json|xml)$/.test(type)

const textOf = (value: unknown): string => (typeof value === "string" ? value : JSON.stringify(value, null, 2))

/** An output as a file: the richest of its types that is one. */
export function fileOf(data: Bundle): { name: string; blob: Blob } | undefined {
  for (const [type, ending] of endings) {
    const value = data[type]
    if (value === undefined) continue
    const blob = isText(type) ? new Blob([textOf(value)], { type }) : blobOf(type, String(value))
    if (blob !== undefined) return { name: `output.${ending}`, blob }
  }
  return undefined
}

export function download({ name, blob }: { name: string; blob: Blob }): void {
  const link = document.createElement("a")
  link.href = URL.createObjectURL(blob)
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000)
}

/** Puts an output on the clipboard: a bitmap as PNG, all else as its text. */
export async function copy(data: Bundle): Promise<void> {
  const type = ["image/png", "image/jpeg", "image/webp", "image/gif"].find(known => typeof data[known] === "string")
  const blob = type === undefined ? undefined : blobOf(type, String(data[type]))
  if (blob !== undefined) {
    await navigator.clipboard.write([new ClipboardItem({ "image/png": type === "image/png" ? blob : asPng(blob) })])
    return
  }
  const found = ["text/plain", "text/markdown", "text/latex", "application/json", "text/html", "image/svg+xml"].find(
    known => data[known] !== undefined && data[known] !== "",
  )
  await navigator.clipboard.writeText(found === undefined ? "" : textOf(data[found]))
}

async function asPng(blob: Blob): Promise<Blob> {
  const bitmap = await createImageBitmap(blob)
  const canvas = new OffscreenCanvas(bitmap.width, bitmap.height)
  canvas.getContext("2d")?.drawImage(bitmap, 0, 0)
  return canvas.convertToBlob({ type: "image/png" })
}
