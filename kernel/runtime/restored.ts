import type { Evaluator } from "./evaluator.ts"

const slot = Symbol.for("kaon.restored")

/** Binds names to values as a cell that ran would have; closures that already see a name see its new value. */
export async function bindRestored(evaluator: Evaluator, values: ReadonlyMap<string, unknown>): Promise<void> {
  if (values.size === 0) return
  Object.defineProperty(globalThis, slot, { value: Object.fromEntries(values), configurable: true })
  const bindings = [...values.keys()].map(name => `${name}=globalThis[Symbol.for("kaon.restored")].${name}`)
  const outcome = await evaluator.evaluate(`let ${bindings.join(",")};void 0`, "restored")
  Reflect.deleteProperty(globalThis, slot)
  if (outcome.kind !== "value") throw new Error(`names could not be bound: ${[...values.keys()].join(", ")}`)
}
