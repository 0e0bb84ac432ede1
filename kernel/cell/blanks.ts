import { blank } from "./lines.ts"

const trivia = /(?:\s|\/\/[^\n\r\u2028\u2029]*|\/\*[\s\S]*?\*\/)*/y
const lineBreak = /[\n\r\u2028\u2029]/

/** What would go on with the line before it, were nothing written between. */
const continuation = /[([`*/+-]|in(?:stanceof)?\b/y

interface Range {
  start: number
  end: number
}

/**
 * Ranges of one text to be blanked in place, with the few characters that must stand in the blanks for the rest to mean
 * what it meant. Ranges may come in any order and may overlap. Lines and columns of all that stays are kept.
 */
export class Blanks {
  readonly #text: string
  readonly #ranges: Range[] = []
  readonly #marks = new Map<number, string>()
  /** Places where a semicolon is due if what follows would otherwise continue the line before. */
  readonly #ends: number[] = []
  #refused = false

  constructor(text: string) {
    this.#text = text
  }

  /** Was something found that blanking cannot remove? */
  get isRefused(): boolean {
    return this.#refused
  }

  refuse(): void {
    this.#refused = true
  }

  blank(start: number, end: number): void {
    this.#ranges.push({ start, end })
  }

  /** A character of the program to stand in a blank. */
  put(at: number, character: string): void {
    this.#marks.set(at, character)
  }

  /** Keeps the line before a blank from going on behind it. */
  endLine(at: number): void {
    this.#ends.push(at)
  }

  /** The offset of the next token. */
  next(from: number): number {
    trivia.lastIndex = from
    trivia.test(this.#text)
    return trivia.lastIndex
  }

  /** The offset of the first such character outside comments, which the caller knows to come; the end of the text if not. */
  seek(from: number, character: string): number {
    for (let at = from; at < this.#text.length; at++) {
      at = this.next(at)
      if (this.#text[at] === character) return at
    }
    return this.#text.length
  }

  /** Does the text read so at an offset? The pattern is sticky. */
  match(pattern: RegExp, at: number): string | undefined {
    pattern.lastIndex = at
    return pattern.exec(this.#text)?.[0]
  }

  hasLineBreak(start: number, end: number): boolean {
    return lineBreak.test(this.#text.slice(start, end))
  }

  /** The text without what was blanked: same length, same lines. */
  apply(): string {
    if (this.#ranges.length === 0) return this.#text
    const blanked = this.#blanked()
    for (const at of this.#ends) {
      trivia.lastIndex = at
      trivia.test(blanked)
      continuation.lastIndex = trivia.lastIndex
      if (continuation.test(blanked)) this.#marks.set(at, ";")
    }
    let text = ""
    let done = 0
    for (const [at, character] of [...this.#marks].toSorted(([a], [b]) => a - b)) {
      text += blanked.slice(done, at) + character
      done = at + 1
    }
    return text + blanked.slice(done)
  }

  #blanked(): string {
    let text = ""
    let done = 0
    for (const { start, end } of this.#ranges.toSorted((a, b) => a.start - b.start)) {
      if (end <= done) continue
      text += this.#text.slice(done, Math.max(start, done)) + blank(this.#text.slice(Math.max(start, done), end))
      done = end
    }
    return text + this.#text.slice(done)
  }
}
