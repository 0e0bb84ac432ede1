/** When something was started again, in milliseconds since 1970. */
export type Attempts = readonly number[]

export const noAttempts: Attempts = []

/** So many times in so many milliseconds: more would be a loop. */
const most = 3
const within = 60_000
/** Milliseconds before the first, second and third attempt. */
const waits = [0, 500, 2000]

export type Verdict = { again: true; after: number; attempts: Attempts } | { again: false }

/** Whether what ended is started again, after what time; `attempts` is given to the next call. */
export function tryAgain(before: Attempts, now: number): Verdict {
  const recent = before.filter(at => now - at < within)
  if (recent.length >= most) return { again: false }
  return { again: true, after: waits[recent.length]!, attempts: [...recent, now] }
}
