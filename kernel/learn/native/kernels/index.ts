import type { Kernel } from "../emit.ts"
import { convolutions } from "./convolve.ts"
import { elementwise } from "./elementwise.ts"
import { normalisations } from "./normalise.ts"
import { products } from "./product.ts"
import { reduce } from "./reduce.ts"
import { shapes } from "./shape.ts"

/** The operations of TensorFlow.js (by the names of its kernels) that are known in operations of TensorFlow. */
export const kernels: Readonly<Record<string, Kernel>> = {
  ...elementwise,
  ...reduce,
  ...shapes,
  ...products,
  ...convolutions,
  ...normalisations,
}
