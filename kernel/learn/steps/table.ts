import { type DateOptions, dateParts } from "./date-parts.ts"
import { type Deidentification, type DeidentifyOptions, deidentify } from "./deidentify.ts"
import { type DenoiseOptions, type Denoising, denoise } from "./denoise.ts"
import { oneHot, ordinal } from "./encode.ts"
import { type Filling, fillMissing } from "./fill-missing.ts"
import { fillByModel } from "./fill-model.ts"
import { type OutlierMethod, type OutlierOptions, outliersByBounds, outliersByForest } from "./outliers.ts"
import { type Scaling, scale } from "./scale.ts"
import type { ColumnStep, FrameStep } from "./step.ts"
import { type TargetOptions, targetEncoding } from "./target-encode.ts"
import { type TokenOptions, tokenise } from "./text/tokens.ts"
import { type VectoriseOptions, vectorise } from "./text/vectorise.ts"

/** Every step that changes one column, under the name by which a bundle knows it. */
export const columnSteps = {
  "scale min-max": scale("min-max"),
  "scale standard": scale("standard"),
  "scale robust": scale("robust"),
  "encode one-hot": oneHot,
  "encode ordinal": ordinal,
  "encode target": targetEncoding(),
  "encode tf-idf": vectorise("tf-idf"),
  "encode bag-of-words": vectorise("bag-of-words"),
  "encode tokens": tokenise(),
  "fill mean": fillMissing("mean"),
  "fill median": fillMissing("median"),
  "fill mode": fillMissing("mode"),
  "fill constant": fillMissing(0),
  "date parts": dateParts(),
  "denoise median": denoise("median"),
  "denoise gaussian": denoise("gaussian"),
  "denoise average": denoise("average"),
  "deidentify mask": deidentify("mask"),
  "deidentify hash": deidentify("hash"),
  "deidentify drop": deidentify("drop"),
} as const satisfies Record<string, ColumnStep>

/** Every step that looks at several columns together. */
export const frameSteps = {
  "fill model": fillByModel,
  "outliers iqr": outliersByBounds("iqr"),
  "outliers z-score": outliersByBounds("z-score"),
  "outliers isolation-forest": outliersByForest(),
} as const satisfies Record<string, FrameStep>

export type {
  DateOptions,
  Deidentification,
  DeidentifyOptions,
  DenoiseOptions,
  Denoising,
  Filling,
  OutlierMethod,
  OutlierOptions,
  Scaling,
  TargetOptions,
  TokenOptions,
  VectoriseOptions,
}

/** A step as chained: its name in a table, what it runs as, and the columns it is for (all that suit it, if absent). */
export interface ChainedStep {
  name: string
  step: { one: ColumnStep } | { all: FrameStep }
  columns: readonly string[] | undefined
}
