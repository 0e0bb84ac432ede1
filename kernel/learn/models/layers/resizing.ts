import { type Core, tf } from "../../tf.ts"
import { type Config, defineLayer, type Shape } from "./design.ts"
import { count, known, pair, text } from "./settings.ts"

type Interpolation = "nearest" | "bilinear"

/**
 * How much each place of the old axis counts for each of the new: rows × columns, row-major. Places are the middles of
 * their pixels, as Keras has them (half-pixel centres).
 */
function resampling(before: number, after: number, interpolation: Interpolation): Float32Array {
  const matrix = new Float32Array(after * before)
  const add = (row: number, column: number, share: number) => {
    matrix[row * before + Math.min(before - 1, Math.max(0, column))]! += share
  }
  for (let row = 0; row < after; row++) {
    const place = ((row + 0.5) * before) / after
    if (interpolation === "nearest") add(row, Math.floor(place), 1)
    else {
      const low = Math.floor(place - 0.5)
      const share = place - 0.5 - low
      add(row, low, 1 - share)
      add(row, low + 1, share)
    }
  }
  return matrix
}

/** By products with matrices, whose gradients are right, where those of TensorFlow.js's own resizing are of other places. */
function resized(input: Core.Tensor, height: number, width: number, interpolation: Interpolation): Core.Tensor {
  const [batch, rows, columns, channels] = input.shape as [number, number, number, number]
  const along = (values: Core.Tensor, before: number, after: number) => {
    const matrix = tf.tensor2d(resampling(before, after, interpolation), [after, before])
    return tf.matMul(matrix, tf.reshape(values, [before, values.size / before]))
  }
  const byRow = tf.transpose(input, [1, 0, 2, 3])
  const tall = tf.reshape(along(byRow, rows, height), [height, batch, columns, channels])
  const byColumn = tf.transpose(tall, [2, 1, 0, 3])
  const wide = tf.reshape(along(byColumn, columns, width), [width, batch, height, channels])
  return tf.transpose(wide, [1, 2, 0, 3])
}

const interpolations = ["nearest", "bilinear"] as const
const channelsLast = (config: Config) => text(config, "dataFormat", ["channelsLast"])

/** Keras's UpSampling2D with interpolation: that of TensorFlow.js starts at the corners. */
defineLayer({
  className: "KaonUpSampling2D",
  settings: config => ({
    size: pair(config, "size", 2),
    interpolation: text(config, "interpolation", interpolations),
    dataFormat: channelsLast(config),
  }),
  output: ([input], { size: [height, width] }) => {
    const [batch, rows, columns, channels] = input!
    return [batch, rows == null ? rows : rows * height, columns == null ? columns : columns * width, channels] as Shape
  },
  call: ([input], _, { size: [height, width], interpolation }) => {
    const [, rows, columns] = input!.shape as [number, number, number]
    return resized(input!, rows * height, columns * width, interpolation)
  },
})

defineLayer({
  className: "KaonResizing",
  settings: config => ({
    height: count(config, "height"),
    width: count(config, "width"),
    interpolation: text(config, "interpolation", interpolations),
    dataFormat: channelsLast(config),
  }),
  output: ([input], { height, width }) => [input![0]!, height, width, known(input!, -1)],
  call: ([input], _, { height, width, interpolation }) => resized(input!, height, width, interpolation),
})
