import { randomUUID } from "node:crypto"
import type { Message } from "../wire/index.ts"
import type { Content } from "./reply.ts"
import { RequestError } from "./requests.ts"
import { type Handle, Shell } from "./shell.ts"

/**
 * The shells of a kernel: the main one, and subshells that clients make (Jupyter Enhancement Proposal 91). Cells of different
 * shells run side by side, as far as JavaScript lets them: where one waits, another goes on.
 */
export class Shells {
  readonly #handle: Handle
  readonly #main: Shell
  readonly #subshells = new Map<string, Shell>()

  constructor(handle: Handle) {
    this.#handle = handle
    this.#main = new Shell(handle)
  }

  /** A message for a subshell that is gone belongs to the main shell. */
  receive(message: Message): void {
    const shell = this.#subshells.get(message.header.subshell_id ?? "") ?? this.#main
    shell.receive(message)
  }

  create(): Content {
    const id = randomUUID()
    this.#subshells.set(id, new Shell(this.#handle))
    return { status: "ok", subshell_id: id }
  }

  /** What waits in the subshell still runs. @throws RequestError for an unknown one */
  delete(id: unknown): Content {
    if (typeof id !== "string" || !this.#subshells.delete(id)) throw new RequestError("there is no such subshell")
    return { status: "ok" }
  }

  list(): Content {
    return { status: "ok", subshell_id: [...this.#subshells.keys()] }
  }
}
