import { tf } from "../../tf.ts"
import { defineLayer } from "./design.ts"
import { number } from "./settings.ts"

defineLayer({
  className: "Subtract",
  settings: () => ({}),
  call: ([first, second]) => tf.sub(first!, second!),
})

defineLayer({
  className: "KaonDivide",
  settings: () => ({}),
  call: ([first, second]) => tf.div(first!, second!),
})

/** Clevert et al. (2016); that of TensorFlow.js knows alpha 1 only. */
defineLayer({
  className: "KaonELU",
  settings: config => ({ alpha: number(config, "alpha", 1) }),
  call: ([input], _, { alpha }) =>
    tf.add(tf.maximum(input!, 0), tf.mul(alpha, tf.sub(tf.exp(tf.minimum(input!, 0)), 1))),
})
