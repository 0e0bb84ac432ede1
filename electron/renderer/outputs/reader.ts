import { Blocks } from "../grid/blocks.ts"
import type { Lines } from "./lines.ts"

/** The lines of a long text; what cannot be read now is asked for again when it next comes into view. */
export class Reader {
  readonly #lines: Lines
  readonly #blocks = new Blocks<string>({ size: 200, most: 30, read: (start, count) => this.#read(start, count) })
  total = 0

  constructor(lines: Lines) {
    this.#lines = lines
  }

  subscribe = this.#blocks.subscribe
  version = this.#blocks.version

  line(index: number): string | undefined {
    return this.#blocks.item(index)
  }

  want(first: number, end: number): void {
    this.#blocks.want(first, end)
  }

  async #read(start: number, count: number): Promise<readonly string[] | undefined> {
    try {
      const { lines, total } = await this.#lines.read(start, count)
      this.total = total
      return lines
    } catch {
      return undefined
    }
  }
}
