import type { FitOptions } from "./options.ts"
import type { Plan } from "./plan.ts"

type Flat = Record<string, string | number | boolean>

/** What was chosen for a training, flat and readable: for records, and to tell whether two trainings are the same one. */
export function parametersOf(plan: Plan, options: FitOptions): Flat {
  const { step, epochs, batchSize, seed, shuffle, monitor, stopping, schedule } = plan
  const { optimizer } = step
  return {
    epochs,
    batchSize,
    seed,
    shuffle,
    monitor,
    optimizer: optimizer.getClassName(),
    ...flat("optimizer", optimizer.getConfig()),
    loss: typeof options.loss === "function" ? "custom" : (options.loss ?? "default"),
    ...flat("earlyStopping", stopping),
    ...(plan.rateOfEpoch ? { schedule: "custom" } : flat("schedule", schedule)),
    ...flat("clip", options.clip),
    ...flat("penalty", options.penalty),
    ...flat("classWeights", options.classWeights),
    ...flat("adversary", options.adversary),
    sampleWeights: options.sampleWeights !== undefined,
    trainRows: plan.stream?.rows ?? plan.train.size,
    validationRows: plan.validation?.size ?? 0,
  }
}

const flat = (prefix: string, values: object | undefined): Flat =>
  Object.fromEntries(
    Object.entries(values ?? {})
      .filter(([, value]) => value !== undefined && value !== null)
      .map(([name, value]) => [
        `${prefix}.${name}`,
        typeof value === "number" || typeof value === "boolean" ? value : String(value),
      ]),
  )
