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

/** Gives the focus back to the chosen cell, or to the page where there is no notebook. */
export function focusNotebook(): void {
  const cell = "[data-notebook] [data-cell][tabindex='0'], .welcome button"
  document.querySelector<HTMLElement>(cell)?.focus()
}

/** Puts the focus on the first control of a part that is about to be drawn; its button for closing comes last. */
export function enter(region: string): void {
  requestAnimationFrame(() => {
    const found = document.querySelector<HTMLElement>(region)
    if (found === null || found.contains(document.activeElement)) return
    const all = [...found.querySelectorAll<HTMLElement>(stops)].filter(stop => stop.getClientRects().length > 0)
    const first = all.find(stop => !stop.classList.contains("sheet-close")) ?? all[0]
    if (first !== undefined) first.focus()
    else found.focus()
  })
}

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
