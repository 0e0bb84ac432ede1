/** A life that lasted so long, in milliseconds, ended for a reason of its own. */
const stableAfter = 10_000
const mostInARow = 5

/** Says whether a kernel that just died may be started again: not after it died young several times in a row. */
export function restartPolicy(now: () => number = Date.now): () => boolean {
  let started = now()
  let young = 0
  return () => {
    young = now() - started > stableAfter ? 0 : young + 1
    started = now()
    return young <= mostInARow
  }
}
