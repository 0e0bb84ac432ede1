/** Jupyter counts a cursor in code points, JavaScript an offset in UTF-16 units. */
export const toCursor = (code: string, offset: number): number => [...code.slice(0, offset)].length

export function toOffset(code: string, cursor: number): number {
  let offset = 0
  for (const char of code) {
    if (cursor-- <= 0) break
    offset += char.length
  }
  return offset
}
