import { writeSync } from "node:fs"

/** A line for whoever watches the kernel's own stderr; written at once, for a worker's process.stderr goes through the main thread. */
export function log(text: string): void {
  try {
    writeSync(2, `kaon: ${text}\n`)
  } catch {
    // Nobody reads: nothing to tell.
  }
}
