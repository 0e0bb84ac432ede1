import { type Core, type Layers, tf } from "../../tf.ts"
import { NotMapped } from "../layers/settings.ts"

/** A size: a number, or one that hangs on the batch: offset + factor × batch. */
export type Size = number | { offset: number; factor: number }

/** What an operation of TensorFlow.js was given and gave; values by their number in the recording. */
export interface Call {
  kernel: string
  inputs: Record<string, number>
  /** Attributes as they were given; numbers that differ from batch to batch are sizes. */
  attributes: Record<string, unknown>
  outputs: number[]
}

export interface Value {
  shape: Size[]
  dtype: Core.DataType
  /** Of a constant; one number stands for all where the shape hangs on the batch. */
  constant?: ArrayLike<number>
}

/** What a model computes of its inputs, operation by operation, for batches of any size. */
export interface Recording {
  inputs: number[]
  outputs: number[]
  values: Value[]
  calls: Call[]
}

type RunKernel = (name: string, inputs: object, attributes?: object) => unknown

/** Runs the model on zeros and notes each operation. */
function recorded(model: Layers.LayersModel, batch: number): Recording {
  const recording: Recording = { inputs: [], outputs: [], values: [], calls: [] }
  const numbers = new Map<number, number>()
  const add = (tensor: Core.Tensor, constant: boolean): number => {
    const { shape, dtype } = tensor
    const index = recording.values.push({
      shape: [...shape],
      dtype,
      ...(constant && { constant: Array.from(tensor.dataSync()) }),
    })
    numbers.set(tensor.id, index - 1)
    return index - 1
  }
  const engine = tf.engine() as unknown as { runKernel: RunKernel }
  const original = engine.runKernel
  engine.runKernel = (name, inputs, attributes = {}) => {
    // What a kernel is given is noted before it runs, so that numbers are in the order of their first use.
    const given = Object.entries(inputs).flatMap(([key, tensor]: [string, Core.Tensor | null | undefined]) =>
      tensor == null ? [] : [[key, numbers.get(tensor.id) ?? add(tensor, true)] as const],
    )
    const outputs = original.call(engine, name, inputs, attributes)
    const call: Call = { kernel: name, inputs: Object.fromEntries(given), attributes: { ...attributes }, outputs: [] }
    call.outputs = [outputs].flat().map(tensor => add(tensor as Core.Tensor, false))
    recording.calls.push(call)
    return outputs
  }
  try {
    tf.tidy(() => {
      const inputs = model.inputs.map(({ shape, dtype }) => {
        const sizes = [batch, ...shape.slice(1).map(size => size ?? -1)]
        if (sizes.includes(-1)) throw new NotMapped("an input has a size besides the batch that varies")
        const tensor = tf.tensor(new Float32Array(sizes.reduce((a, b) => a * b, 1)), sizes, dtype)
        recording.inputs.push(add(tensor, false))
        return tensor
      })
      const outputs = [model.apply(inputs.length === 1 ? inputs[0]! : inputs, { training: false })].flat()
      recording.outputs = outputs.map(tensor => numbers.get((tensor as Core.Tensor).id)!)
    })
    return recording
  } finally {
    Reflect.deleteProperty(engine, "runKernel")
  }
}

const batches = [2, 3] as const

/**
 * What a model computes, recorded for two sizes of batch and made one: what differs hangs on the size. Throws NotMapped where
 * the two are no alike.
 */
export function record(model: Layers.LayersModel): Recording {
  const [a, b] = batches.map(batch => recorded(model, batch)) as [Recording, Recording]
  const same = (x: Call, y: Call | undefined) =>
    y !== undefined &&
    x.kernel === y.kernel &&
    JSON.stringify([x.inputs, x.outputs]) === JSON.stringify([y.inputs, y.outputs])
  if (a.calls.length !== b.calls.length || !a.calls.every((call, i) => same(call, b.calls[i])))
    throw new NotMapped("it computes in another way for each size of the batch")
  return {
    ...a,
    calls: a.calls.map((call, i) => ({
      ...call,
      attributes: merged(call.attributes, b.calls[i]!.attributes) as Record<string, unknown>,
    })),
    values: a.values.map((value, i) => mergedValue(value, b.values[i]!)),
  }
}

function mergedValue(a: Value, b: Value): Value {
  const shape = merged(a.shape, b.shape) as Size[]
  if (a.constant === undefined) return { ...a, shape }
  const [first = 0] = Array.from(a.constant)
  const [one, other] = [Array.from(a.constant), Array.from(b.constant!)]
  if (one.length === other.length && one.every((value, i) => Object.is(value, other[i]))) return { ...a, shape }
  if (![...one, ...other].every(value => value === first))
    throw new NotMapped("it has numbers of its own for each example of a batch")
  return { ...a, shape, constant: [first] }
}

/** The same structure, with sizes where numbers differ. */
function merged(a: unknown, b: unknown): unknown {
  if (Array.isArray(a) && Array.isArray(b) && a.length === b.length) return a.map((item, i) => merged(item, b[i]))
  if (isRecord(a) && isRecord(b))
    return Object.fromEntries(Object.entries(a).map(([key, item]) => [key, merged(item, b[key])]))
  if (typeof a === "number" && typeof b === "number" && a !== b) {
    const factor = (b - a) / (batches[1] - batches[0])
    return { offset: a - factor * batches[0], factor }
  }
  return a
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && Object.getPrototypeOf(value) === Object.prototype
