import { distil } from "./distil.ts"
import { dynamic } from "./dynamic.ts"
import { prune } from "./prune.ts"
import { quantise } from "./quantise.ts"

/** Smaller models. Each reports size, time and what was lost, and gives a trained model to serve and save. */
export const compress = { quantise, dynamic, prune, distil } as const
