import type { Rest } from "../jupyter/rest.ts"
import type { Lines } from "../outputs/lines.ts"
import { longestLine } from "../outputs/lines.ts"
import type { Cell } from "../state/model.ts"

/**
 * The whole of a cell's stream, as the host keeps it while the kernel is there; undefined where it keeps none. A cell that ran
 * before this page was opened is known by its execution count.
 */
export async function hostLines(rest: Rest, kernel: string, cell: Cell, name: string): Promise<Lines | undefined> {
  const request = cell.run.state === "none" ? await requestOf(rest, kernel, cell) : cell.run.message
  if (request === undefined) return undefined
  const stream = name === "stderr" ? "stderr" : "stdout"
  const ask = (query: Record<string, string>) => rest.lines(kernel, request, { name: stream, ...query })
  return {
    read: (start, count) => ask({ start: String(start), count: String(count), columns: String(longestLine) }),
    find: async (text, start) => (await ask({ start: String(start), count: "1000", find: text })).found ?? [],
  }
}

async function requestOf(rest: Rest, kernel: string, { id, count }: Cell): Promise<string | undefined> {
  const known = await rest.executions(kernel)
  return known?.executions.findLast(found => found.cell === id && found.count === count)?.request
}
