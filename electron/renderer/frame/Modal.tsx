import { type ReactNode, type RefObject, useLayoutEffect, useRef } from "react"

/** The boxes that are open, the topmost last. */
const open: RefObject<HTMLElement | null>[] = []

/** A box over the page that keeps the focus until it is closed, and gives it back then. */
export function Modal({
  label,
  className = "",
  close,
  children,
}: {
  label: string
  className?: string
  close(): void
  children: ReactNode
}) {
  const box = useRef<HTMLDivElement>(null)
  const latest = useRef(close)
  latest.current = close
  useLayoutEffect(() => {
    const before = document.activeElement
    const own = box.current
    open.push(box)
    firstOf(own)?.focus()
    // A control of the box that went away took the focus with it: Escape must close all the same.
    const closeOn = (event: KeyboardEvent) => {
      if (event.key === "Escape" && open.at(-1) === box && !own?.contains(document.activeElement)) latest.current()
    }
    // What is drawn late behind the box may ask for the focus: keys would go where nobody looks.
    const keep = ({ target }: FocusEvent) => {
      const elsewhere = target instanceof Element && own?.contains(target) === false
      if (elsewhere && open.at(-1) === box && target.closest("[aria-modal], [role=menu]") === null)
        firstOf(own)?.focus()
    }
    document.addEventListener("keydown", closeOn)
    document.addEventListener("focusin", keep)
    return () => {
      document.removeEventListener("keydown", closeOn)
      document.removeEventListener("focusin", keep)
      open.splice(open.indexOf(box), 1)
      if (before instanceof HTMLElement && before.isConnected) before.focus({ preventScroll: true })
    }
  }, [])
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: a click beside the box closes it, as Escape does
    <div className="shade" onMouseDown={event => event.target === event.currentTarget && close()}>
      <div
        ref={box}
        className={`dialog ${className}`}
        role="dialog"
        aria-modal="true"
        aria-label={label}
        onKeyDown={event => {
          if (event.key === "Escape") close()
          if (event.key === "Tab") keepFocus(event.currentTarget, event)
        }}
      >
        {children}
      </div>
    </div>
  )
}

/** What has the focus to begin with: what the box names, else a field, the main answer, any answer; not what stands first. */
function firstOf(box: HTMLElement | null): HTMLElement | undefined {
  for (const wanted of ["[data-first]", "input", "button.primary", "button"]) {
    const found = box?.querySelector<HTMLElement>(wanted)
    if (found) return found
  }
  return undefined
}

function keepFocus(box: HTMLElement, event: { shiftKey: boolean; preventDefault(): void }): void {
  const stops = [
    ...box.querySelectorAll<HTMLElement>(
      'button:not(:disabled, [tabindex="-1"]), input, select, textarea, a[href], [tabindex="0"]',
    ),
  ]
  const [from, to] = event.shiftKey ? [stops[0], stops.at(-1)] : [stops.at(-1), stops[0]]
  if (document.activeElement !== from) return
  event.preventDefault()
  to?.focus()
}
