import type { FittedStep } from "../../contracts/bundle.ts"
import { KaonError } from "../../contracts/errors.ts"
import { isValueStep } from "./fit.ts"
import type { InputColumn, Transform } from "./step.ts"
import { valueSteps } from "./table.ts"

/** Fitted steps, ready to run: raw examples in, what the model is fed out. Pure and synchronous. */
export interface Preprocessing {
  columns: InputColumn[]
  /** Numbers in one raw example, and in one prepared one. */
  inputWidth: number
  outputWidth: number
  /** The shape of one prepared example: an image's own, else [outputWidth]. */
  shape: number[]
  /** `rows` × inputWidth raw numbers, row-major → `rows` × outputWidth; the argument is not changed. */
  run(raw: Float32Array, rows: number): Float32Array
}

const product = (shape: number[]): number => shape.reduce((a, b) => a * b, 1)

/** Throws MODEL_INVALID for a step that this version does not know. */
export function compile(steps: readonly FittedStep[]): Preprocessing {
  const columns = columnsOf(steps)
  const parts = columns.map(column => part(column, steps))
  const inputWidth = parts.reduce((sum, { from }) => sum + from, 0)
  const outputWidth = parts.reduce((sum, { to }) => sum + to, 0)
  const only = parts.length === 1 ? columns[0]! : undefined
  const kept = only !== undefined && outputWidth === inputWidth && only.shape.length > 0
  const run = parts.length === 1 ? parts[0]!.run : together(parts, inputWidth, outputWidth)
  return { columns, inputWidth, outputWidth, shape: kept ? only.shape : [outputWidth], run }
}

export function columnsOf(steps: readonly FittedStep[]): InputColumn[] {
  const first = steps[0]
  if (first?.step !== "columns" || !Array.isArray(first.state.columns)) {
    throw new KaonError("MODEL_INVALID", "The model's preprocessing does not say what its columns are.", {
      fix: "Save the model again.",
    })
  }
  return first.state.columns as InputColumn[]
}

interface Part {
  from: number
  to: number
  run: Transform["run"]
}

function part(column: InputColumn, steps: readonly FittedStep[]): Part {
  const from = product(column.shape)
  const transforms: Transform[] = []
  let to = from
  for (const { step, column: name, state } of steps) {
    if (name !== column.name) continue
    if (!isValueStep(step)) {
      throw new KaonError("MODEL_INVALID", `The model was prepared with "${step}", which this version does not know.`, {
        fix: "Update Kaon.",
      })
    }
    const transform = valueSteps[step].prepare(state, to)
    transforms.push(transform)
    to = transform.width
  }
  return { from, to, run: (values, rows) => transforms.reduce((result, { run }) => run(result, rows), values) }
}

/** Takes each column out of the rows, prepares it, and sets the results side by side. */
function together(parts: Part[], inputWidth: number, outputWidth: number): Transform["run"] {
  return (raw, rows) => {
    const result = new Float32Array(rows * outputWidth)
    let [source, target] = [0, 0]
    for (const { from, to, run } of parts) {
      const values = new Float32Array(rows * from)
      for (let row = 0; row < rows; row++) {
        for (let i = 0; i < from; i++) values[row * from + i] = raw[row * inputWidth + source + i]!
      }
      const prepared = run(values, rows)
      for (let row = 0; row < rows; row++) {
        for (let i = 0; i < to; i++) result[row * outputWidth + target + i] = prepared[row * to + i]!
      }
      source += from
      target += to
    }
    return result
  }
}
