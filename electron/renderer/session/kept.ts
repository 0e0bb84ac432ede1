/** What the page keeps for its next start, in the browser's storage. Undefined for what is not there or cannot be read. */
export function kept(name: string): unknown {
  try {
    return JSON.parse(localStorage.getItem(`kaon.${name}`) ?? "null") ?? undefined
  } catch {
    return undefined
  }
}

export function keep(name: string, value: unknown): void {
  try {
    localStorage.setItem(`kaon.${name}`, JSON.stringify(value))
  } catch {
    // A full or forbidden storage costs only the memory of settings.
  }
}
