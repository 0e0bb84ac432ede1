/** How often the server died soon after its start, one time after another. */
export interface Restarts {
  quick: number
}

/** A life shorter than this counts as a failed start. */
export const quickMilliseconds = 10_000
/** After this many quick deaths in a row the supervisor gives up. */
export const mostQuick = 5

/** What to do when the server has died after `lived` milliseconds: start it again after `wait` milliseconds, or give up (undefined). */
export function afterDeath({ quick }: Restarts, lived: number): { restarts: Restarts; wait: number | undefined } {
  const next = lived < quickMilliseconds ? quick + 1 : 1
  // At once after the first death; then 0.2, 0.4, 0.8 … seconds.
  const wait = next === 1 ? 0 : 200 * 2 ** (next - 2)
  return { restarts: { quick: next }, wait: next > mostQuick ? undefined : wait }
}
