import { isGuarded } from "../cell/guards.ts"
import { compileCell, kaonGlobals, type Program } from "../cell/index.ts"
import { blankTypes } from "../cell/types.ts"
import type { DebugAdapter, DebugCell } from "../debug/index.ts"
import { cellUrl } from "../debug/location.ts"
import type { Message, MessageHeader } from "../wire/index.ts"
import type { Cells } from "./cells.ts"

type Content = Record<string, unknown>

/** How many cells are remembered that a debugger named and that never ran. */
const remembered = 1000

/** The debugger as the kernel has it: loaded with its first request, and no cost before. */
export class Debugging {
  readonly #cells: Cells
  readonly #send: (event: Content, parent: MessageHeader) => void
  /** Cells that a debugger named before they ran. */
  readonly #named = new Map<string, DebugCell>()
  #adapter: Promise<DebugAdapter> | undefined
  #loaded: DebugAdapter | undefined
  #parent: MessageHeader | undefined

  /** @param send publishes an event for the clients, under the latest request of the debugger */
  constructor(cells: Cells, send: (event: Content, parent: MessageHeader) => void) {
    this.#cells = cells
    this.#send = send
  }

  async request({ header, content }: Message): Promise<Content> {
    this.#parent = header
    this.#adapter ??= this.#load()
    return { ...(await (await this.#adapter).request(content)) }
  }

  /** Is there a debugger that must see a cell before it runs? */
  get isStarted(): boolean {
    return this.#loaded?.isStarted === true
  }

  async prepare(program: Program): Promise<void> {
    const cell = this.#cellAt(program.url)
    if (cell !== undefined) await this.#loaded?.prepare(cell)
  }

  /** Ends a stop together with the code that stands there. */
  async interrupt(): Promise<void> {
    await this.#loaded?.interrupt()
  }

  /** Lets code that stands still go on; there is no debugger after it. */
  close(): void {
    this.#loaded?.close()
  }

  async #load(): Promise<DebugAdapter> {
    const { DebugAdapter } = await import("../debug/index.ts")
    this.#loaded = new DebugAdapter({
      cellAt: url => this.#cellAt(url),
      know: source => this.#know(source),
      plain: code => blankTypes(code) ?? code,
      isGuarded,
      given: new Set([...kaonGlobals, "prompt"]),
      event: event => this.#send({ ...event }, this.#parent!),
    })
    return this.#loaded
  }

  #cellAt(url: string): DebugCell | undefined {
    return this.#cells.debugCell(url) ?? this.#named.get(url)
  }

  #know(source: string): void {
    const url = cellUrl(source)
    try {
      const { code, map } = compileCell(source, { id: url, number: 0, url })
      this.#named.set(url, { url, source, code, map, label: "cell" })
      if (this.#named.size > remembered) this.#named.delete(this.#named.keys().next().value!)
    } catch {
      // A cell that cannot run has no place to stop at; running it will say what is wrong.
    }
  }
}
