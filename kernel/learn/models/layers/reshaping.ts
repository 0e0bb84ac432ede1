import { tf } from "../../tf.ts"
import { defineLayer, type Shape } from "./design.ts"
import { count, known, pair } from "./settings.ts"

/** The shape with another number of steps, where that is known. */
const steps = (shape: Shape, change: (steps: number) => number): Shape => {
  const [batch, length, ...others] = shape
  return [batch!, length == null ? length! : change(length), ...others]
}

defineLayer({
  className: "UpSampling1D",
  settings: config => ({ size: count(config, "size", 2) }),
  output: ([input], { size }) => steps(input!, length => length * size),
  call: ([input], _, { size }) => {
    const [batch, length, channels] = input!.shape as [number, number, number]
    const repeated = tf.tile(tf.reshape(input!, [batch, length, 1, channels]), [1, 1, size, 1])
    return tf.reshape(repeated, [batch, length * size, channels])
  },
})

defineLayer({
  className: "ZeroPadding1D",
  settings: config => ({ padding: pair(config, "padding", 1) }),
  output: ([input], { padding: [before, after] }) => steps(input!, length => length + before + after),
  call: ([input], _, { padding }) => tf.pad(input!, [[0, 0], padding, [0, 0]]),
})

defineLayer({
  className: "Cropping1D",
  settings: config => ({ cropping: pair(config, "cropping", 1) }),
  output: ([input], { cropping: [before, after] }) => steps(input!, length => length - before - after),
  call: ([input], _, { cropping: [before, after] }) => {
    const [batch, length, channels] = input!.shape as [number, number, number]
    return tf.slice(input!, [0, before, 0], [batch, length - before - after, channels])
  },
})

for (const [className, reduce] of [
  ["GlobalAveragePooling3D", tf.mean],
  ["GlobalMaxPooling3D", tf.max],
] as const) {
  defineLayer({
    className,
    settings: () => ({}),
    output: ([input]) => [input![0]!, known(input!, -1)],
    call: ([input]) => reduce(input!, [1, 2, 3]),
  })
}

/** The mean of the steps that count, where there is a mask, which TensorFlow.js's own does not heed. */
defineLayer({
  className: "KaonGlobalAveragePooling1D",
  settings: () => ({}),
  output: ([input]) => [input![0]!, known(input!, -1)],
  call: ([input], _, __, mask) => {
    if (mask === undefined) return tf.mean(input!, 1)
    const counted = tf.expandDims(tf.cast(mask, "float32"), -1)
    return tf.div(tf.sum(tf.mul(input!, counted), 1), tf.sum(counted, 1))
  },
})
