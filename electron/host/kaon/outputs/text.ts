import { mkdir, open, rm } from "node:fs/promises"
import { join } from "node:path"
import { type Entry, type JournalReader, jsonOf } from "../../../../kernel/keeper/index.ts"
import type { HostKernel } from "../../kernels/kernel.ts"
import { linesIn } from "./range.ts"

/** Every so many lines, the offset is remembered. */
const stride = 256
const newline = 0x0a
/** Characters of a line that are searched. */
const longestSearched = 1_000_000

/**
 * One stream of one execution as a file of lines, made from the journal when it is first asked for, and continued when it is asked
 * for again: any range of it is a short read, whatever its size.
 */
export class OutputText {
  readonly #kernel: HostKernel
  readonly #request: string
  readonly #name: string
  readonly #file: string
  readonly #offsets = [0]
  #reader: Promise<JournalReader> | undefined
  #updating: Promise<void> = Promise.resolve()
  #bytes = 0
  #lines = 0
  #endsOpen = false

  constructor(kernel: HostKernel, { request, first }: { request: string; first: number }, name: "stdout" | "stderr") {
    this.#kernel = kernel
    this.#request = request
    this.#name = name
    this.#file = join(kernel.folder, "text", `${first}.${name}`)
  }

  get bytes(): number {
    return this.#bytes
  }

  /** Lines so far; the last may still grow. */
  get lines(): number {
    return this.#lines + (this.#endsOpen ? 1 : 0)
  }

  /** Takes in what the journal has since. `from` is the execution's first message. */
  update(from: number): Promise<void> {
    const update = () => this.#update(from)
    this.#updating = this.#updating.then(update, update)
    return this.#updating
  }

  /** Lines of a range as a terminal shows them, without their line breaks; a line is cut after `columns` characters. */
  async read(start: number, count: number, columns: number): Promise<string[]> {
    const wanted = Math.min(count, Math.max(0, this.lines - start))
    if (wanted === 0) return []
    const block = Math.floor(start / stride)
    const from = this.#offsets[block]!
    const to = this.#offsets[Math.floor((start + wanted - 1) / stride) + 1] ?? this.#bytes
    const skip = start - block * stride
    return (await linesIn(this.#file, { from, to }, { skip, wanted, columns })).slice(skip)
  }

  /** Numbers of lines that hold a text, from a line on, `most` at most. */
  async find(text: string, start: number, most: number): Promise<number[]> {
    const found: number[] = []
    for (let line = start; line < this.lines && found.length < most; line += stride) {
      const lines = await this.read(line, stride, longestSearched)
      lines.forEach((content, i) => {
        if (content.includes(text) && found.length < most) found.push(line + i)
      })
    }
    return found
  }

  async close(): Promise<void> {
    await (await this.#reader)?.close()
    await rm(this.#file, { force: true })
  }

  async #update(from: number): Promise<void> {
    if (this.#reader === undefined) {
      await mkdir(join(this.#kernel.folder, "text"), { recursive: true, mode: 0o700 })
      await rm(this.#file, { force: true })
    }
    this.#reader ??= this.#kernel.reader(from - 1)
    const reader = await this.#reader
    const { head } = this.#kernel.state
    await using file = await open(this.#file, "a", 0o600)
    for (let entries = await reader.read(head); entries.length > 0; entries = await reader.read(head)) {
      const text = entries.map(entry => this.#textOf(entry)).join("")
      if (text === "") continue
      const bytes = Buffer.from(text)
      await file.writeFile(bytes)
      this.#index(bytes)
    }
  }

  #textOf(entry: Entry): string {
    if (entry.parent !== this.#request || entry.type !== "stream") return ""
    const content = jsonOf(entry.parts[3])
    const isMine = typeof content === "object" && content !== null && "name" in content && content.name === this.#name
    return isMine && "text" in content && typeof content.text === "string" ? content.text : ""
  }

  #index(bytes: Buffer): void {
    for (let at = bytes.indexOf(newline); at >= 0; at = bytes.indexOf(newline, at + 1)) {
      this.#lines++
      if (this.#lines % stride === 0) this.#offsets.push(this.#bytes + at + 1)
    }
    this.#bytes += bytes.length
    this.#endsOpen = bytes.at(-1) !== newline
  }
}
