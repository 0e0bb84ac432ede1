/** Requests that are remembered at most: one that never gets an answer must not stay for ever. */
const most = 10_000

/** Which client sent which request, so that the answer finds it. */
export class Origins {
  readonly #clients = new Map<string, string>()

  add(request: string, client: string): void {
    this.#clients.set(request, client)
    if (this.#clients.size > most) this.#clients.delete(this.#clients.keys().next().value!)
  }

  /** The client that an answer is for. A reply is the last answer; before it the kernel may ask for input. */
  of(request: string | undefined, answer: string): string | undefined {
    if (request === undefined) return undefined
    const client = this.#clients.get(request)
    if (answer !== "input_request") this.#clients.delete(request)
    return client
  }

  clear(): void {
    this.#clients.clear()
  }
}
