import type { Kept } from "../contracts/cell-cache.ts"
import type { StepCommitted } from "../contracts/runs/journal.ts"
import type { Artefact } from "../contracts/runs/record.ts"
import type { Entry } from "../store/index.ts"
import type { Decision } from "./ledger.ts"

/** What a cell used and left, as a run records it. */
export type Committed = Pick<StepCommitted, "key" | "parts" | "inputs" | "artefacts" | "changed" | "opaque" | "outputs">

/** `parts` stands for all that the decision was made on; null where what the cell left is not to be taken for its result again. */
export function committedOf(
  { key, reached }: Pick<Decision, "key" | "reached">,
  parts: string | null,
  { values, changed, outputs }: Pick<Entry, "values" | "changed" | "outputs">,
): Committed {
  return {
    key: key ?? null,
    parts,
    inputs: [...reached.values].map(([name, { kept, definer, changer }]) => ({
      name,
      digest: "digest" in kept ? kept.digest : null,
      from: (changer ?? definer).number,
    })),
    artefacts: artefactsIn(values),
    changed: artefactsIn(changed),
    opaque: Object.entries({ ...values, ...changed })
      .filter(([, { form }]) => form === "known" || form === "opaque")
      .map(([name]) => name),
    outputs,
  }
}

const artefactsIn = (values: Readonly<Record<string, Kept>>): Artefact[] =>
  Object.entries(values).flatMap(([name, kept]) => {
    if (kept.form !== "stored") return []
    const { digest, kind, bytes, needs } = kept
    return [{ name, digest, kind, bytes, needs }]
  })

/** What a recorded step left, as the cache would tell of it; undefined where it could not all be stored. */
export function entryOf(
  { artefacts, changed, opaque, outputs }: Committed,
  seconds: number,
  made: number,
): Entry | undefined {
  if (opaque.length > 0) return undefined
  const kept = (list: readonly Artefact[]) =>
    Object.fromEntries(list.map(({ name, ...stored }) => [name, { form: "stored" as const, ...stored }]))
  return { values: kept(artefacts), changed: kept(changed), outputs, seconds, made }
}

/** Every artefact that a step left. */
export const neededBy = ({ artefacts, changed, outputs }: Committed): string[] => [
  ...[...artefacts, ...changed].flatMap(({ needs }) => needs),
  ...(outputs === null ? [] : [outputs]),
]
