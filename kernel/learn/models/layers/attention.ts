import { type Core, tf } from "../../tf.ts"
import { type Config, defineLayer, type Shape } from "./design.ts"
import { count, flag, known, NotMapped, number, text } from "./settings.ts"

/** Added to the score of what may not be seen: its softmax is 0 in single precision. */
const unseen = -1e9

/** Scores with what lies after each query's own place hidden. */
function causal(scores: Core.Tensor): Core.Tensor {
  const [queries, keys] = scores.shape.slice(-2) as [number, number]
  const hidden = Float32Array.from({ length: queries * keys }, (_, i) => (i % keys > Math.floor(i / keys) ? unseen : 0))
  return tf.add(scores, tf.tensor(hidden, [queries, keys]))
}

/** Scores with steps hidden that do not count: keys and, as Keras has it, the queries themselves. `mask`: [batch, steps]. */
function masked(scores: Core.Tensor, mask: Core.Tensor | undefined, queriesToo: boolean): Core.Tensor {
  if (mask === undefined) return scores
  const seen = tf.cast(mask, "float32")
  const [batch, steps] = seen.shape as [number, number]
  const keys = tf.reshape(seen, scores.rank === 4 ? [batch, 1, 1, steps] : [batch, 1, steps])
  const both = queriesToo
    ? tf.mul(keys, tf.reshape(seen, scores.rank === 4 ? [batch, 1, steps, 1] : [batch, steps, 1]))
    : keys
  return tf.add(scores, tf.mul(tf.sub(1, both), unseen))
}

/** Inputs in the order of Keras: query, value where it is another, and key where it is another than the value. */
const parts = <T>([query, value = query, key = value]: readonly T[]): { query: T; value: T; key: T } => {
  if (query === undefined || value === undefined || key === undefined) throw new NotMapped("it has no query")
  return { query, value, key }
}

const heads = (config: Config) => {
  if (config.outputShape != null) throw new NotMapped("output_shape is given")
  if (flag(config, "useGate", false)) throw new NotMapped("use_gate is true")
  if (config.slidingWindow != null) throw new NotMapped("sliding_window is given")
  const axes = [config.attentionAxes ?? 1].flat()
  if (axes.length !== 1 || axes[0] !== 1) throw new NotMapped(`attention_axes is ${JSON.stringify(axes)}`)
  const keyDim = count(config, "keyDim")
  return {
    numHeads: count(config, "numHeads"),
    keyDim,
    valueDim: count(config, "valueDim", keyDim),
    dropout: number(config, "dropout", 0),
    useBias: flag(config, "useBias", true),
    useCausalMask: flag(config, "useCausalMask", false),
  }
}

/** x [batch, steps, width] · kernel [width, heads, size] → [batch, heads, steps, size]. */
function projected(x: Core.Tensor, kernel: Core.Tensor, offset: Core.Tensor | undefined): Core.Tensor {
  const [batch, steps, width] = x.shape as [number, number, number]
  const [, heads, size] = kernel.shape as [number, number, number]
  const flat = tf.matMul(tf.reshape(x, [batch * steps, width]), tf.reshape(kernel, [width, heads * size]))
  const values = tf.reshape(flat, [batch, steps, heads, size])
  return tf.transpose(offset === undefined ? values : tf.add(values, offset), [0, 2, 1, 3])
}

/** Multi-head attention (Vaswani et al., 2017). Its dropout is applied in training only where Keras trains it, not here. */
defineLayer({
  className: "MultiHeadAttention",
  settings: heads,
  weights: (inputs, { numHeads, keyDim, valueDim, useBias }) => {
    const { query, key, value } = parts(inputs)
    const into = (name: string, shape: Shape, size: number) => [
      { name: `${name}_kernel`, shape: [known(shape, -1), numHeads, size], starts: "glorotUniform" as const },
      ...(useBias ? [{ name: `${name}_bias`, shape: [numHeads, size], starts: "zeros" as const }] : []),
    ]
    const width = known(query, -1)
    return [
      ...into("query", query, keyDim),
      ...into("key", key, keyDim),
      ...into("value", value, valueDim),
      { name: "output_kernel", shape: [numHeads, valueDim, width], starts: "glorotUniform" as const },
      ...(useBias ? [{ name: "output_bias", shape: [width], starts: "zeros" as const }] : []),
    ]
  },
  passesMask: true,
  call: (inputs, weights, { keyDim, useCausalMask }, mask) => {
    const { query, key, value } = parts(inputs)
    const q = projected(query, weights.query_kernel!, weights.query_bias)
    const k = projected(key, weights.key_kernel!, weights.key_bias)
    const v = projected(value, weights.value_kernel!, weights.value_bias)
    const scores = tf.mul(tf.matMul(q, k, false, true), 1 / Math.sqrt(keyDim))
    const seen = tf.softmax(masked(useCausalMask ? causal(scores) : scores, mask, true))
    const mixed = tf.transpose(tf.matMul(seen, v), [0, 2, 1, 3])
    const [batch, steps, heads, size] = mixed.shape as [number, number, number, number]
    const kernel = weights.output_kernel!
    const width = kernel.shape.at(-1)!
    const flat = tf.matMul(tf.reshape(mixed, [batch * steps, heads * size]), tf.reshape(kernel, [heads * size, width]))
    const outputs = tf.reshape(flat, [batch, steps, width])
    return weights.output_bias === undefined ? outputs : tf.add(outputs, weights.output_bias)
  },
})

/** Dot-product attention of a query over values (Luong et al., 2015). */
defineLayer({
  className: "Attention",
  settings: config => ({
    useScale: flag(config, "useScale", false),
    scoreMode: text(config, "scoreMode", ["dot"]),
    useCausalMask: flag(config, "useCausalMask", false),
  }),
  weights: (_, { useScale }) => (useScale ? [{ name: "scale", shape: [], starts: "ones" }] : []),
  output: inputs => {
    const { query, value } = parts(inputs)
    return [...query.slice(0, -1), value.at(-1)!]
  },
  passesMask: true,
  call: (inputs, { scale }, { useCausalMask }, mask) => {
    const { query, key, value } = parts(inputs)
    const dots = tf.matMul(query, key, false, true)
    const scores = scale === undefined ? dots : tf.mul(dots, scale)
    return tf.matMul(tf.softmax(masked(useCausalMask ? causal(scores) : scores, mask, false)), value)
  },
})
