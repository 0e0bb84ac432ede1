import { KaonError } from "../../contracts/errors.ts"
import { channelsFirst } from "../models/graph/adopted.ts"
import { type Fed, fedNumbers, type Port } from "../models/graph/port.ts"
import { shown, sizeOf } from "../models/tensor.ts"
import { flatten } from "../train/examples.ts"

const fits = (wanted: readonly number[], given: readonly number[]): boolean =>
  wanted.length === given.length && wanted.every((size, i) => size < 0 || size === given[i])

/**
 * A list of examples as the inputs of a model take them, the batch first. An example is an array in the input's shape, or
 * flat where that is known, or, for a model of several inputs, an object of those by name. Where `image` is given, [height,
 * width, channels], pictures come so, whichever way round the model takes them. Throws SHAPE_MISMATCH, DATA_INVALID.
 */
export function feedsOf(
  ports: readonly Port[],
  examples: unknown,
  image?: readonly number[],
): { feeds: Fed[]; count: number } {
  if (!Array.isArray(examples) || examples.length === 0) {
    throw new KaonError("DATA_INVALID", "There are no examples to predict.", { fix: "Give a list of at least one." })
  }
  const feeds = ports.map(port =>
    stacked(
      port,
      examples.map(example => valueFor(port, example, ports)),
      image,
    ),
  )
  return { feeds, count: examples.length }
}

const isNamed = (example: unknown): example is Readonly<Record<string, unknown>> =>
  typeof example === "object" && example !== null && !Array.isArray(example) && !ArrayBuffer.isView(example)

function valueFor({ name }: Port, example: unknown, ports: readonly Port[]): unknown {
  if (!isNamed(example)) {
    if (ports.length === 1) return example
  } else if (example[name] !== undefined) return example[name]
  const names = ports.map(port => port.name).join(", ")
  throw new KaonError("DATA_INVALID", `An example lacks the input "${name}".`, { fix: `Give ${names} by name.` })
}

function stacked(port: Port, examples: readonly unknown[], image: readonly number[] | undefined): Fed {
  const wanted = port.shape?.slice(1)
  const numbers: number[] = []
  let first: readonly number[] | undefined
  for (const example of examples) {
    const shape = shapeOf(port, flatten(example, numbers), wanted, image)
    first ??= shape
    if (String(first) !== String(shape)) throw mismatch(port, first, shape)
  }
  const values = Float64Array.from(numbers)
  const turned = image !== undefined && wanted !== undefined && !fits(wanted, image)
  if (!turned) return fedNumbers(port, values, [examples.length, ...first!])
  const [height = 1, width = 1, channels = 1] = image
  const picture = channelsFirst(values, examples.length, height * width, channels)
  return fedNumbers(port, picture, [examples.length, ...first!])
}

/** The shape of one example for the model: its own, or the model's where it came flat or without a last dimension of 1. */
function shapeOf(
  port: Port,
  given: readonly number[],
  wanted: readonly number[] | undefined,
  image: readonly number[] | undefined,
): readonly number[] {
  if (wanted === undefined) return image ?? given
  const form = image ?? wanted
  const target = image === undefined || fits(wanted, image) ? form : [image[2]!, image[0]!, image[1]!]
  const known = !form.includes(-1)
  if (!fits(wanted, target)) throw mismatch(port, wanted, target)
  if (fits(form, given)) return image === undefined ? given : target
  const squeezed = form.at(-1) === 1 && fits(form.slice(0, -1), given)
  const flat = known && given.length === 1 && given[0] === sizeOf(form)
  const single = known && given.length === 0 && sizeOf(form) === 1
  if (squeezed && !known) return [...given, 1]
  if (squeezed || flat || single) return target
  throw mismatch(port, form, given)
}

const mismatch = ({ name }: Port, wanted: readonly number[], given: readonly number[]): KaonError =>
  new KaonError(
    "SHAPE_MISMATCH",
    `An example of "${name}" has shape ${shown(wanted)}; the values given have ${shown(given)}.`,
    { fix: "Give each example in that shape, or flat." },
  )
