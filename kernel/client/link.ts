import { type KernelInfo, kernelInfoSchema } from "./answers.ts"
import { kernelDied, kernelSilent } from "./died.ts"
import { Exchange } from "./exchange.ts"
import { KernelProcess, type LaunchSpec } from "./process.ts"
import { whenReady } from "./ready.ts"

/** One life of a kernel: its process and the sockets to it. A restart makes a new one. */
export interface Link {
  process: KernelProcess
  exchange: Exchange
  info: KernelInfo
  interrupt(): Promise<void>
  /** Ends the kernel; what waits rejects with `reason`. Doing it twice does no harm. */
  close(reason: Error, restart: boolean, patience?: number): Promise<void>
}

export interface LinkSpec extends LaunchSpec {
  interruptMode: "signal" | "message"
  /** Milliseconds that the kernel may take to answer for the first time. */
  startWithin: number
}

/** How long a kernel may take to end by itself, in milliseconds, before it is ended. */
const defaultPatience = 5000

/**
 * Starts a kernel and waits until it answers and its outputs arrive. Rejects with KERNEL_DIED where it ends before that, or
 * does not answer within `startWithin` milliseconds.
 */
export async function openLink(spec: LinkSpec): Promise<Link> {
  const process = await KernelProcess.launch(spec)
  const exchange = new Exchange(process.connection)
  let closing: Error | undefined
  void process.exited.then(exit => exchange.end(closing ?? kernelDied(exit)))
  const timer = setTimeout(() => exchange.end(kernelSilent(spec.startWithin)), spec.startWithin)
  try {
    const info = kernelInfoSchema.parse((await whenReady(exchange)).content)
    return {
      process,
      exchange,
      info,
      interrupt: async () => {
        if (spec.interruptMode === "signal") process.kill("SIGINT")
        else await exchange.request("control", "interrupt_request", {}).reply
      },
      close: async (reason, restart, patience = defaultPatience) => {
        closing ??= reason
        void exchange.request("control", "shutdown_request", { restart })
        if ((await process.exitWithin(patience)) === undefined) process.kill("SIGKILL")
        await process.exited
      },
    }
  } catch (cause) {
    process.kill("SIGKILL")
    await process.exited
    throw cause
  } finally {
    clearTimeout(timer)
  }
}
