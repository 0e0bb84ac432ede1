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

const firstOf = (region: HTMLElement): HTMLElement | null =>
  region.tabIndex >= 0 ? region : region.querySelector<HTMLElement>(stops)

/** Moves the focus to the first control of the next part of the window that is shown, in a ring. */
export function nextRegion(step: 1 | -1): void {
  const shown = regions
    .map(region => document.querySelector<HTMLElement>(region))
    .filter(found => found !== null && found.getClientRects().length > 0)
  const here = shown.findIndex(region => region?.contains(document.activeElement))
  for (let tries = 1; tries <= shown.length; tries++) {
    const region = shown[(here + step * tries + shown.length * 2) % shown.length]
    const stop = region && firstOf(region)
    if (stop) {
      stop.focus()
      return
    }
  }
}
