export interface Size {
  readonly width: number
  readonly height: number
}

/** Bytes of base64 as a blob, or undefined where it is none. */
export function blobOf(type: string, base64: string): Blob | undefined {
  try {
    const text = atob(base64.replace(/\s/g, ""))
    return new Blob([Uint8Array.from(text, char => char.charCodeAt(0))], { type })
  } catch {
    return undefined
  }
}

const headBytes = 40

/** The size that a bitmap says it has in its first bytes, without decoding it: PNG and GIF. */
export function sizeOf(type: string, base64: string): Size | undefined {
  const read = readers[type]
  if (read === undefined) return undefined
  try {
    const text = atob(base64.replace(/\s/g, "").slice(0, headBytes))
    const size = read(text)
    return size !== undefined && size.width > 0 && size.height > 0 ? size : undefined
  } catch {
    return undefined
  }
}

const at = (text: string, index: number): number => text.charCodeAt(index) || 0
const big = (text: string, index: number): number =>
  [0, 1, 2, 3].reduce((sum, offset) => sum * 256 + at(text, index + offset), 0)
const little = (text: string, index: number): number => at(text, index) + 256 * at(text, index + 1)

const readers: Readonly<Record<string, (text: string) => Size | undefined>> = {
  "image/png": text => (text.startsWith("PNG", 1) ? { width: big(text, 16), height: big(text, 20) } : undefined),
  "image/gif": text => (text.startsWith("GIF8") ? { width: little(text, 6), height: little(text, 8) } : undefined),
}
