import { displaySymbol } from "./bundle.ts"
import type { Runs } from "./cells.ts"
import { type CommApi, Comms } from "./comms.ts"
import type { Wires } from "./protocol.ts"

/** The global `Jupyter`: what user code can say to the front end beside its output. */
export interface Jupyter {
  readonly comms: CommApi
  /** A method under this symbol gives a value's MIME bundle: `[Jupyter.display]() { return { "text/html": … } }`. */
  readonly display: typeof displaySymbol
}

export function createJupyter(wires: Wires, runs: Runs): { global: Jupyter; comms: Comms } {
  const comms = new Comms(wires, runs)
  return { comms, global: { comms: comms.api, display: displaySymbol } }
}
