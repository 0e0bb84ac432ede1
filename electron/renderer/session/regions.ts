import { flushSync } from "react-dom"

/** The parts of the window, in the order of the eye. */
const regions = [
  "header.top",
  "nav.rail",
  "aside.side-panel",
  "[data-notebook] [data-cell][tabindex='0'], .welcome",
  "aside.right-panel",
  "footer.status",
]
const stops = "button:not(:disabled), a[href], input, select, textarea, [tabindex='0']"

/** The first control that is shown; the button that closes a sheet comes last. */
function firstOf(region: HTMLElement): HTMLElement | undefined {
  if (region.tabIndex >= 0) return region
  const shown = [...region.querySelectorAll<HTMLElement>(stops)].filter(stop => stop.getClientRects().length > 0)
  return shown.find(stop => !stop.matches(".sheet-close, .skip")) ?? shown[0]
}

/** Gives the focus back to the chosen cell, or to the page where there is no notebook. */
export function focusNotebook(): void {
  const cell = "[data-notebook] [data-cell][tabindex='0'], .welcome button"
  document.querySelector<HTMLElement>(cell)?.focus()
}

/**
 * Puts the focus on the first control of a part that was just opened; its button for closing comes last. The part is drawn now, not
 * with the next frame: keys that are typed at once would else be commands of the notebook.
 */
export function enter(region: string): void {
  flushSync(() => {})
  const found = document.querySelector<HTMLElement>(region)
  if (found === null || found.contains(document.activeElement)) return
  const target = firstOf(found) ?? found
  target.focus()
}

/** Moves the focus to the first control of the next part of the window that is shown, in a ring. */
export function nextRegion(step: 1 | -1): void {
  const shown = regions
    .map(region => document.querySelector<HTMLElement>(region))
    .filter(found => found !== null && found.getClientRects().length > 0)
  const here = shown.findIndex(region => region?.contains(document.activeElement))
  for (let tries = 1; tries <= shown.length; tries++) {
    const region = shown[(here + step * tries + shown.length * 2) % shown.length]
    const stop = region === undefined || region === null ? undefined : firstOf(region)
    if (stop !== undefined) {
      stop.focus()
      return
    }
  }
}
