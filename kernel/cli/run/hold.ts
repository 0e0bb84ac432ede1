import { dirname } from "node:path"
import { z } from "zod"
import { deploymentSchema, mimeTypes } from "../../contracts/mime.ts"
import type { RunEvent } from "../../contracts/run.ts"
import { stopDeployment } from "../../serving/index.ts"
import { styled, terminalOf } from "../terminal.ts"
import { untilAsked } from "../until.ts"

const shown = z.object({ output: z.object({ data: z.object({ [mimeTypes.deployment]: deploymentSchema }) }) })

/** The services that a run of a notebook put up: where they answer, to be stopped when the person has seen enough. */
export class Held {
  readonly #folder: string
  readonly #services = new Map<string, string>()

  constructor(notebook: string) {
    this.#folder = dirname(notebook)
  }

  event(event: RunEvent): void {
    const found = event.event === "step-output" ? shown.safeParse(event).data : undefined
    const service = found?.output.data[mimeTypes.deployment]
    if (service !== undefined) this.#services.set(service.name, service.address)
  }

  /** Waits for Ctrl-C if the run was done, then stops the services. Tells of it on stderr, since stdout may be for machines. */
  async end(done: boolean): Promise<void> {
    const terminal = terminalOf(process.stderr)
    if (this.#services.size === 0) return
    if (done) {
      const list = [...this.#services].map(([name, address]) => `${name} at ${styled(terminal, "cyan", address)}`)
      const asked = untilAsked()
      terminal.write(`\nIn service: ${list.join(", ")}\nCtrl-C ends it.\n`)
      await asked
    }
    for (const name of this.#services.keys()) {
      const { state } = await stopDeployment(this.#folder, name)
      terminal.write(`The service ${name} is ${state}.\n`)
    }
  }
}
