import type { Failure } from "./failure.ts"
import type { Step } from "./steps.ts"
import { duration } from "./summary.ts"

interface Stoppable {
  interrupt(): Promise<void>
  shutdown(patience?: number): Promise<void>
}

/** Milliseconds that an interrupted step has to end by itself. */
const grace = 5000

/** Interrupts a kernel after so many seconds, and ends it where that does not help. */
export function timeLimit(kernel: Stoppable, seconds: number | undefined) {
  let passed = false
  const timers: NodeJS.Timeout[] = []
  if (seconds !== undefined) {
    timers.push(
      setTimeout(() => {
        passed = true
        kernel.interrupt().catch(() => {})
        timers.push(setTimeout(() => void kernel.shutdown(0), grace))
      }, seconds * 1000),
    )
  }
  return { passed: () => passed, [Symbol.dispose]: () => timers.forEach(clearTimeout) }
}

export const tooLong = ({ cell }: Step, timeout: number): Failure => ({
  code: "STEP_TOO_LONG",
  message: `The step took longer than ${timeout < 1 ? `${timeout} s` : duration(timeout)} and was interrupted.`,
  fix: "Give it more time with --timeout, or less to do.",
  cell,
})
