import assert from "node:assert/strict"
import { test } from "node:test"
import { checkTiming, decide, nextTime } from "../../kernel/schedules/index.ts"
import type { State } from "../../kernel/schedules/schedule.ts"

const at = (text: string) => Date.parse(text)
const iso = (time: number | undefined) => (time === undefined ? undefined : new Date(time).toISOString())
const schedule = {
  cron: "0 6 * * *",
  zone: "UTC",
  missed: "once" as const,
  paused: false,
  from: at("2026-01-01T00:00:00Z"),
}
const state = (handled: string): State => ({ format: "kaon-schedule-state/1", handled: at(handled), history: [] })

test("a time is started once, and not before it comes", () => {
  const before = decide(schedule, undefined, at("2026-01-01T05:59:59Z"))
  assert.deepEqual(before, { handled: schedule.from })
  const due = decide(schedule, undefined, at("2026-01-01T06:00:00Z"))
  assert.deepEqual([iso(due.start), iso(due.handled)], ["2026-01-01T06:00:00.000Z", "2026-01-01T06:00:00.000Z"])
  assert.deepEqual(decide(schedule, state("2026-01-01T06:00:00Z"), at("2026-01-01T06:00:14Z")), {
    handled: due.handled,
  })
})

test("times that passed unseen are made up for once, or left out", () => {
  const known = state("2026-01-01T06:00:00Z")
  const late = at("2026-01-05T12:00:00Z")
  assert.equal(iso(decide(schedule, known, late).start), "2026-01-05T06:00:00.000Z")
  const left = decide({ ...schedule, missed: "skip" }, known, late)
  assert.deepEqual([left.start, iso(left.missed)], [undefined, "2026-01-05T06:00:00.000Z"])
  // In time is in time, whatever the policy.
  const soon = at("2026-01-05T06:00:40Z")
  assert.equal(
    iso(decide({ ...schedule, missed: "skip" }, state("2026-01-04T06:00:00Z"), soon).start),
    "2026-01-05T06:00:00.000Z",
  )
})

test("a paused schedule does nothing, and what passed meanwhile is not made up for", () => {
  assert.equal(decide({ ...schedule, paused: true }, undefined, at("2026-02-01T06:00:00Z")).start, undefined)
  const resumed = { ...schedule, from: at("2026-02-01T10:00:00Z") }
  assert.equal(decide(resumed, state("2026-01-01T06:00:00Z"), at("2026-02-01T11:00:00Z")).start, undefined)
  assert.notEqual(decide(resumed, state("2026-01-01T06:00:00Z"), at("2026-02-02T06:00:00Z")).start, undefined)
})

test("a clock that is set back starts nothing twice; one that was a year ahead does not stop the schedule for a year", () => {
  const known = state("2026-03-02T06:00:00Z")
  for (const back of ["2026-03-02T05:59:50Z", "2026-03-02T05:10:00Z"])
    assert.equal(decide(schedule, known, at(back)).start, undefined, back)
  const wrong = state("2027-03-02T06:00:00Z")
  const corrected = decide(schedule, wrong, at("2026-03-02T05:00:00Z"))
  assert.equal(iso(corrected.handled), "2026-03-02T05:00:00.000Z")
})

test("by the zone's own clock: an hour that summer time skips moves, one that comes twice counts once", () => {
  const berlin = { cron: "30 2 * * *", zone: "Europe/Berlin" }
  const times = (from: string, count: number) => {
    const found = [at(from)]
    for (let i = 0; i < count; i++) found.push(nextTime(berlin, found.at(-1)!)!)
    return found.slice(1).map(iso)
  }
  assert.deepEqual(times("2026-03-28T12:00:00Z", 2), ["2026-03-29T01:00:00.000Z", "2026-03-30T00:30:00.000Z"])
  assert.deepEqual(times("2026-10-24T12:00:00Z", 2), ["2026-10-25T00:30:00.000Z", "2026-10-26T01:30:00.000Z"])
  // Looked at every 15 s through both nights, each day is started once.
  for (const [first, last, days] of [
    ["2026-03-28T12:00:00Z", "2026-03-30T12:00:00Z", 2],
    ["2026-10-24T12:00:00Z", "2026-10-26T12:00:00Z", 2],
  ] as const) {
    let known: State | undefined
    let starts = 0
    for (let now = at(first); now < at(last); now += 15_000) {
      const { handled, start } = decide({ ...schedule, ...berlin, from: at(first) }, known, now)
      if (start !== undefined) starts++
      known = { format: "kaon-schedule-state/1", handled, history: [] }
    }
    assert.equal(starts, days, first)
  }
})

test("expressions and zones that are none, or that never come, are refused with what to do", () => {
  const now = at("2026-01-01T00:00:00Z")
  for (const cron of ["", "61 * * * *", "* * * *", "0 0 6 * * *", "0 0 30 2 *", "every day"])
    assert.throws(() => checkTiming({ cron, zone: "UTC" }, now), { code: "USAGE" }, cron)
  assert.throws(() => checkTiming({ cron: "0 6 * * *", zone: "Mars/Base" }, now), /no time zone Mars\/Base/)
  checkTiming({ cron: "*/5 8-18 * * MON-FRI", zone: "Asia/Kathmandu" }, now)
})
