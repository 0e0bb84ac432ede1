import { type Core, type Layers, tf } from "../tf.ts"

/** A model's weights, copied out: one array for each variable, in the model's order. */
export type Weights = Float32Array[]

const variables = (model: Layers.LayersModel): Core.Tensor[] => model.weights.map(weight => weight.read())

export const copyWeights = (model: Layers.LayersModel): Weights =>
  variables(model).map(variable => Float32Array.from(variable.dataSync()))

export function restoreWeights(model: Layers.LayersModel, weights: Weights): void {
  tf.tidy(() => {
    model.setWeights(variables(model).map((variable, i) => tf.tensor(weights[i]!, variable.shape, variable.dtype)))
  })
}

interface Run {
  start: Weights
  /** What the variables hold right after a training: another identity means that someone else has set them since. */
  end: object[]
}

const runs = new WeakMap<Layers.LayersModel, Run>()
const identities = (model: Layers.LayersModel): object[] => variables(model).map(variable => variable.dataId)

/**
 * Takes a model whose weights are as its last training left them back to where that training started, so that training
 * it again is the same training. Weights that were set or trained in another way are taken as they are.
 */
export function beginRun(model: Layers.LayersModel, resume: boolean): void {
  const last = runs.get(model)
  const now = identities(model)
  const untouched = last?.end.every((identity, i) => identity === now[i])
  if (last !== undefined && untouched && !resume) restoreWeights(model, last.start)
  runs.set(model, { start: copyWeights(model), end: [] })
}

/** Where the last training of a model began, if its weights are as that training left them. */
export function startOf(model: Layers.LayersModel): Weights | undefined {
  const last = runs.get(model)
  const now = identities(model)
  return last !== undefined && last.end.length > 0 && last.end.every((identity, i) => identity === now[i])
    ? last.start
    : undefined
}

/** Takes a model's weights as what a training left that began at these. */
export function setStart(model: Layers.LayersModel, start: Weights): void {
  runs.set(model, { start, end: identities(model) })
}

export function endRun(model: Layers.LayersModel): void {
  const run = runs.get(model)
  if (run !== undefined) run.end = identities(model)
}
