import { kindSymbol } from "../../contracts/brand.ts"
import { dataProperty, isOpen } from "./safe.ts"

/** Models within models are rare, and end somewhere. */
const deepest = 8

const count = (figure: number, what: string): string =>
  `${figure.toLocaleString("en")} ${what}${figure === 1 ? "" : "s"}`

/** A model, a trained one, a report or a service in one line, by its brand; undefined for all else. Runs no user code. */
export function learnedTitle(value: unknown): string | undefined {
  if (!isOpen(value)) return undefined
  const kind = dataProperty(value, kindSymbol)
  return typeof kind === "string" && Object.hasOwn(titles, kind) ? titles[kind]!(value) : undefined
}

const titles: Readonly<Record<string, (value: object) => string | undefined>> = {
  model: model => {
    const layers = dataProperty(model, "layers")
    if (!Array.isArray(layers)) return undefined
    return `${count(layers.length, "layer")}, ${count(parameters(model, 0), "parameter")}`
  },
  trained: trained => {
    const history = dataProperty(trained, "history")
    const dataset = dataProperty(trained, "dataset")
    const name = isOpen(dataset) ? dataProperty(dataset, "name") : undefined
    const model = learnedTitle(dataProperty(trained, "model"))
    if (!Array.isArray(history) || typeof name !== "string") return undefined
    return [`${count(history.length, "epoch")} on ${name}`, model].filter(Boolean).join("; ")
  },
  report: report => {
    const rows = dataProperty(report, "rows")
    return typeof rows === "number" ? `${String(dataProperty(report, "task"))} of ${count(rows, "example")}` : undefined
  },
  service: service => String(dataProperty(service, "address") ?? "not deployed yet"),
}

/** Numbers that a model's layers learn or keep, by the shapes of their weights. */
function parameters(model: object, depth: number): number {
  const layers = dataProperty(model, "layers")
  if (!Array.isArray(layers) || depth > deepest) return 0
  return layers.reduce((sum: number, layer: unknown) => {
    if (!isOpen(layer)) return sum
    return sum + (Array.isArray(dataProperty(layer, "layers")) ? parameters(layer, depth + 1) : weightsOf(layer))
  }, 0)
}

const weightsOf = (layer: object): number =>
  ["_trainableWeights", "_nonTrainableWeights"]
    .flatMap(key => dataProperty(layer, key) ?? [])
    .reduce<number>((sum, weight) => sum + sizeOf(weight), 0)

function sizeOf(weight: unknown): number {
  const shape = isOpen(weight) ? dataProperty(weight, "shape") : undefined
  return Array.isArray(shape) ? shape.reduce((size: number, extent) => size * Number(extent), 1) : 0
}
