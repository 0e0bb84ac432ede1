import { KaonError } from "../../contracts/errors.ts"
import type { Dataset } from "../data/dataset.ts"
import type { Layers } from "../tf.ts"
import { fitWatched } from "../train/fit.ts"
import { forwardAll } from "../train/forward.ts"
import { live } from "../train/live.ts"
import type { FitOptions } from "../train/options.ts"
import type { Trained } from "../train/trained.ts"
import { type Compressed, compare, figureName, type MeasureOptions } from "./compressed.ts"

export interface DistilOptions extends FitOptions, Partial<MeasureOptions> {
  /** Softens what the teacher says; above 1 it tells more of the classes that it ruled out. 4 without it. */
  temperature?: number
  /** Share of the loss that comes from the true labels; 0.3 without it. The rest comes from the teacher. */
  hard?: number
}

/**
 * Knowledge distillation (Hinton et al., 2015): a student, smaller than its teacher, is trained on what the teacher says of
 * each training example beside what is true. The loss is hard × the usual one + (1 − hard) × T² × the cross-entropy of both
 * softened by the temperature T; of numbers, the squared distance to the teacher's. Throws SHAPE_MISMATCH where both give
 * different outputs.
 */
export async function distil(
  teacher: Trained,
  student: Layers.LayersModel,
  data: Dataset,
  { temperature = 4, hard = 0.3, on = data.test, figure, ...options }: DistilOptions = {},
): Promise<Compressed> {
  if (!(temperature > 0) || !(hard >= 0 && hard < 1)) {
    throw new KaonError("DATA_INVALID", `temperature is ${temperature}, hard is ${hard}.`, {
      fix: "Give a temperature above 0, and for hard a share from 0 to below 1.",
    })
  }
  const measuring = { on, ...(figure !== undefined && { figure }) }
  figureName(teacher, measuring)
  const [theirs, own] = [teacher.model, student].map(model => model.outputs[0]?.shape.at(-1))
  if (theirs !== own) {
    throw new KaonError("SHAPE_MISMATCH", `The teacher gives ${theirs} outputs, the student ${own}.`, {
      fix: "Give both the same last layer.",
    })
  }
  if (String(teacher.dataset.classes) !== String(data.classes)) {
    throw new KaonError("DATA_INVALID", `The teacher does not know the classes of "${data.name}".`, {
      fix: "Distil on data like the teacher's.",
    })
  }
  const trained = await fitWatched(student, data, options, {
    watch: ({ epochs }) => live(`learning from ${teacher.model.name}`, epochs),
    adapt: async plan => {
      const { prepare, shape } = teacher.prepare
      const { train } = plan
      // What the teacher says is kept for each row in memory; a student of a sample learns of the sample alone.
      plan.stream = undefined
      plan.step.distillation = { temperature, hard }
      plan.teacher = await forwardAll(teacher.model, prepare(train.columns(), train.size), train.size, shape)
    },
  })
  return await compare(teacher, trained, "distilled", measuring)
}
