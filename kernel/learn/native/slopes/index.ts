import type { Settings, Traced } from "../emit.ts"
import type { Slope } from "../slope.ts"
import { convolutionSlopes } from "./convolve.ts"
import { elementwiseSlopes } from "./elementwise.ts"
import { productSlopes } from "./product.ts"
import { alongLastSlopes, reduceSlopes } from "./reduce.ts"
import { shapeSlopes } from "./shape.ts"

const simple: Readonly<Record<string, Slope>> = { ...elementwiseSlopes, ...shapeSlopes, ...reduceSlopes }
const dependent: Readonly<Record<string, (settings: Settings) => Slope | undefined>> = {
  ...productSlopes,
  ...convolutionSlopes,
}

/**
 * The slope of an operation of TensorFlow.js, with the shapes that are known: fewer operations than TensorFlow's C library
 * makes of it, and none that keeps it from fusing the way there. Undefined where the library is to be asked.
 */
export function slopeOf(type: string, inputs: Readonly<Record<string, Traced>>, settings: Settings): Slope | undefined {
  const along = alongLastSlopes[type]
  if (along !== undefined) return along((settings.dim ?? settings.axis) as number | undefined, inputs.logits!)
  return simple[type] ?? dependent[type]?.(settings)
}
