import { adopt } from "./adopt.ts"
import { load } from "./load.ts"
import { open } from "./open.ts"
import { save } from "./save.ts"
import { assign, tensors, weightNames } from "./weights.ts"

/** Models from elsewhere, in and out. */
export const models = { load, open, adopt, save, tensors, assign, weightNames } as const
