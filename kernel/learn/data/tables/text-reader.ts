import type { DuckDBDataChunk } from "@duckdb/node-api"
import duckdb from "@duckdb/node-bindings"
import { Gathered } from "./gathered.ts"

/** Up to so many different texts are looked up, so that equal ones are one string; more are taken as they come. */
const listed = 1 << 15
/** Places of the table of short texts; never more than half are taken. */
const places = listed * 2
/** Words of 32 bits that DuckDB has for a text: its length, and 12 bytes, which are the text itself where it fits. */
const wordsEach = 4
const shortest = 12

/**
 * Reads a column of texts from chunks. Texts of up to 12 bytes, as categories mostly are, are told apart in DuckDB's own
 * memory (`string_t`, zero after the text's end), without making a string of each.
 */
export class TextReader {
  readonly #list: string[] = []
  readonly #byText = new Map<string, number>()
  /** Codes of short texts, plus one; 0 is free. */
  readonly #taken = new Int32Array(places)
  readonly #keys = new Int32Array(places * wordsEach)
  #short = 0
  readonly #codes = new Gathered(length => new Int32Array(length))

  /** The column must hold no nulls. */
  take(chunk: DuckDBDataChunk, column: number): void {
    const rows = chunk.rowCount
    const codes = new Int32Array(rows)
    const vector = duckdb.data_chunk_get_vector(chunk.chunk, column)
    const bytes = duckdb.vector_get_data(vector, rows * wordsEach * 4)
    const words = new Int32Array(bytes.buffer, bytes.byteOffset, rows * wordsEach)
    if (this.#short < listed - rows && allShort(words)) {
      for (let row = 0; row < rows; row++) codes[row] = this.#codeOf(words, row * wordsEach)
    } else {
      const texts = chunk.getColumnValues(column) as string[]
      for (let row = 0; row < rows; row++) codes[row] = this.#code(texts[row]!)
    }
    this.#codes.push(codes)
  }

  texts(): string[] {
    const codes = this.#codes.all()
    const texts = new Array<string>(codes.length)
    for (let row = 0; row < texts.length; row++) texts[row] = this.#list[codes[row]!]!
    return texts
  }

  #codeOf(words: Int32Array, at: number): number {
    const [length, a, b, c] = [words[at]!, words[at + 1]!, words[at + 2]!, words[at + 3]!]
    let hash = Math.imul(a ^ Math.imul(b, 0x9e3779b1) ^ Math.imul(c, 0x85ebca6b) ^ length, 0xc2b2ae35)
    hash = (hash ^ (hash >>> 15)) & (places - 1)
    const keys = this.#keys
    for (;;) {
      const known = this.#taken[hash]!
      const key = hash * wordsEach
      if (known === 0) {
        keys.set(words.subarray(at, at + wordsEach), key)
        const text = Buffer.from(words.buffer, words.byteOffset + at * 4 + 4, length).toString("utf8")
        const code = this.#code(text)
        this.#taken[hash] = code + 1
        this.#short += 1
        return code
      }
      if (keys[key] === length && keys[key + 1] === a && keys[key + 2] === b && keys[key + 3] === c) return known - 1
      hash = (hash + 1) & (places - 1)
    }
  }

  #code(text: string): number {
    const known = this.#byText.get(text)
    if (known !== undefined) return known
    const code = this.#list.push(text) - 1
    if (this.#byText.size < listed) this.#byText.set(text, code)
    return code
  }
}

function allShort(words: Int32Array): boolean {
  for (let at = 0; at < words.length; at += wordsEach) if (words[at]! > shortest) return false
  return true
}
