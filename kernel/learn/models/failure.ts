import { KaonError } from "../../contracts/errors.ts"
import { NotMapped } from "./layers/settings.ts"

/** A model from elsewhere that cannot be used: what is wrong with it, as a sentence's end. */
export const broken = (source: string, what: string, cause?: unknown): KaonError =>
  new KaonError("MODEL_INVALID", `The model in ${source} is not usable: ${what}.`, {
    fix: "Save or download it again; a file that was cut short or changed cannot be read.",
    cause,
  })

/** A layer that has no counterpart here. `why` follows "because". */
export const unmapped = (layer: string, className: string, why: string): KaonError =>
  new KaonError("MODEL_INVALID", `Layer "${layer}" (${className}) cannot be brought over: ${why}.`, {
    fix: "Replace the layer by ones that Kaon knows, or export the model to ONNX or as a SavedModel and use models.open.",
  })

/** Runs code that builds a layer, and says which one it was where that fails. */
export function namingLayer<T>(layer: string, className: string, run: () => T): T {
  try {
    return run()
  } catch (cause) {
    if (cause instanceof NotMapped) throw unmapped(layer, className, cause.message)
    throw cause
  }
}

export const messageOf = (cause: unknown): string =>
  (cause instanceof Error ? cause.message : String(cause)).split("\n")[0]!.replace(/\.$/, "")
