import { type Dataset, tf } from "../../kernel/learn/index.ts"

type Image = [number, number, number]

/** The network of the digits example. */
export const cnn = (data: Dataset) =>
  tf.sequential({
    layers: [
      tf.layers.conv2d({ inputShape: data.shape as Image, filters: 16, kernelSize: 3, activation: "relu" }),
      tf.layers.maxPooling2d({ poolSize: 2 }),
      tf.layers.flatten(),
      tf.layers.dense({ units: 64, activation: "relu" }),
      tf.layers.dropout({ rate: 0.2 }),
      tf.layers.dense({ units: data.classes.length, activation: "softmax" }),
    ],
  })

/** A small one: a hidden layer over whatever comes in. */
export const mlp = (data: Dataset, units = 16) =>
  tf.sequential({
    layers: [
      tf.layers.reshape({ inputShape: data.shape, targetShape: [data.preprocessing.outputWidth] }),
      tf.layers.dense({ units, activation: "relu" }),
      tf.layers.dense(data.classes.length > 0 ? { units: data.classes.length, activation: "softmax" } : { units: 1 }),
    ],
  })
