import { readFileSync } from "node:fs"
import path from "node:path"
import { z } from "zod"
import { type Core, type Layers, tf } from "../../kernel/learn/tf.ts"

const caseSchema = z.object({
  shape: z.array(z.number()),
  dtype: z.enum(["float32", "int32"]),
  xs: z.array(z.number()),
  outputs: z.array(z.number()),
  ys: z.array(z.number()),
})
export type Case = z.infer<typeof caseSchema>

export const fixtures = path.join(import.meta.dirname, "fixtures")

/** What the makers of the models in a folder of fixtures predict with them, by name. */
export function casesIn(folder: string): Map<string, Case> {
  const all = z
    .record(z.string(), z.unknown())
    .parse(JSON.parse(readFileSync(path.join(folder, "expected.json"), "utf8")))
  return new Map(
    Object.entries(all).flatMap(([name, said]) => (name === "versions" ? [] : [[name, caseSchema.parse(said)]])),
  )
}

/** What a model predicts of a case's examples. */
export function predicted(model: Layers.LayersModel, { xs, shape, dtype }: Case): number[] {
  return tf.tidy(() => [...(model.predict(tf.tensor(xs, shape, dtype)) as Core.Tensor).dataSync()])
}

/** The largest distance between two lists; infinite where one is longer or has what is no number. */
export function distance(a: readonly number[], b: readonly number[]): number {
  if (a.length !== b.length) return Number.POSITIVE_INFINITY
  return a.reduce((most, value, i) => {
    const far = Math.abs(value - b[i]!) / Math.max(1, Math.abs(b[i]!))
    return Number.isNaN(far) ? Number.POSITIVE_INFINITY : Math.max(most, far)
  }, 0)
}
