import type { MimeBundle } from "../../contracts/mime.ts"
import { showArrow } from "./arrow.ts"
import { showRecords } from "./records.ts"
import { showTensor } from "./tensor.ts"

/** How values that do not say it themselves look, beside (or in place of) their text; the first that knows a value shows it. */
const recognisers: ((value: object) => MimeBundle | undefined)[] = [showTensor, showArrow, showRecords]

/** The rich looks of a value; an empty bundle for what is text alone. */
export function showKnown(value: object): MimeBundle {
  for (const recognise of recognisers) {
    const bundle = recognise(value)
    if (bundle !== undefined) return bundle
  }
  return {}
}
