import { availableParallelism, freemem, hostname, totalmem } from "node:os"
import { memoryUsage, pid } from "node:process"
import type { Content } from "./reply.ts"

/** What the whole process takes of its machine, with the names and units that ipykernel's usage_reply has. Costs no scan of the heap. */
export const usage = (): Content => ({
  hostname: hostname(),
  pid,
  kernel_memory: memoryUsage.rss(),
  cpu_count: availableParallelism(),
  host_virtual_memory: { total: totalmem(), available: freemem() },
})
