import { claim } from "./claim.ts"
import { readSchedule, readSchedules, readState, writeState } from "./files.ts"
import type { Entry, Schedule } from "./schedule.ts"
import { type Start, startRun } from "./start.ts"
import { decide } from "./times.ts"

/** Milliseconds between two looks at the clock: the computer may have slept, and the clock may have been set. */
const interval = 15_000

export interface SchedulerOptions {
  folder: string
  now?: () => number
  start?: Start
  /** Calls `work` again and again until it is disposed of. */
  every?: (interval: number, work: () => void) => Disposable
  /** Told of everything that a schedule did. */
  told?: (schedule: Schedule, entry: Entry) => void
  /** Told of what went wrong by no fault of a run. */
  report?: (error: unknown) => void
}

const everyInterval = (milliseconds: number, work: () => void): Disposable => {
  const timer = setInterval(work, milliseconds)
  timer.unref()
  return { [Symbol.dispose]: () => clearInterval(timer) }
}

/**
 * Runs the schedules of a folder when their time comes, also those that are added later. Several of one folder do not run anything
 * twice: who notes the time first runs it.
 */
export class Scheduler implements AsyncDisposable {
  readonly #options: Required<SchedulerOptions>
  readonly #stop = new AbortController()
  readonly #running = new Set<Promise<void>>()
  readonly #timer: Disposable
  #looking: Promise<void> | undefined

  constructor(options: SchedulerOptions) {
    this.#options = {
      now: Date.now,
      start: startRun,
      every: everyInterval,
      told: () => {},
      report: console.error,
      ...options,
    }
    const look = () => void this.look().catch(this.#options.report)
    this.#timer = this.#options.every(interval, look)
    look()
  }

  /** Looks at the clock and starts what is due; resolves when that is noted, before the runs end. */
  look(): Promise<void> {
    this.#looking ??= this.#look().finally(() => {
      this.#looking = undefined
    })
    return this.#looking
  }

  /** Resolves when no run is under way. */
  async idle(): Promise<void> {
    while (this.#running.size > 0) await Promise.all(this.#running)
  }

  /** Ends the runs that it started, each as Ctrl-C would, and starts no more. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#timer[Symbol.dispose]()
    this.#stop.abort()
    await this.#looking?.catch(() => {})
    await this.idle()
  }

  async #look(): Promise<void> {
    for (const schedule of await readSchedules(this.#options.folder)) {
      if (this.#stop.signal.aborted) return
      await this.#deal(schedule).catch(this.#options.report)
    }
  }

  async #deal(schedule: Schedule): Promise<void> {
    const { folder, now } = this.#options
    const first = decide(schedule, await readState(folder, schedule.id), now())
    if (first.start === undefined && first.missed === undefined) return
    const right = await claim(folder, schedule.id, now())
    if ("since" in right) {
      // One that began after the time was due is the run of that time, by another process.
      if (right.since >= first.handled) return
      const why = "The run before it was still under way."
      return await this.#note(schedule, first.handled, { due: first.handled, outcome: "skipped", run: null, why })
    }
    let held = false
    try {
      // Another process may have dealt with it, or somebody paused it, between the look and the claim.
      const current = await readSchedule(folder, schedule.id)
      if (current === undefined) return
      const { handled, start, missed } = decide(current, await readState(folder, schedule.id), now())
      if (missed !== undefined)
        await this.#note(current, handled, {
          due: missed,
          outcome: "missed",
          run: null,
          why: "Nothing was there to start it.",
        })
      if (start === undefined) return
      // Noted before it starts: a machine that dies meanwhile must not begin it again and again.
      await writeState(folder, current.id, handled)
      held = true
      const run = this.#run(current, start, right).finally(() => this.#running.delete(run))
      this.#running.add(run)
    } finally {
      if (!held) await right[Symbol.asyncDispose]()
    }
  }

  async #run(schedule: Schedule, due: number, right: AsyncDisposable): Promise<void> {
    const { folder, now, start, report } = this.#options
    const began = now()
    try {
      await using _ = right
      const ending = await start(folder, schedule, this.#stop.signal)
      const handled = (await readState(folder, schedule.id))?.handled ?? due
      await this.#note(schedule, Math.max(handled, due), { due, ...ending }, began)
    } catch (cause) {
      report(cause)
    }
  }

  async #note(
    schedule: Schedule,
    handled: number,
    entry: Omit<Entry, "began" | "ended">,
    began?: number,
  ): Promise<void> {
    const { folder, now, told } = this.#options
    const ended = now()
    const whole: Entry = { ...entry, began: began ?? ended, ended }
    // Who took the schedule away meanwhile wants no state of it.
    if ((await readSchedule(folder, schedule.id)) !== undefined) await writeState(folder, schedule.id, handled, whole)
    told(schedule, whole)
  }
}
