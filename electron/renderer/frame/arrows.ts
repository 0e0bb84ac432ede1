import type { KeyboardEvent } from "react"

const steps: Readonly<Record<string, (at: number, count: number) => number>> = {
  ArrowDown: (at, count) => Math.min(at + 1, count - 1),
  ArrowUp: at => Math.max(at - 1, 0),
  Home: () => 0,
  End: (_, count) => count - 1,
}

/** Lets the arrows go over the rows of a list, and stays out of the way of everything else. */
export function arrows(event: KeyboardEvent<HTMLElement>): void {
  const step = steps[event.key]
  if (step === undefined || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return
  const rows = [...event.currentTarget.querySelectorAll<HTMLElement>("button.list-row:not(:disabled)")]
  const at = rows.findIndex(row => row.matches(":focus"))
  if (at < 0) return
  event.preventDefault()
  rows[step(at, rows.length)]?.focus()
}
