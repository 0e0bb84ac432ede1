import type { FittedStep } from "../../contracts/bundle.ts"
import { KaonError } from "../../contracts/errors.ts"
import { toColumns } from "./flat.ts"
import { sideBySide, sideBySideExact } from "./side-by-side.ts"
import { type Column, type InputColumn, type Values, widthOf } from "./step.ts"
import { columnSteps, frameSteps } from "./table.ts"

/** Fitted steps, ready to run: raw examples in, what the model is fed out. Pure and synchronous. */
export interface Preprocessing {
  /** The steps themselves, as a bundle stores them. */
  steps: readonly FittedStep[]
  columns: InputColumn[]
  /** Numbers in one raw example, and in one prepared one. */
  inputWidth: number
  outputWidth: number
  /** The shape of one prepared example: an image's own, else [outputWidth]. */
  shape: number[]
  /** `rows` × inputWidth raw numbers, row-major → `rows` × outputWidth; the argument is not changed. */
  run(raw: Float32Array | Float64Array, rows: number): Float32Array
  /** The same from the raw values of each column. */
  prepare(values: Values[], rows: number): Float32Array
  /** The same in double precision, as the steps compute. */
  exact(values: Values[], rows: number): Float64Array
  /** What the steps make of the columns, still side by side. */
  apply(values: Values[], rows: number): { columns: Column[]; values: Values[] }
}

/** Changes the slots of a run in place. */
type Operation = (slots: Map<string, Values>, rows: number) => void

/** Throws MODEL_INVALID for a step that this version does not know. */
export function compile(steps: readonly FittedStep[]): Preprocessing {
  const columns = columnsOf(steps)
  let live: Column[] = columns
  const operations: Operation[] = []
  for (const step of steps.slice(1)) {
    const next = operationOf(step, live)
    live = next.live
    operations.push(next.run)
  }
  const last = live
  const inputWidth = columns.reduce((sum, column) => sum + widthOf(column), 0)
  const widths = last.map(widthOf)
  const outputWidth = widths.reduce((a, b) => a + b, 0)
  const apply = (values: Values[], rows: number): Values[] => {
    const slots = new Map(columns.map((column, i) => [column.name, values[i]!]))
    for (const run of operations) run(slots, rows)
    return last.map(column => slots.get(column.name)!)
  }
  const prepare = (values: Values[], rows: number): Float32Array => {
    const parts = apply(values, rows)
    const [only] = parts
    if (parts.length === 1 && only instanceof Float32Array) return only === values[0] ? only.slice() : only
    return sideBySide(parts, rows, widths)
  }
  return {
    steps,
    columns,
    inputWidth,
    outputWidth,
    shape: last.length === 1 && last[0]!.shape.length > 0 ? last[0]!.shape : [outputWidth],
    run: (raw, rows) => prepare(toColumns(raw, columns, inputWidth, rows), rows),
    prepare,
    exact: (values, rows) => sideBySideExact(apply(values, rows), rows, widths),
    apply: (values, rows) => ({ columns: last, values: apply(values, rows) }),
  }
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

const isIn = <T extends object>(table: T, name: string): name is keyof T & string => Object.hasOwn(table, name)

function operationOf({ step, column: name, state }: FittedStep, live: Column[]): { live: Column[]; run: Operation } {
  if (isIn(columnSteps, step)) {
    const column = live.find(each => each.name === name)
    if (column === undefined) throw unknown(`${step} of a column "${name}" that is not there`)
    const { column: after, run } = columnSteps[step].prepare(state, column)
    return {
      live: live.flatMap(each => (each !== column ? [each] : after === undefined ? [] : [after])),
      run: (slots, rows) => {
        const values = slots.get(column.name)!
        slots.set(column.name, run(values, rows))
      },
    }
  }
  if (!isIn(frameSteps, step)) throw unknown(step)
  const names = state.columns as string[]
  const chosen = names.map(each => live.find(column => column.name === each)).filter(column => column !== undefined)
  const { added, run } = frameSteps[step].prepare(state, chosen)
  return {
    live: [...live, ...added],
    run: (slots, rows) => {
      const after = run(
        names.map(each => slots.get(each)!),
        rows,
      )
      ;[...names, ...added.map(column => column.name)].forEach((each, i) => {
        slots.set(each, after[i]!)
      })
    },
  }
}

const unknown = (step: string): KaonError =>
  new KaonError("MODEL_INVALID", `The model was prepared with "${step}", which this version does not know.`, {
    fix: "Update Kaon.",
  })
