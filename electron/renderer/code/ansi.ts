/** How a run of text is drawn; colours are names of the theme (`red`, `bright-red`) or `#rrggbb`. */
export interface Look {
  readonly color?: string
  readonly background?: string
  readonly bold?: boolean
  readonly italic?: boolean
  readonly underline?: boolean
  readonly inverse?: boolean
}

export interface AnsiPiece {
  readonly text: string
  readonly look: Look
}

const names = ["black", "red", "green", "yellow", "blue", "magenta", "cyan", "white"]
// biome-ignore lint/suspicious/noControlCharactersInRegex: escape sequences begin with the escape character
const sequence = /\u001b(?:\[([\d;:]*)([@-~])|\][^\u0007\u001b]*(?:\u0007|\u001b\\)|[@-Z\\-_])/g

const simple: Record<number, (look: Look) => Look> = {
  0: () => ({}),
  1: look => ({ ...look, bold: true }),
  3: look => ({ ...look, italic: true }),
  4: look => ({ ...look, underline: true }),
  7: look => ({ ...look, inverse: true }),
  22: ({ bold: _, ...look }) => look,
  23: ({ italic: _, ...look }) => look,
  24: ({ underline: _, ...look }) => look,
  27: ({ inverse: _, ...look }) => look,
  39: ({ color: _, ...look }) => look,
  49: ({ background: _, ...look }) => look,
}

/** Text with SGR colours as pieces; every other escape sequence is left out. */
export function ansiPieces(text: string): AnsiPiece[] {
  if (!text.includes("\u001b")) return text === "" ? [] : [{ text, look: {} }]
  const pieces: AnsiPiece[] = []
  let look: Look = {}
  let at = 0
  for (const found of text.matchAll(sequence)) {
    if (found.index > at) pieces.push({ text: text.slice(at, found.index), look })
    at = found.index + found[0].length
    if (found[2] === "m") look = applied(look, found[1]!)
  }
  if (at < text.length) pieces.push({ text: text.slice(at), look })
  return pieces
}

function applied(before: Look, parameters: string): Look {
  let look = before
  const codes = parameters.split(/[;:]/).map(Number)
  for (let index = 0; index < codes.length; index++) {
    const code = codes[index]!
    if (code === 38 || code === 48) {
      const [color, used] = extended(codes.slice(index + 1))
      index += used
      if (color !== undefined) look = { ...look, [code === 38 ? "color" : "background"]: color }
      continue
    }
    const change = simple[code]
    if (change !== undefined) look = change(look)
    else if (code >= 30 && code <= 37) look = { ...look, color: names[code - 30]! }
    else if (code >= 40 && code <= 47) look = { ...look, background: names[code - 40]! }
    else if (code >= 90 && code <= 97) look = { ...look, color: `bright-${names[code - 90]}` }
    else if (code >= 100 && code <= 107) look = { ...look, background: `bright-${names[code - 100]}` }
  }
  return look
}

function extended([mode, ...rest]: number[]): [string | undefined, number] {
  if (mode === 5) return [palette(rest[0] ?? 0), 2]
  if (mode === 2) return [hex(rest.slice(0, 3)), 4]
  return [undefined, 1]
}

function palette(index: number): string {
  if (index < 8) return names[index]!
  if (index < 16) return `bright-${names[index - 8]}`
  if (index >= 232) return hex([0, 0, 0].map(() => 8 + (index - 232) * 10))
  const level = (step: number) => (step === 0 ? 0 : 55 + step * 40)
  const n = index - 16
  return hex([level(Math.floor(n / 36)), level(Math.floor(n / 6) % 6), level(n % 6)])
}

const hex = (rgb: number[]): string => `#${rgb.map(value => (value & 255).toString(16).padStart(2, "0")).join("")}`
