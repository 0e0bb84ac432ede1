export interface Slot {
  readonly id: string
  readonly top: number
  readonly bottom: number
}

/** Before which cell something dropped at `y` comes to stand (undefined: after the last), and where a line shows it. */
export function dropPlace(slots: readonly Slot[], y: number): { before: string | undefined; line: number } {
  for (const { id, top, bottom } of slots) {
    if (y < (top + bottom) / 2) return { before: id, line: top }
  }
  return { before: undefined, line: slots.at(-1)?.bottom ?? 0 }
}

/** How far the page scrolls in one frame while something is held near its upper or lower edge, in pixels. */
export function edgeSpeed(y: number, top: number, bottom: number, edge = 64): number {
  const over = y < top + edge ? y - top - edge : y > bottom - edge ? y - bottom + edge : 0
  return Math.max(-1, Math.min(1, over / edge)) * 18
}

interface Drag {
  readonly scroller: HTMLElement
  readonly label: string
  drop(before: string | undefined): void
}

/** Carries cells with a pointer, mouse or finger, until it is let go; Escape leaves them where they were. */
export function startDrag(start: { clientX: number; clientY: number; pointerId: number }, drag: Drag): void {
  const { scroller } = drag
  const line = document.createElement("div")
  line.className = "drop-line"
  const badge = document.createElement("div")
  badge.className = "drag-badge"
  badge.textContent = drag.label
  let at = { x: start.clientX, y: start.clientY }
  let before: string | undefined
  let moved = false
  let frame = 0

  const look = () => {
    const view = scroller.getBoundingClientRect()
    scroller.scrollTop += edgeSpeed(at.y, view.top, view.bottom)
    const slots = [...scroller.querySelectorAll<HTMLElement>("[data-slot]")]
      .map(node => ({ id: node.dataset.slot ?? "", rect: node.getBoundingClientRect() }))
      .filter(({ rect }) => rect.height > 0)
      .map(({ id, rect }) => ({ id, top: rect.top, bottom: rect.bottom, left: rect.left, width: rect.width }))
    const found = dropPlace(slots, at.y)
    before = found.before
    const first = slots[0]
    if (first !== undefined) {
      Object.assign(line.style, { top: `${found.line - 7}px`, left: `${first.left}px`, width: `${first.width}px` })
    }
    Object.assign(badge.style, { top: `${at.y + 10}px`, left: `${at.x + 12}px` })
    frame = requestAnimationFrame(look)
  }
  const move = (event: PointerEvent) => {
    if (event.pointerId !== start.pointerId) return
    at = { x: event.clientX, y: event.clientY }
    if (moved || Math.abs(at.y - start.clientY) + Math.abs(at.x - start.clientX) < 4) return
    moved = true
    document.body.append(line, badge)
    look()
  }
  const end = () => {
    cancelAnimationFrame(frame)
    line.remove()
    badge.remove()
    stop.abort()
  }
  const up = (event: PointerEvent) => {
    if (event.pointerId !== start.pointerId) return
    end()
    if (moved) drag.drop(before)
  }
  const stop = new AbortController()
  const { signal } = stop
  addEventListener("pointermove", move, { signal })
  addEventListener("pointerup", up, { signal })
  addEventListener("pointercancel", end, { signal })
  addEventListener(
    "keydown",
    event => {
      if (event.key !== "Escape") return
      event.preventDefault()
      event.stopPropagation()
      end()
    },
    { signal, capture: true },
  )
}
