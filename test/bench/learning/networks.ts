import type { tf } from "../../../kernel/learn/index.ts"

/** TensorFlow.js, whoever brings it. */
export type Library = typeof tf
type Model = ReturnType<typeof tf.sequential> | ReturnType<typeof tf.model>
type Symbolic = ReturnType<typeof tf.input>

export const batch = 128
export const classes = 10
/** One example: an image of 28 × 28, which the LSTM and the transformer read row by row. */
export const side = 28

/** The same networks as in keras_side.py and torch_side.py. */
export const networksOf = ({ layers, input: inputOf, model, sequential }: Library): Record<string, () => Model> => ({
  cnn: () =>
    sequential({
      layers: [
        layers.conv2d({ inputShape: [side, side, 1], filters: 32, kernelSize: 3, activation: "relu" }),
        layers.maxPooling2d({ poolSize: 2 }),
        layers.conv2d({ filters: 64, kernelSize: 3, activation: "relu" }),
        layers.maxPooling2d({ poolSize: 2 }),
        layers.flatten(),
        layers.dense({ units: 128, activation: "relu" }),
        layers.dense({ units: classes, activation: "softmax" }),
      ],
    }),
  mlp: () =>
    sequential({
      layers: [
        layers.flatten({ inputShape: [side, side, 1] }),
        layers.dense({ units: 128, activation: "relu" }),
        layers.dense({ units: classes, activation: "softmax" }),
      ],
    }),
  lstm: () =>
    sequential({
      layers: [
        layers.reshape({ inputShape: [side, side, 1], targetShape: [side, side] }),
        layers.lstm({ units: 64, recurrentActivation: "sigmoid" }),
        layers.dense({ units: classes, activation: "softmax" }),
      ],
    }),
  transformer: () => {
    const of = (layer: { apply(input: Symbolic | Symbolic[]): unknown }, input: Symbolic | Symbolic[]) =>
      layer.apply(input) as Symbolic
    const input = inputOf({ shape: [side, side, 1] })
    const rows = of(layers.reshape({ targetShape: [side, side] }), input)
    let x = of(layers.dense({ units: 64 }), rows)
    for (let block = 0; block < 2; block++) {
      const [query, key, value] = [0, 1, 2].map(() => of(layers.dense({ units: 64 }), x)) as [
        Symbolic,
        Symbolic,
        Symbolic,
      ]
      const weights = of(layers.softmax({ axis: -1 }), of(layers.dot({ axes: [2, 2] }), [query, key]))
      const mixed = of(layers.dot({ axes: [2, 1] }), [weights, value])
      x = of(layers.layerNormalization({}), of(layers.add(), [x, mixed]))
      const wide = of(layers.dense({ units: 64 }), of(layers.dense({ units: 128, activation: "relu" }), x))
      x = of(layers.layerNormalization({}), of(layers.add(), [x, wide]))
    }
    const pooled = of(layers.globalAveragePooling1d(), x)
    return model({ inputs: input, outputs: of(layers.dense({ units: classes, activation: "softmax" }), pooled) })
  },
})
