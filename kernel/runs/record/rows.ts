import type { StepRecord } from "../../contracts/runs/record.ts"
import type { StepRow } from "../index/runs-index.ts"

/** A committed step as the index knows it. */
export function rowOf(step: Pick<StepRecord, "cellId" | "key" | "artefacts" | "changed" | "outputs">): StepRow {
  const needs = [...step.artefacts, ...step.changed].flatMap(artefact => artefact.needs)
  return {
    cellId: step.cellId,
    key: step.key,
    digests: [...new Set(step.outputs === null ? needs : [...needs, step.outputs])],
  }
}
