import type { KeyboardEvent } from "react"
import { focusNotebook } from "../session/regions.ts"

/** Closes a panel, if it covers the page, and gives the focus back to the notebook. */
export function leave(close: () => void): void {
  close()
  focusNotebook()
}

/** Escape leaves a panel, wherever in it the focus is. What has an Escape of its own stops the event first. */
export const leaveBy =
  (close: () => void) =>
  (event: KeyboardEvent): void => {
    if (event.key !== "Escape" || event.defaultPrevented) return
    event.preventDefault()
    leave(close)
  }
