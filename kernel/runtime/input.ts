import { receiveMessageOnPort } from "node:worker_threads"
import { KaonError } from "../contracts/errors.ts"
import type { Runs } from "./cells.ts"
import { shared, type Wires } from "./protocol.ts"

/** What the worker puts on the answers port: the line, or why there is none. */
export type Answer = { value: string } | { interrupted: true }

/**
 * The global `prompt(text)`: asks the front end for a line and waits for it, as a browser's does.
 * @throws KaonError STDIN_NOT_ALLOWED where the front end takes no input; INTERRUPTED when the wait is interrupted
 */
export function createPrompt(wires: Wires, runs: Runs) {
  return (text = "", options: { password?: boolean } = {}): string => {
    const run = runs.current()
    if (run?.cell.allowStdin !== true) {
      throw new KaonError("STDIN_NOT_ALLOWED", "prompt() was called, but this front end takes no input.", {
        fix: "Run the notebook where somebody can answer, or take the value from a %%params cell.",
      })
    }
    const before = Atomics.load(wires.state, shared.answered)
    wires.post({ type: "input", run: run.number, prompt: text, password: options.password ?? false })
    let answer = receiveMessageOnPort(wires.answers)
    while (answer === undefined) {
      Atomics.wait(wires.state, shared.answered, before, 200)
      answer = receiveMessageOnPort(wires.answers)
    }
    const message = answer.message as Answer
    if ("interrupted" in message) throw new KaonError("INTERRUPTED", "The wait for input was interrupted.")
    return message.value
  }
}
