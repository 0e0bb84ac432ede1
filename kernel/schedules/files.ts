import { mkdir, readdir, readFile, rename, rm } from "node:fs/promises"
import { join } from "node:path"
import type { z } from "zod"
import { KaonError } from "../contracts/errors.ts"
import { writeWhole } from "../notebook/write.ts"
import { type Entry, type Schedule, type State, scheduleSchema, stateSchema } from "./schedule.ts"

/** Entries of a schedule's history that are kept. */
const most = 200

export const schedulesFolder = (folder: string): string => join(folder, ".kaon", "schedules")
export const folderOf = (folder: string, id: string): string => join(schedulesFolder(folder), id)

async function parsed<T>(file: string, schema: z.ZodType<T>): Promise<T | undefined> {
  const text = await readFile(file, "utf8").catch(() => undefined)
  if (text === undefined) return undefined
  try {
    return schema.safeParse(JSON.parse(text)).data
  } catch {
    return undefined
  }
}

export const readSchedule = (folder: string, id: string): Promise<Schedule | undefined> =>
  parsed(join(folderOf(folder, id), "schedule.json"), scheduleSchema)

export const readState = (folder: string, id: string): Promise<State | undefined> =>
  parsed(join(folderOf(folder, id), "state.json"), stateSchema)

/** The schedules of a folder, by id. What is none is passed over. */
export async function readSchedules(folder: string): Promise<Schedule[]> {
  const names = await readdir(schedulesFolder(folder)).catch(() => [])
  const found = await Promise.all(names.sort().map(name => readSchedule(folder, name)))
  return found.filter(schedule => schedule !== undefined)
}

/** Throws USAGE with the schedules that there are. */
export async function theSchedule(folder: string, id: string): Promise<Schedule> {
  const found = await readSchedule(folder, id)
  if (found !== undefined) return found
  const names = (await readSchedules(folder)).map(schedule => schedule.id).join(", ")
  throw new KaonError("USAGE", `There is no schedule ${id} here.`, {
    fix: names === "" ? "Add one: kaon schedule add NOTEBOOK --cron …" : `Those here are: ${names}.`,
  })
}

export async function writeSchedule(folder: string, schedule: Schedule): Promise<void> {
  const place = folderOf(folder, schedule.id)
  await mkdir(place, { recursive: true })
  await writeWhole(join(place, "schedule.json"), `${JSON.stringify(schedule, null, 2)}\n`)
}

/** Notes what was dealt with, and what came of it. */
export async function writeState(folder: string, id: string, handled: number, entry?: Entry): Promise<void> {
  const before = await readState(folder, id)
  const history = [...(before?.history ?? []), ...(entry === undefined ? [] : [entry])].slice(-most)
  const state: State = { format: "kaon-schedule-state/1", handled, history }
  await writeWhole(join(folderOf(folder, id), "state.json"), `${JSON.stringify(state)}\n`)
}

/** Takes a schedule away: first out of sight in one step, so that nobody starts what is half gone. */
export async function removeSchedule(folder: string, id: string): Promise<void> {
  const aside = join(schedulesFolder(folder), `.gone-${id}-${process.pid}-${Date.now()}`)
  await rename(folderOf(folder, id), aside)
  await rm(aside, { recursive: true, force: true })
}
