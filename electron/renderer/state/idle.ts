/** Milliseconds that are left of an idle time for one more step to begin. */
const enough = 3

/** Takes steps while nothing else is to be done; the returned function ends that. Does nothing where there is no page. */
export function inIdleTime(...work: readonly Generator<void>[]): () => void {
  if (typeof requestIdleCallback === "undefined") return () => {}
  const left = [...work]
  const go = (deadline: IdleDeadline) => {
    while (left.length > 0 && deadline.timeRemaining() > enough) if (left[0]!.next().done === true) left.shift()
    if (left.length > 0) idle = requestIdleCallback(go)
  }
  let idle = requestIdleCallback(go)
  return () => cancelIdleCallback(idle)
}
