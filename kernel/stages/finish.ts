import { kindOf } from "../contracts/brand.ts"
import { KaonError } from "../contracts/errors.ts"
import { type Header, type Stage, stageContracts } from "../contracts/stages.ts"

/** A cell of a pipeline after it ran: its header, and the values of the names that it defined. */
export interface FinishedCell {
  header: Header
  values: ReadonlyMap<string, unknown>
}

type Runner = (cell: FinishedCell) => Promise<void>

/** What a stage does once its cell has run; most have said all by their values. */
const runners: Partial<Record<Stage, () => Promise<Runner>>> = {
  deploy: async () => (await import("./deploy.ts")).deploy,
}

const wanted = {
  dataset: "a Dataset",
  model: "a model that is not trained yet",
  trained: "a trained model, as fit(…) gives it",
  report: "a report, as evaluate(…) gives it",
  service: "a service, as serve(…) gives it",
} as const

/**
 * The second half of a stage's contract, on the values that the cell defined, and the stage's own work after the cell.
 * @throws KaonError CONTRACT_NOT_MET naming the value that is missing or of another kind; what the stage's work throws
 */
export async function finishStage(
  header: Header,
  names: readonly string[],
  read: (name: string) => unknown,
): Promise<void> {
  const values = new Map(names.map(name => [name, read(name)]))
  checkValues({ header, values })
  await (await runners[header.stage]?.())?.({ header, values })
}

function checkValues({ header, values }: FinishedCell): void {
  const { kind, definesName } = stageContracts[header.stage]
  if (kind === undefined) return
  const line = `%%${header.stage}${header.name === undefined ? "" : ` ${header.name}`}`
  const candidates = definesName ? [header.name ?? ""] : [...values.keys()]
  if (candidates.some(name => isKind(values.get(name), kind))) return
  const found = candidates.map(name => `${name} is ${describe(values.get(name))}`).join(", ")
  throw new KaonError(
    "CONTRACT_NOT_MET",
    `${line} must define ${wanted[kind]}${found === "" ? "" : `, but ${found}`}.`,
    {
      fix: fixes[kind](header.name ?? "it"),
    },
  )
}

const isKind = (value: unknown, kind: keyof typeof wanted): boolean =>
  kind === "model" ? kindOf(value) === "model" || isLayersModel(value) : kindOf(value) === kind

/** A TensorFlow.js model carries no brand of ours: it is known by what it can do. */
const isLayersModel = (value: unknown): boolean =>
  typeof value === "object" && value !== null && "layers" in value && "trainOnBatch" in value

const fixes: Record<keyof typeof wanted, (name: string) => string> = {
  dataset: name => `Write \`const ${name} = await source.load()…\`; without await it is a promise, not the data.`,
  model: name => `Write \`const ${name} = tf.sequential({ layers: […] })\`, or tf.model(…).`,
  trained: name => `Write \`const trained = await fit(${name}, data)\`.`,
  report: () => "Write `const report = await evaluate(trained, data.test)`.",
  service: () => "Write `const service = serve(trained)`.",
}

function describe(value: unknown): string {
  const kind = kindOf(value)
  if (kind !== undefined) return `a ${kind}`
  if (value instanceof Promise) return "a promise (await is missing)"
  if (value === undefined) return "undefined"
  if (value === null) return "null"
  return typeof value === "object" ? `a ${value.constructor?.name ?? "object"}` : `a ${typeof value}`
}
