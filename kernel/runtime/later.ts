import { createRequire } from "node:module"
import type { Runs } from "./cells.ts"
import type { Comms } from "./comms.ts"
import type { Evaluator } from "./evaluator.ts"
import type { Jupyter } from "./jupyter.ts"
import type { Finding, Question, Wires } from "./protocol.ts"

const require = createRequire(import.meta.url)

/** What most cells never need, loaded with its first use. Synchronously, as the getter of a global has to be. */
export function loadLater(wires: Wires, runs: Runs, evaluator: Evaluator) {
  const jupyter = once(() => (require("./jupyter.ts") as typeof import("./jupyter.ts")).createJupyter(wires, runs))
  return {
    jupyter: (): Jupyter => jupyter().global,
    comms: (): Comms => jupyter().comms,
    answers: once((): ((question: Question) => Promise<Finding>) =>
      (require("./look/questions.ts") as typeof import("./look/questions.ts")).createAnswers(
        evaluator,
        () => runs.latest,
      ),
    ),
  }
}

function once<T>(make: () => T): () => T {
  let made: { value: T } | undefined
  return () => {
    made ??= { value: make() }
    return made.value
  }
}
