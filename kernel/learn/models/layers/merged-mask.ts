import { type Core, tf } from "../../tf.ts"

type Masks = (Core.Tensor | null)[] | Core.Tensor | null | undefined

const [Add] = tf.serialization.SerializationMap.getMap().classNameMap.Add!
const merge = Object.getPrototypeOf(Add.prototype) as {
  computeMask(inputs: unknown, masks?: Masks): Core.Tensor | null
}

/**
 * The mask of what layers such as Add give, as Keras has it: a step counts where it does in any of the inputs; there is none
 * where one input has none. That of TensorFlow.js has an axis too many.
 */
merge.computeMask = (_, masks) => {
  const all = [masks ?? null].flat()
  const given = all.filter(mask => mask !== null && mask !== undefined)
  if (given.length === 0 || given.length < all.length) return null
  return tf.tidy(() => given.reduce((a, b) => tf.logicalOr(tf.cast(a, "bool"), tf.cast(b, "bool"))))
}
