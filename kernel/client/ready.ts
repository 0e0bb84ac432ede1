import type { Message } from "../wire/index.ts"
import type { Exchange } from "./exchange.ts"

/** How long an iopub answer is waited for before the question is asked again: a subscription that is not yet known loses messages. */
const patience = 50

/**
 * Waits until the kernel answers and its iopub messages arrive, and gives its kernel_info_reply: from then on no output is
 * lost. Asks again until both are true; rejects with the exchange's reason if that ends first.
 */
export async function whenReady(exchange: Exchange): Promise<Message> {
  const heard = Promise.withResolvers<void>()
  const stop = exchange.observe(() => heard.resolve())
  try {
    for (;;) {
      const { reply } = exchange.request("shell", "kernel_info_request", {})
      const message = await reply
      if (await within(heard.promise, patience)) return message
    }
  } finally {
    stop()
  }
}

async function within(promise: Promise<void>, milliseconds: number): Promise<boolean> {
  const late = Promise.withResolvers<boolean>()
  const timer = setTimeout(() => late.resolve(false), milliseconds)
  return Promise.race([promise.then(() => true), late.promise]).finally(() => clearTimeout(timer))
}
