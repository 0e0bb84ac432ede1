import { useEffect, useRef, useState } from "react"
import { useNotebook } from "../frame/context.ts"
import { isStill, markupOf } from "../outputs/foreign.ts"
import { isMeasured } from "../outputs/frameheights.ts"
import type { Cell } from "../state/model.ts"
import { estimateAgain } from "./layout.ts"
import { Ruler } from "./ruler.ts"

/** Pieces of markup that are measured in one go, and how far from what is read cells are looked through for them. */
const batch = 12
const reach = 2000

interface Given {
  readonly order: readonly string[]
  readonly seen: string | undefined
  /** More is known now: cells grow by so many pixels. */
  learned(grown: ReadonlyMap<string, number>): void
}

/**
 * Finds out in idle time how tall the markup of cells will be in its frame, the nearest first: a frame needs a while to load,
 * and what is read would move when it got its height only then. It lays markup out in a frame that is never seen and runs nothing.
 */
export function Ahead({ order, seen, learned }: Given) {
  const session = useNotebook()
  const frame = useRef<HTMLIFrameElement>(null)
  const ruler = useRef<Ruler<Wanted>>(undefined)
  const [needed, setNeeded] = useState(false)

  useEffect(() => {
    if (!needed) return
    const made = new Ruler<Wanted>(frame.current!, measured => {
      const grown = new Map<string, number>()
      for (const [{ cell }, by] of measured) {
        estimateAgain(cell)
        grown.set(cell.id, (grown.get(cell.id) ?? 0) + by)
      }
      learned(grown)
    })
    ruler.current = made
    return () => made.close()
  }, [needed, learned])

  useEffect(() => {
    const next = () => {
      const { cells } = session.store.get()
      return unknown(nearest(order, seen), id => cells.get(id))
    }
    const idle = requestIdleCallback(() => {
      if (needed) ruler.current?.look(next)
      else if (next().length > 0) setNeeded(true)
    })
    return () => cancelIdleCallback(idle)
  }, [session, order, seen, needed])

  if (!needed) return null
  return (
    <div className="measuring" aria-hidden>
      <iframe
        ref={frame}
        className="foreign"
        title="measuring"
        tabIndex={-1}
        sandbox="allow-scripts"
        referrerPolicy="no-referrer"
        src="./framestill.html"
      />
    </div>
  )
}

interface Wanted {
  readonly cell: Cell
  readonly markup: string
}

/** Cells from one on outwards, in both directions. */
function* nearest(order: readonly string[], from: string | undefined): Generator<string> {
  const middle = Math.max(0, from === undefined ? 0 : order.indexOf(from))
  for (let step = 0; step < reach; step++) {
    for (const index of step === 0 ? [middle] : [middle + step, middle - step]) {
      const id = order[index]
      if (id !== undefined) yield id
    }
  }
}

function unknown(ids: Iterable<string>, cellOf: (id: string) => Cell | undefined): Wanted[] {
  const found: Wanted[] = []
  for (const id of ids) {
    const cell = cellOf(id)
    for (const output of cell?.outputs.list ?? []) {
      const markup = output.kind === "display" ? markupOf(output.data) : undefined
      if (cell === undefined || markup === undefined || isMeasured(markup) || !isStill(markup)) continue
      found.push({ cell, markup })
    }
    if (found.length >= batch) break
  }
  return found
}
