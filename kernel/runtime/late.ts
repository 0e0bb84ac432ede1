import type { Runs } from "./cells.ts"
import type { Wires } from "./protocol.ts"
import { describeThrown } from "./thrown.ts"

/** Errors that come after their cell has ended (timers, rejections nobody handles) are reported under it; they never end the kernel. */
export function installLate(wires: Wires, runs: Runs): void {
  const report = (cause: unknown) => wires.post({ type: "late", run: runs.number(), error: describeThrown(cause) })
  process.on("uncaughtException", report)
  process.on("unhandledRejection", report)
}
