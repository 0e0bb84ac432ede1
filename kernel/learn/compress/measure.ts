import { gzipSync } from "node:zlib"
import type { Split } from "../data/split.ts"
import { figuresFor } from "../evaluate/figures.ts"
import { judgementsOf } from "../evaluate/judgements.ts"
import type { Layers } from "../tf.ts"
import { forward, forwardAll } from "../train/forward.ts"
import type { Trained } from "../train/trained.ts"
import { type Storage, stored } from "./storage.ts"

/** What a model costs, and how good it is. */
export interface Measured {
  /** Of its weights as a bundle stores them. */
  bytes: number
  /** The same, gzipped: what goes over a wire. Weights that are 0 cost little there. */
  zipped: number
  /** Median time of one example, prepared, in milliseconds. */
  latency: number
  /** The figure that was asked for. */
  figure: number
}

const runs = 40

/** Throws what `evaluate` throws for a split that does not fit. */
export async function measured(trained: Trained, split: Split, figure: string): Promise<Measured> {
  const { model, prepare } = trained
  const xs = prepare.prepare(split.columns(), split.size)
  const outputs = await forwardAll(model, xs, split.size, prepare.shape)
  const judged = judgementsOf(trained, outputs, split)
  const one = xs.slice(0, prepare.outputWidth)
  const times = Array.from({ length: runs }, () => {
    const started = performance.now()
    forward(model, one, 1, prepare.shape)
    return performance.now() - started
  })
  const files = weightFiles(model, trained.storage)
  return {
    bytes: files.reduce((sum, { length }) => sum + length, 0),
    zipped: gzipSync(Buffer.concat(files)).length,
    // The first runs compile the loops.
    latency: times.slice(runs / 2).sort((a, b) => a - b)[runs / 4]!,
    figure: figuresFor(judged)[figure]!(judged),
  }
}

const weightFiles = (model: Layers.LayersModel, storage: Storage): Uint8Array[] =>
  model.weights.map(weight => {
    const tensor = weight.read()
    const spec = { name: weight.name, shape: tensor.shape, dtype: tensor.dtype as "float32" | "int32" }
    return stored(spec, Float32Array.from(tensor.dataSync()), storage).bytes
  })
