/** What became of a run of items between two lists: in both, only in the first, or only in the second. */
export interface Stretch<T> {
  readonly kind: "same" | "removed" | "added"
  readonly items: readonly T[]
}

/** Steps after which two lists are taken as wholly different: a comparison is never worth a frozen page. */
const patience = 4_000_000

/**
 * The shortest way from one list to another (Myers, "An O(ND) difference algorithm", 1986), as stretches in their order; where
 * both sides differ the removed items come first. Lists that share too little to be compared in time are one whole replaced by another.
 */
export function differences<T>(before: readonly T[], after: readonly T[]): Stretch<T>[] {
  let start = 0
  const shortest = Math.min(before.length, after.length)
  while (start < shortest && before[start] === after[start]) start++
  let tail = 0
  while (tail < shortest - start && before[before.length - 1 - tail] === after[after.length - 1 - tail]) tail++
  const old = before.slice(start, before.length - tail)
  const now = after.slice(start, after.length - tail)
  const parts: Stretch<T>[] = [
    { kind: "same", items: before.slice(0, start) },
    ...between(old, now),
    { kind: "same", items: before.slice(before.length - tail) },
  ]
  return parts.filter(({ items }) => items.length > 0)
}

function between<T>(old: readonly T[], now: readonly T[]): Stretch<T>[] {
  const replaced: Stretch<T>[] = [
    { kind: "removed", items: old },
    { kind: "added", items: now },
  ]
  if (old.length === 0 || now.length === 0) return replaced
  const trail = frontiers(old, now)
  return trail === undefined ? replaced : gathered(walkedBack(trail, old, now))
}

/** The furthest reaching paths of each number of edits until both lists are through; undefined where that takes too long. */
function frontiers<T>(old: readonly T[], now: readonly T[]): Map<number, number>[] | undefined {
  const trail: Map<number, number>[] = []
  let spent = 0
  let last = new Map([[1, 0]])
  for (let edits = 0; edits <= old.length + now.length; edits++) {
    const reach = new Map<number, number>()
    trail.push(reach)
    for (let k = -edits; k <= edits; k += 2) {
      const down = k === -edits || (k !== edits && (last.get(k - 1) ?? -1) < (last.get(k + 1) ?? -1))
      let x = down ? (last.get(k + 1) ?? 0) : (last.get(k - 1) ?? 0) + 1
      while (x < old.length && x - k < now.length && old[x] === now[x - k]) {
        x++
        spent++
      }
      reach.set(k, x)
      if (x >= old.length && x - k >= now.length) return trail
    }
    spent += edits
    if (spent > patience) return undefined
    last = reach
  }
  return trail
}

type Edit<T> = { kind: Stretch<T>["kind"]; item: T }

function walkedBack<T>(trail: readonly Map<number, number>[], old: readonly T[], now: readonly T[]): Edit<T>[] {
  const edits: Edit<T>[] = []
  let [x, y] = [old.length, now.length]
  for (let step = trail.length - 1; step > 0; step--) {
    const last = trail[step - 1]!
    const k = x - y
    const down = k === -step || (k !== step && (last.get(k - 1) ?? -1) < (last.get(k + 1) ?? -1))
    const from = down ? k + 1 : k - 1
    const [px, py] = [last.get(from)!, last.get(from)! - from]
    while (
      x > px &&
      y > py &&
      x > 0 &&
      y > 0 &&
      old[x - 1] === now[y - 1] &&
      !(x === px + (down ? 0 : 1) && y === py + (down ? 1 : 0))
    ) {
      edits.push({ kind: "same", item: old[--x]! })
      y--
    }
    if (down) edits.push({ kind: "added", item: now[--y]! })
    else edits.push({ kind: "removed", item: old[--x]! })
  }
  while (x > 0 && y > 0) {
    edits.push({ kind: "same", item: old[--x]! })
    y--
  }
  return edits.reverse()
}

/** Edits as stretches; within one place of change what is removed stands before what is added. */
function gathered<T>(edits: readonly Edit<T>[]): Stretch<T>[] {
  const stretches: Stretch<T>[] = []
  let removed: T[] = []
  let added: T[] = []
  let same: T[] = []
  const flush = () => {
    if (same.length > 0) stretches.push({ kind: "same", items: same })
    if (removed.length > 0) stretches.push({ kind: "removed", items: removed })
    if (added.length > 0) stretches.push({ kind: "added", items: added })
    removed = []
    added = []
    same = []
  }
  for (const { kind, item } of edits) {
    if (kind === "same") {
      if (removed.length + added.length > 0) flush()
      same.push(item)
    } else {
      if (same.length > 0) flush()
      ;(kind === "removed" ? removed : added).push(item)
    }
  }
  flush()
  return stretches
}
