import { type Core, tf } from "../../tf.ts"

/** Activations of Keras that TensorFlow.js lacks, by the names they have in a model's config here. */
const extra: Record<string, (x: Core.Tensor) => Core.Tensor> = {
  exponential: x => tf.exp(x),
  leakyRelu: x => tf.leakyRelu(x, 0.2),
  geluTanh: x => {
    const inner = tf.mul(Math.sqrt(2 / Math.PI), tf.add(x, tf.mul(0.044715, tf.mul(x, tf.square(x)))))
    return tf.mul(tf.mul(0.5, x), tf.add(1, tf.tanh(inner)))
  },
  // Keras 3's own; that of TensorFlow.js is Keras 2's, with a slope of 0.2.
  reluSigmoid: x => tf.div(tf.relu6(tf.add(x, 3)), 6),
  hardSilu: x => tf.mul(x, tf.div(tf.relu6(tf.add(x, 3)), 6)),
  logSigmoid: x => tf.neg(tf.softplus(tf.neg(x))),
  celu: x => tf.add(tf.maximum(x, 0), tf.sub(tf.exp(tf.minimum(x, 0)), 1)),
}

for (const [className, compute] of Object.entries(extra)) {
  class Extra extends tf.serialization.Serializable {
    static className = className
    apply(x: Core.Tensor): Core.Tensor {
      return tf.tidy(() => compute(x))
    }
    getConfig(): Core.serialization.ConfigDict {
      return {}
    }
  }
  tf.serialization.registerClass(Extra as never)
}
