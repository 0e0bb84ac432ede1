type Numbers = Float64Array | Int32Array

/** Numbers of a block: half a megabyte of doubles. */
const blockLength = 1 << 16

/** Numbers whose count is known only when all have come. They are kept in blocks, and copied once. */
export class Gathered<Kind extends Numbers> {
  readonly #make: (length: number) => Kind
  readonly #full: Kind[] = []
  #block: Kind
  #at = 0

  constructor(make: (length: number) => Kind) {
    this.#make = make
    this.#block = make(blockLength)
  }

  push(values: Kind): void {
    for (let from = 0; from < values.length; ) {
      const count = Math.min(values.length - from, blockLength - this.#at)
      this.#block.set(values.subarray(from, from + count), this.#at)
      from += count
      this.#at += count
      if (this.#at < blockLength) continue
      this.#full.push(this.#block)
      this.#block = this.#make(blockLength)
      this.#at = 0
    }
  }

  /** All that was pushed, in one array. */
  all(): Kind {
    const all = this.#make(this.#full.length * blockLength + this.#at)
    for (const [i, block] of this.#full.entries()) all.set(block, i * blockLength)
    all.set(this.#block.subarray(0, this.#at), this.#full.length * blockLength)
    return all
  }
}
