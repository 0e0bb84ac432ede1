import { type Core, tf } from "../tf.ts"

/** How gradients are kept from being too large; several bounds apply in this order. */
export interface Clip {
  /** Each component to ±value. */
  value?: number
  /** Each variable's gradient to this Euclidean length. */
  norm?: number
  /** All gradients together to this Euclidean length, all scaled by one factor (Pascanu et al., 2013). */
  globalNorm?: number
}

/** Gradients within the bounds; those that are within already keep their values exactly. */
export function clipped(gradients: Core.NamedTensorMap, { value, norm, globalNorm }: Clip): Core.NamedTensorMap {
  let entries = Object.entries(gradients)
  const change = (by: (gradient: Core.Tensor) => Core.Tensor) => {
    entries = entries.map(([name, gradient]) => [name, gradient == null ? gradient : by(gradient)])
  }
  if (value !== undefined) change(gradient => tf.clipByValue(gradient, -value, value))
  if (norm !== undefined) change(gradient => tf.mul(gradient, tf.minimum(1, tf.div(norm, tf.norm(gradient)))))
  if (globalNorm !== undefined) {
    const squares = entries.flatMap(([, gradient]) => (gradient == null ? [] : [tf.sum(tf.square(gradient))]))
    const factor = tf.minimum(1, tf.div(globalNorm, tf.sqrt(tf.addN(squares))))
    change(gradient => tf.mul(gradient, factor))
  }
  return Object.fromEntries(entries)
}
