import { integratedGradients, saliency } from "./gradients.ts"
import { occlusion } from "./occlusion.ts"
import { permutation } from "./permutation.ts"
import { shap } from "./shap.ts"

/** Why a model says what it says: of one example by gradients, covering and Shapley values; on the whole by shuffling. */
export const explain = { saliency, integratedGradients, occlusion, shap, permutation } as const
