import type { Message } from "../wire/index.ts"
import type { Exchange } from "./exchange.ts"

/** How long an iopub answer is waited for before the question is asked again: a subscription that is not yet known loses messages. */
const patience = 50

/**
 * Waits until the kernel answers, its iopub messages arrive and it knows this client on every channel; gives its
 * kernel_info_reply. From then on no output and no question is lost. Rejects with the exchange's reason if that ends first.
 */
export async function whenReady(exchange: Exchange): Promise<Message> {
  const heard = Promise.withResolvers<void>()
  const stop = exchange.observe(() => heard.resolve())
  const known = Promise.all([heard.promise, exchange.connected])
  try {
    for (;;) {
      const { reply } = exchange.request("shell", "kernel_info_request", {})
      const message = await reply
      if (await within(known, patience)) return message
    }
  } finally {
    stop()
  }
}

async function within(promise: Promise<unknown>, milliseconds: number): Promise<boolean> {
  const late = Promise.withResolvers<boolean>()
  const timer = setTimeout(() => late.resolve(false), milliseconds)
  return Promise.race([promise.then(() => true), late.promise]).finally(() => clearTimeout(timer))
}
