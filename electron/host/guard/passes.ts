import { randomBytes } from "node:crypto"

/** How long a pass is good for, in milliseconds: a browser that must start first has the time. */
const lifetime = 120_000

/**
 * Words that open the page once. A browser is started with its address as an argument, which every user of the machine can read:
 * the token itself is never in it, and a pass that was read there is used up.
 */
export class Passes {
  readonly #expiry = new Map<string, number>()
  readonly #now: () => number

  constructor(now: () => number = Date.now) {
    this.#now = now
  }

  issue(): string {
    for (const [pass, at] of this.#expiry) if (at <= this.#now()) this.#expiry.delete(pass)
    const pass = randomBytes(24).toString("hex")
    this.#expiry.set(pass, this.#now() + lifetime)
    return pass
  }

  take(pass: string): boolean {
    const at = this.#expiry.get(pass)
    this.#expiry.delete(pass)
    return at !== undefined && at > this.#now()
  }
}
