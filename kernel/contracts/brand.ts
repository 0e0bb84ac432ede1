/**
 * What stages exchange is recognised by a brand on the value (a property under a registered symbol), never by class,
 * so that a value made by another copy of a module is still what it says it is.
 */
export const kindSymbol = Symbol.for("kaon.kind")

export type Kind = "dataset" | "model" | "trained" | "report" | "service" | "image"

/** The kind a value says it has, or undefined. Never throws, whatever the value is. */
export function kindOf(value: unknown): Kind | undefined {
  if ((typeof value !== "object" && typeof value !== "function") || value === null) return undefined
  try {
    return (value as { [kindSymbol]?: Kind })[kindSymbol]
  } catch {
    return undefined
  }
}
