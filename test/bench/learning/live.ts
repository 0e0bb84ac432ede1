import { spawnSync } from "node:child_process"
import path from "node:path"
import { z } from "zod"
import type { Row } from "../rows.ts"

const outcome = z.object({ lively: z.array(z.number()), silent: z.array(z.number()), shown: z.number().min(10) })

/** What live metrics cost: the quickest training of each kind, since what else the machine does only adds. */
export function liveRows(folder: string, rounds: number): Row[] {
  const done = spawnSync(process.execPath, [path.join(import.meta.dirname, "live_side.ts"), String(rounds)], {
    encoding: "utf8",
    env: { ...process.env, KAON_TENSORFLOW: folder },
    maxBuffer: 1 << 28,
    timeout: 300_000,
  })
  const name = "live metrics of a training"
  const row = (value: number | string): Row => ({
    ...{ name, unit: "% of its time", value, peers: {}, bar: "< 2" },
    holds: typeof value === "number" && value < 2,
  })
  try {
    const { lively, silent } = outcome.parse(JSON.parse(done.stdout))
    return [row(100 * (Math.min(...lively) / Math.min(...silent) - 1))]
  } catch {
    return [row(`failed: ${done.stderr.trim().split("\n").at(-1)}`)]
  }
}
