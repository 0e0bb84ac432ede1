import { type Core, tf } from "../../tf.ts"
import { defineLayer, type Shape } from "./design.ts"
import { flag, known, NotMapped, number } from "./settings.ts"

const lastAxis = (config: Readonly<Record<string, unknown>>): -1 => {
  const axis = [config.axis ?? -1].flat()
  if (axis.length === 1 && axis[0] === -1) return -1
  throw new NotMapped(`axis is ${JSON.stringify(config.axis)}, where only the last one (-1) can be had`)
}

const scaleAndShift = (scale: boolean, center: boolean, size: number) => [
  ...(scale ? [{ name: "gamma", shape: [size], starts: "ones" as const }] : []),
  ...(center ? [{ name: "beta", shape: [size], starts: "zeros" as const }] : []),
]

const stretched = (values: Core.Tensor, { gamma, beta }: Readonly<Record<string, Core.Tensor>>): Core.Tensor => {
  const scaled = gamma === undefined ? values : tf.mul(values, gamma)
  return beta === undefined ? scaled : tf.add(scaled, beta)
}

/** Values of the last axis, in the order of Keras: mean and variance found when the model was adapted to its data. */
defineLayer({
  className: "Normalization",
  settings: config => ({ axis: lastAxis(config), invert: flag(config, "invert", false) }),
  weights: ([input]) => [
    { name: "mean", shape: [known(input!, -1)], starts: "zeros", trainable: false },
    { name: "variance", shape: [known(input!, -1)], starts: "ones", trainable: false },
  ],
  call: ([input], { mean, variance }, { invert }) => {
    const deviation = tf.maximum(tf.sqrt(variance!), 1e-7)
    return invert ? tf.add(tf.mul(input!, deviation), mean!) : tf.div(tf.sub(input!, mean!), deviation)
  },
})

/** Group normalisation (Wu and He, 2018) of the channels, which come last. */
defineLayer({
  className: "GroupNormalization",
  settings: config => ({
    groups: number(config, "groups", 32),
    axis: lastAxis(config),
    epsilon: number(config, "epsilon", 1e-3),
    center: flag(config, "center", true),
    scale: flag(config, "scale", true),
  }),
  weights: ([input], { scale, center }) => scaleAndShift(scale, center, known(input!, -1)),
  call: ([input], weights, { groups, epsilon }) => {
    const [batch, ...sizes] = input!.shape as [number, ...number[]]
    const channels = sizes.at(-1)!
    const each = groups === -1 ? channels : groups
    const places = input!.size / batch / channels
    const grouped = tf.reshape(input!, [batch, places, each, channels / each])
    const { mean, variance } = tf.moments(grouped, [1, 3], true)
    const normal = tf.mul(tf.sub(grouped, mean), tf.rsqrt(tf.add(variance, epsilon)))
    return stretched(tf.reshape(normal, input!.shape), weights)
  },
})

/** Root-mean-square normalisation (Zhang and Sennrich, 2019). */
defineLayer({
  className: "RMSNormalization",
  passesMask: true,
  settings: config => ({ axis: lastAxis(config), epsilon: number(config, "epsilon", 1e-6) }),
  weights: ([input]) => [{ name: "scale", shape: [known(input!, -1)], starts: "ones" }],
  call: ([input], { scale }, { epsilon }) => {
    const size = tf.rsqrt(tf.add(tf.mean(tf.square(input!), -1, true), epsilon))
    return tf.mul(tf.mul(input!, size), scale!)
  },
})

defineLayer({
  className: "UnitNormalization",
  settings: config => ({ axis: lastAxis(config) }),
  output: ([input]) => input as Shape,
  call: ([input]) => tf.mul(input!, tf.rsqrt(tf.maximum(tf.sum(tf.square(input!), -1, true), 1e-12))),
})
