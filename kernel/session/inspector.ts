import { Session } from "node:inspector"

/** The worker's own session on the main thread: it can stop code there, and look at names, while that code runs. */
export class MainInspector {
  #session: Session | undefined

  /** Stops the JavaScript that runs on the main thread, with all its state kept. Does nothing lasting where none runs. */
  terminate(): Promise<void> {
    return this.#post("Runtime.terminateExecution").then(() => undefined)
  }

  /** Names that cells declared with let, const and class, each once however often it was declared again. */
  async names(): Promise<string[]> {
    const found = (await this.#post("Runtime.globalLexicalScopeNames")) as { names?: string[] } | undefined
    return [...new Set(found?.names)]
  }

  /** Connects ahead of the first need, so that the first interrupt is as quick as the rest. */
  warm(): void {
    void this.names()
  }

  close(): void {
    this.#session?.disconnect()
    this.#session = undefined
  }

  #connect(): Session {
    if (this.#session === undefined) {
      this.#session = new Session()
      this.#session.connectToMainThread()
    }
    return this.#session
  }

  #post(method: string): Promise<object | undefined> {
    return new Promise(resolve => this.#connect().post(method, (_error, result) => resolve(result)))
  }
}
