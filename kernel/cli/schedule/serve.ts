import { resolve } from "node:path"
import { Scheduler } from "../../schedules/index.ts"
import { timeText } from "../runs/words.ts"
import { terminalOf } from "../terminal.ts"
import { untilAsked } from "../until.ts"

/** `kaon schedule serve`: runs a folder's schedules until Ctrl-C, one line for each run. */
export async function serveVerb({ folder: given, json }: { folder: string; json: boolean }): Promise<void> {
  const folder = resolve(given)
  const terminal = terminalOf(process.stdout)
  const asked = untilAsked()
  await using _ = new Scheduler({
    folder,
    told: ({ id }, entry) => {
      const line =
        `${timeText(entry.ended)}  ${id}  ${entry.outcome}  ${entry.run ?? "–"}  ${entry.why ?? ""}`.trimEnd()
      terminal.write(`${json ? JSON.stringify({ schedule: id, ...entry }) : line}\n`)
    },
  })
  if (!json) terminal.write(`Running the schedules of ${folder}; Ctrl-C ends it.\n`)
  await asked
}
