import { existsSync } from "node:fs"
import { basename, join, relative, resolve } from "node:path"
import { KaonError } from "../../contracts/errors.ts"
import {
  checkTiming,
  claim,
  folderOf,
  missedPolicies,
  nextTime,
  readSchedules,
  readState,
  removeSchedule,
  type Schedule,
  startRun,
  theSchedule,
  writeSchedule,
  writeState,
} from "../../schedules/index.ts"
import { tableText } from "../runs/table.ts"
import { timeText } from "../runs/words.ts"
import { terminalOf } from "../terminal.ts"
import { freeze } from "./freeze.ts"

export interface AddFlags {
  cron: string
  tz: string | undefined
  param: readonly string[]
  missed: string
  name: string | undefined
  folder: string
}

const say = (text: string) => void terminalOf(process.stdout).write(`${text}\n`)

/** `kaon schedule add`. Everything is checked before anything is written. */
export async function addVerb(path: string, { cron, tz, param, missed, name, folder: given }: AddFlags): Promise<void> {
  const folder = resolve(given)
  const notebook = relative(folder, resolve(path)).replaceAll("\\", "/")
  if (notebook.startsWith("../")) {
    throw new KaonError("USAGE", `${path} is not in the folder ${folder}.`, { fix: "Name its folder with --folder." })
  }
  const zone = tz ?? Intl.DateTimeFormat().resolvedOptions().timeZone
  checkTiming({ cron, zone }, Date.now())
  const id = await idOf(folder, name, notebook)
  const policy = missedPolicies.find(word => word === missed)
  if (policy === undefined) {
    throw new KaonError("USAGE", `Runs that were missed cannot be treated as ${JSON.stringify(missed)}.`, {
      fix: "Write --missed once or --missed skip.",
    })
  }
  const frozen = await freeze(folder, id, notebook, param)
  const schedule: Schedule = {
    ...{ format: "kaon-schedule/1", id, notebook, cron, zone, params: [...param], missed: policy, paused: false },
    ...{ from: Date.now(), frozen },
  }
  await writeSchedule(folder, schedule)
  say(`${id}: ${notebook} runs next at ${when(schedule)}, while a host of this folder or kaon schedule serve is there.`)
}

async function idOf(folder: string, name: string | undefined, notebook: string): Promise<string> {
  const wanted = (name ?? basename(notebook).replace(/\.(?:kaon\.ts|ipynb|ts)$/, "")).toLowerCase()
  const id =
    wanted
      .normalize("NFKD")
      .replace(/[^a-z0-9]+/g, "-")
      .replace(/^-+|-+$/g, "")
      .slice(0, 50) || "notebook"
  if (!existsSync(join(folderOf(folder, id), "schedule.json"))) return id
  if (name !== undefined) {
    throw new KaonError("USAGE", `There is a schedule ${id} already.`, {
      fix: "Give another name, or remove it first.",
    })
  }
  for (let number = 2; ; number++) if (!existsSync(folderOf(folder, `${id}-${number}`))) return `${id}-${number}`
}

/** Its next time, by its own zone's clock. */
function when({ cron, zone, paused }: Schedule): string {
  const next = paused ? undefined : nextTime({ cron, zone }, Date.now())
  if (next === undefined) return paused ? "paused" : "never"
  return `${new Date(next).toLocaleString("sv-SE", { timeZone: zone, dateStyle: "short", timeStyle: "short" })} ${zone}`
}

/** `kaon schedule ls`. */
export async function listVerb({ folder: given, json }: { folder: string; json: boolean }): Promise<void> {
  const folder = resolve(given)
  const schedules = await readSchedules(folder)
  const states = await Promise.all(schedules.map(({ id }) => readState(folder, id)))
  const terminal = terminalOf(process.stdout)
  if (json) {
    const list = schedules.map((schedule, i) => ({
      ...schedule,
      next: schedule.paused ? null : (nextTime(schedule, Date.now()) ?? null),
      history: states[i]?.history ?? [],
    }))
    terminal.write(`${JSON.stringify(list)}\n`)
    return
  }
  if (schedules.length === 0) return say("There are no schedules here.")
  const rows = schedules.map((schedule, i) => {
    const last = states[i]?.history.at(-1)
    const came =
      last === undefined ? "–" : `${last.outcome} ${timeText(last.ended)}${last.run === null ? "" : ` ${last.run}`}`
    return [schedule.id, schedule.notebook, schedule.cron, when(schedule), came, last?.why ?? ""]
  })
  terminal.write(tableText(terminal, ["schedule", "notebook", "cron", "next", "last", ""], rows))
}

export async function removeVerb(id: string, { folder }: { folder: string }): Promise<void> {
  await theSchedule(resolve(folder), id)
  await removeSchedule(resolve(folder), id)
  say(`${id} is removed; its runs stay.`)
}

/** `kaon schedule pause` and `resume`: times that passed while it was paused are not made up for. */
export async function pauseVerb(id: string, paused: boolean, { folder }: { folder: string }): Promise<void> {
  const schedule = await theSchedule(resolve(folder), id)
  const next = { ...schedule, paused, from: paused ? schedule.from : Date.now() }
  if (paused !== schedule.paused) await writeSchedule(resolve(folder), next)
  say(paused ? `${id} is paused.` : `${id} runs next at ${when(next)}.`)
}

/** `kaon schedule refresh`: freezes the notebook as it is now. */
export async function refreshVerb(id: string, { folder: given }: { folder: string }): Promise<void> {
  const folder = resolve(given)
  const schedule = await theSchedule(folder, id)
  const frozen = await freeze(folder, id, schedule.notebook, schedule.params)
  await writeSchedule(folder, { ...schedule, frozen })
  say(`${id} runs ${schedule.notebook} as it is now.`)
}

/** `kaon schedule run-now`: what it would run, at once. The exit status is that of the run. */
export async function runNowVerb(id: string, { folder: given }: { folder: string }): Promise<number> {
  const folder = resolve(given)
  const schedule = await theSchedule(folder, id)
  const began = Date.now()
  const right = await claim(folder, id, began)
  if ("since" in right) {
    throw new KaonError("USAGE", `A run of ${id} is under way since ${timeText(right.since)}.`, {
      fix: "Wait for its end.",
    })
  }
  await using _ = right
  const stop = new AbortController()
  const onInterrupt = () => stop.abort()
  process.once("SIGINT", onInterrupt)
  const ending = await startRun(folder, schedule, stop.signal)
  process.off("SIGINT", onInterrupt)
  const handled = (await readState(folder, id))?.handled ?? schedule.from
  await writeState(folder, id, handled, { due: began, began, ended: Date.now(), ...ending })
  say(
    `${id} ${ending.outcome}${ending.run === null ? "" : ` (run ${ending.run})`}${ending.why === null ? "" : `: ${ending.why}`}`,
  )
  return statuses[ending.outcome] ?? 1
}

const statuses: Record<string, number> = { done: 0, gate: 3, interrupted: 130 }
