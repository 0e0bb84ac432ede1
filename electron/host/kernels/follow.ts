import type { Entry, JournalReader } from "../../../kernel/keeper/index.ts"
import type { HostKernel } from "./kernel.ts"

/** What a reader finds, and what comes after it, until the signal or the kernel's end. Closes the reader. */
export async function* follow(
  kernel: HostKernel,
  reader: JournalReader,
  signal: AbortSignal,
): AsyncGenerator<Entry[], void, void> {
  let news = Promise.withResolvers<void>()
  let gone = false
  const stop = kernel.onState(() => news.resolve())
  const wake = () => news.resolve()
  signal.addEventListener("abort", wake)
  void kernel.closed.then(() => {
    gone = true
    news.resolve()
  })
  try {
    while (!signal.aborted) {
      const entries = await reader.read(kernel.state.head)
      if (entries.length > 0) yield entries
      else if (gone) return
      else {
        await news.promise
        news = Promise.withResolvers()
      }
    }
  } finally {
    stop()
    signal.removeEventListener("abort", wake)
    await reader.close()
  }
}
