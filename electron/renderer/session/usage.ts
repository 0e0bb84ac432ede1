import { z } from "zod"
import type { Kernel } from "../jupyter/kernel.ts"

const reply = z.object({ kernel_memory: z.number().nonnegative() })
const between = 5000

/** Asks a kernel for its memory when it becomes idle, and from time to time while it works; kernels without an answer are left in peace. */
export class Usage {
  readonly #kernel: () => Kernel | undefined
  readonly #tell: (bytes: number | undefined) => void
  #timer: ReturnType<typeof setTimeout> | undefined
  #waiting = false

  constructor(kernel: () => Kernel | undefined, tell: (bytes: number | undefined) => void) {
    this.#kernel = kernel
    this.#tell = tell
  }

  /** The kernel's status is another one. */
  look(busy: boolean): void {
    clearTimeout(this.#timer)
    void this.#ask()
    if (busy) this.#timer = setTimeout(() => this.look(true), between)
  }

  /** Another kernel, or none. */
  forget(): void {
    clearTimeout(this.#timer)
    this.#waiting = false
    this.#tell(undefined)
  }

  async #ask(): Promise<void> {
    const kernel = this.#kernel()
    // One question at a time: a kernel that does not know it never answers.
    if (kernel === undefined || this.#waiting || document.hidden) return
    this.#waiting = true
    const found = reply.safeParse(await kernel.request("usage_request", {}, "control")).data
    if (kernel !== this.#kernel()) return
    this.#waiting = false
    if (found !== undefined) this.#tell(found.kernel_memory)
  }
}
