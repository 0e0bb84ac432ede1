import { Cron } from "croner"
import { KaonError } from "../contracts/errors.ts"
import type { Schedule, State } from "./schedule.ts"

type Timing = Pick<Schedule, "cron" | "zone">

/** Milliseconds after its time at which a run is still in time. */
const grace = 90_000
/** A clock that was set back by more than this (ms) begins its times anew; below it no time comes twice. */
const setBack = 3_600_000

const timesOf = ({ cron, zone }: Timing): Cron => new Cron(cron, { timezone: zone, mode: "5-part", paused: true })

/** Throws USAGE for an expression or a zone that is none, and for one that has no time at all (30 February). */
export function checkTiming(timing: Timing, now: number): void {
  const fault = (message: string, fix: string, cause?: unknown) => new KaonError("USAGE", message, { fix, cause })
  try {
    new Intl.DateTimeFormat("en", { timeZone: timing.zone })
  } catch (cause) {
    throw fault(`There is no time zone ${timing.zone}.`, "Write, for example, --tz Europe/Berlin.", cause)
  }
  let next: Date | null
  try {
    next = timesOf(timing).nextRun(new Date(now))
  } catch (cause) {
    const what = cause instanceof Error ? cause.message.replace(/^CronPattern: /, "") : String(cause)
    const fix = 'Write minute, hour, day, month and weekday, such as --cron "0 6 * * *" for six in the morning.'
    throw fault(`${JSON.stringify(timing.cron)} is no cron expression: ${what.replace(/\.$/, "")}.`, fix, cause)
  }
  if (next === null) throw fault(`${JSON.stringify(timing.cron)} never comes.`, "Check its day and month.")
}

/** The next time after a moment; undefined where there is none. By the zone's own clock: once where summer time skips or repeats an hour. */
export const nextTime = (timing: Timing, after: number): number | undefined =>
  timesOf(timing).nextRun(new Date(after))?.getTime()

/** What a schedule has to do now. */
export interface Decision {
  /** The time that counts as dealt with from now on. */
  handled: number
  /** A run starts, for this time. */
  start?: number
  /** A time that passed unseen, where its run is left out. */
  missed?: number
}

/**
 * Decides from the clock alone, so that it may be asked as often as one likes, and after any pause: of the times since the last one
 * that was dealt with the latest counts; the others are gone.
 */
export function decide(
  schedule: Pick<Schedule, "cron" | "zone" | "missed" | "paused" | "from">,
  state: State | undefined,
  now: number,
): Decision {
  const known = Math.max(state?.handled ?? schedule.from, schedule.from)
  const since = known - now > setBack ? now : known
  if (schedule.paused || now <= since) return { handled: since }
  const [latest] = timesOf(schedule).previousRuns(1, new Date(now + 1000))
  const due = latest?.getTime()
  if (due === undefined || due <= since || due > now) return { handled: since }
  const late = now - due > grace
  return late && schedule.missed === "skip" ? { handled: due, missed: due } : { handled: due, start: due }
}
