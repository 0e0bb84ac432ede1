import type { Random } from "../../random.ts"
import type { Batch } from "../split.ts"

/**
 * Rows that are drawn from by chance: holds `capacity` of them in one piece of memory. Each row that comes when it is full
 * takes the place of one that leaves, so a row may come out at any time after it went in.
 */
export class Pool {
  readonly #xs: Float32Array
  readonly #ys: Float64Array
  /** Of rows that are weighted. */
  readonly #weights: Float32Array
  readonly #width: number
  readonly #capacity: number
  #held = 0

  constructor(capacity: number, width: number) {
    this.#capacity = capacity
    this.#width = width
    this.#xs = new Float32Array(capacity * width)
    this.#ys = new Float64Array(capacity)
    this.#weights = new Float32Array(capacity)
  }

  get held(): number {
    return this.#held
  }

  get full(): boolean {
    return this.#held === this.#capacity
  }

  /** Takes a row in; there must be room. */
  put(batch: Batch, row: number): void {
    this.#set(this.#held, batch, row)
    this.#held += 1
  }

  /** Moves a row by chance to a place of `into`, and another in its stead: the given one, or, without one, the last. */
  draw(random: Random, into: Batch, at: number, next?: { batch: Batch; row: number }): void {
    const place = Math.floor(random() * this.#held)
    const width = this.#width
    into.xs.set(this.#xs.subarray(place * width, (place + 1) * width), at * width)
    into.ys[at] = this.#ys[place]!
    if (into.weights !== undefined) into.weights[at] = this.#weights[place]!
    if (next !== undefined) {
      this.#set(place, next.batch, next.row)
      return
    }
    this.#held -= 1
    this.#xs.copyWithin(place * width, this.#held * width, (this.#held + 1) * width)
    this.#ys[place] = this.#ys[this.#held]!
    this.#weights[place] = this.#weights[this.#held]!
  }

  #set(place: number, { xs, ys, weights }: Batch, row: number): void {
    this.#xs.set(xs.subarray(row * this.#width, (row + 1) * this.#width), place * this.#width)
    this.#ys[place] = ys[row]!
    if (weights !== undefined) this.#weights[place] = weights[row]!
  }
}
