/** How soon, in milliseconds, a second Ctrl-C must follow the first to end the kernel. */
const soon = 1000

export interface Interruptible {
  interrupt(): Promise<void>
  shutdown(patience?: number): Promise<void>
}

export interface Interrupts extends Disposable {
  /** Aborted at the first interrupt. */
  readonly signal: AbortSignal
  /** The kernel that an interrupt is for. */
  watch(kernel: Interruptible): void
}

/**
 * Ctrl-C while a run goes on: the first interrupts the cell (which keeps its best result), a second within a second ends the
 * kernel; SIGTERM and SIGHUP end it at once.
 */
export function onInterrupt(emitter: Pick<NodeJS.Process, "on" | "off"> = process): Interrupts {
  const controller = new AbortController()
  let kernel: Interruptible | undefined
  let last = Number.NEGATIVE_INFINITY
  const ask = () => {
    const now = Date.now()
    const again = now - last < soon
    last = now
    controller.abort()
    const done = again ? kernel?.shutdown(0) : kernel?.interrupt()
    done?.catch(() => {})
  }
  const end = () => {
    controller.abort()
    kernel?.shutdown(0).catch(() => {})
  }
  emitter.on("SIGINT", ask)
  emitter.on("SIGTERM", end)
  emitter.on("SIGHUP", end)
  return {
    signal: controller.signal,
    watch(started: Interruptible): void {
      kernel = started
    },
    [Symbol.dispose](): void {
      emitter.off("SIGINT", ask)
      emitter.off("SIGTERM", end)
      emitter.off("SIGHUP", end)
    },
  }
}
