import assert from "node:assert/strict"
import { mkdtemp, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { test } from "node:test"
import {
  type Entry,
  folderOf,
  readState,
  type Schedule,
  Scheduler,
  writeSchedule,
} from "../../kernel/schedules/index.ts"
import type { Start } from "../../kernel/schedules/start.ts"

const minute = 60_000

/** A folder with one schedule of every minute, a clock that stands until it is moved, and runs that end when they are told to. */
async function world(change: Partial<Schedule> = {}) {
  const folder = await mkdtemp(join(tmpdir(), "kaon-schedules-"))
  const began = Date.parse("2026-05-01T10:00:30Z")
  const schedule: Schedule = {
    ...{
      format: "kaon-schedule/1",
      id: "a",
      notebook: "a.ipynb",
      cron: "* * * * *",
      zone: "UTC",
      params: [],
      missed: "once",
    },
    ...{
      paused: false,
      from: began,
      frozen: { file: "a.ipynb", at: began, parts: {}, lockfile: null, parameters: [] },
      ...change,
    },
  }
  await writeSchedule(folder, schedule)
  const clock = { now: began }
  const ends: (() => void)[] = []
  const start: Start = (_folder, _schedule, signal) =>
    new Promise(resolve => {
      ends.push(() => resolve({ outcome: "done", run: `run-${ends.length}`, why: null }))
      signal.addEventListener("abort", () => resolve({ outcome: "interrupted", run: null, why: null }))
    })
  const entries: Entry[] = []
  const scheduler = () =>
    new Scheduler({
      ...{ folder, now: () => clock.now, start, told: (_, entry) => entries.push(entry) },
      every: () => ({ [Symbol.dispose]: () => {} }),
      report: error => assert.fail(String(error)),
    })
  return {
    folder,
    schedule,
    clock,
    ends,
    entries,
    scheduler,
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true }),
  }
}

test("each time runs once, also with two schedulers of one folder", async () => {
  await using here = await world()
  await using one = here.scheduler()
  await using other = here.scheduler()
  for (let count = 1; count <= 5; count++) {
    here.clock.now += minute
    await Promise.all([one.look(), other.look(), one.look()])
    assert.equal(here.ends.length, count)
    here.ends.at(-1)!()
    await Promise.all([one.idle(), other.idle()])
    await Promise.all([one.look(), other.look()])
  }
  assert.deepEqual(
    here.entries.map(({ outcome }) => outcome),
    Array(5).fill("done"),
  )
  assert.deepEqual(
    (await readState(here.folder, "a"))?.history.map(({ run }) => run),
    here.entries.map(({ run }) => run),
  )
})

test("no run overlaps the one before it, and what was left out is said", async () => {
  await using here = await world()
  await using scheduler = here.scheduler()
  here.clock.now += minute
  await scheduler.look()
  here.clock.now += minute
  await scheduler.look()
  assert.equal(here.ends.length, 1)
  assert.deepEqual(
    here.entries.map(({ outcome, why }) => [outcome, why]),
    [["skipped", "The run before it was still under way."]],
  )
  here.ends[0]!()
  await scheduler.idle()
  here.clock.now += minute
  await scheduler.look()
  assert.equal(here.ends.length, 2)
})

test("a process that was killed in the middle of a run does not keep the schedule for ever, nor does it run that time again", async () => {
  await using here = await world()
  const dead = 2 ** 22 + 1
  await writeFile(join(folderOf(here.folder, "a"), "running"), `${dead} ${here.clock.now}`)
  await using scheduler = here.scheduler()
  here.clock.now += minute
  await scheduler.look()
  assert.equal(here.ends.length, 1)
  // Another scheduler, as after a crash of this one: the time is noted before the run begins.
  await rm(join(folderOf(here.folder, "a"), "running"))
  await using next = here.scheduler()
  await next.look()
  assert.equal(here.ends.length, 1)
})

test("closing ends the run as Ctrl-C would; a schedule added, paused or broken meanwhile is seen at the next look", async () => {
  await using here = await world({ paused: true })
  const scheduler = here.scheduler()
  here.clock.now += minute
  await scheduler.look()
  assert.equal(here.ends.length, 0)
  await writeSchedule(here.folder, { ...here.schedule, id: "b", paused: false })
  await writeSchedule(here.folder, { ...here.schedule, id: "c", paused: false })
  await writeFile(join(folderOf(here.folder, "c"), "schedule.json"), "{ broken")
  await scheduler.look()
  assert.equal(here.ends.length, 1)
  await scheduler[Symbol.asyncDispose]()
  assert.deepEqual(
    here.entries.map(({ outcome }) => outcome),
    ["interrupted"],
  )
})
