import { KaonError } from "../../contracts/errors.ts"

interface Held {
  pointer: bigint
  release: (pointer: bigint) => void
}

/** Gives back what nobody disposed of, when its handle is collected. */
const net = new FinalizationRegistry<Held>(({ pointer, release }) => release(pointer))

/** An object of the library that is given back exactly once: by dispose, or when the handle is collected. */
export class Owned implements Disposable {
  #held: Held | undefined

  constructor(pointer: bigint, release: (pointer: bigint) => void) {
    this.#held = { pointer, release }
    net.register(this, this.#held, this)
  }

  /** Throws NATIVE_FAILED after dispose: a stale address is never passed on. */
  get pointer(): bigint {
    if (this.#held !== undefined) return this.#held.pointer
    throw new KaonError("NATIVE_FAILED", `This ${this.constructor.name} has been disposed of.`, {
      fix: "Use it before it is disposed of, or make another one.",
    })
  }

  get disposed(): boolean {
    return this.#held === undefined
  }

  [Symbol.dispose](): void {
    const held = this.#held
    if (held === undefined) return
    this.#held = undefined
    net.unregister(this)
    held.release(held.pointer)
  }
}
