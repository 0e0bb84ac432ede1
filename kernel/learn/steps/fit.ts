import type { FittedStep } from "../../contracts/bundle.ts"
import { KaonError } from "../../contracts/errors.ts"
import { nearest } from "../../contracts/nearest.ts"
import { range } from "../random.ts"
import {
  type Column,
  type ColumnStep,
  type FitContext,
  type FrameStep,
  type InputColumn,
  type Values,
  widthOf,
} from "./step.ts"
import type { ChainedStep } from "./table.ts"

export interface Fitted {
  steps: FittedStep[]
  /** Places of the training rows that stayed. */
  kept: Uint32Array
  /** The training rows as they are prepared, where that differs from what other rows would be; else undefined. */
  training: Values[] | undefined
}

interface Part {
  column: Column
  values: Values
}

/**
 * Fits the chained steps, in order, on the training rows: nothing else is seen. The first fitted step, "columns", records
 * what a raw example consists of, so that the list by itself says all that serving needs.
 */
export function fitSteps(
  columns: InputColumn[],
  chain: readonly ChainedStep[],
  training: Values[],
  context: FitContext,
): Fitted {
  for (const { columns: names } of chain) for (const name of names ?? []) known(columns, name)
  const steps: FittedStep[] = []
  let parts: Part[] = columns.map((column, i) => ({ column, values: training[i]! }))
  let kept = range(context.rows)
  let own = context
  let special = false
  for (const link of chain) {
    const chosen = parts.filter(part => takes(link, part.column))
    if (chosen.length === 0) continue
    if ("one" in link.step) {
      special ||= link.step.one.training !== undefined
      parts = parts.flatMap(part => (chosen.includes(part) ? oneColumn(link, part, own, steps) : [part]))
      continue
    }
    const next = allColumns(link, parts, chosen, own, steps)
    parts = next.parts
    if (next.stay === undefined) continue
    kept = Uint32Array.from(next.stay, place => kept[place]!)
    own = subset(own, next.stay)
  }
  for (const { column } of parts) mustBeNumbers(column)
  const described = columns.map(column => withoutTexts(column, steps))
  const first: FittedStep = { step: "columns", state: { columns: described } }
  return { steps: [first, ...steps], kept, training: special ? parts.map(part => part.values) : undefined }
}

const takes = ({ step, columns }: ChainedStep, column: Column): boolean =>
  columns === undefined ? ("one" in step ? step.one : step.all).suits(column) : columns.includes(column.name)

function oneColumn(
  { name, step }: ChainedStep,
  { column, values }: Part,
  context: FitContext,
  steps: FittedStep[],
): Part[] {
  const { one } = step as { one: ColumnStep }
  must(name, one.suits(column), column)
  const state = one.fit(values, column, context)
  steps.push({ step: name, column: column.name, state })
  const { column: after, run } = one.prepare(state, column)
  if (after === undefined) return []
  return [{ column: after, values: one.training?.(values, column, context) ?? run(values, context.rows) }]
}

function allColumns(
  { name, step }: ChainedStep,
  parts: Part[],
  chosen: Part[],
  context: FitContext,
  steps: FittedStep[],
) {
  const { all } = step as { all: FrameStep }
  for (const { column } of chosen) must(name, all.suits(column), column)
  const columns = chosen.map(part => part.column)
  const values = chosen.map(part => part.values)
  const { state, keep } = all.fit(values, columns, context)
  steps.push({ step: name, state: { ...state, columns: columns.map(column => column.name) } })
  const { added, run } = all.prepare(state, columns)
  const after = run(values, context.rows)
  const changed = parts.map(part => (chosen.includes(part) ? { ...part, values: after[chosen.indexOf(part)]! } : part))
  const more = added.map((column, i) => ({ column, values: after[chosen.length + i]! }))
  const together = [...changed, ...more]
  if (keep === undefined) return { parts: together, stay: undefined }
  const stay = range(context.rows).filter(keep)
  if (stay.length === context.rows) return { parts: together, stay: undefined }
  return { parts: together.map(part => ({ ...part, values: rowsOf(part.values, widthOf(part.column), stay) })), stay }
}

/** Some rows of a column's values. */
export function rowsOf(values: Values, width: number, places: Uint32Array): Values {
  if (Array.isArray(values)) return Array.from(places, place => values[place]!)
  const taken =
    values instanceof Float32Array ? new Float32Array(places.length * width) : new Float64Array(places.length * width)
  for (const [i, place] of places.entries()) taken.set(values.subarray(place * width, (place + 1) * width), i * width)
  return taken
}

const subset = ({ target }: FitContext, places: Uint32Array): FitContext => ({
  rows: places.length,
  target: { classes: target.classes, values: Float64Array.from(places, place => target.values[place]!) },
})

/** Texts of the training rows are kept as categories only where a step made categories of them as they came. */
function withoutTexts(column: InputColumn, steps: readonly FittedStep[]): InputColumn {
  if (column.kind !== "text") return column
  const first = steps.find(step => step.column === column.name)
  const { name, kind, shape } = column
  const categories = first?.state.categories as string[] | undefined
  return { name, kind, shape, ...(categories !== undefined && { categories }) }
}

const fixes: Partial<Record<Column["kind"], readonly [string, string]>> = {
  text: ["texts", `Add .encode("one-hot") for categories, .encode("tf-idf") for prose, or leave the column out.`],
  date: ["dates", "Add .dateParts(), or leave the column out."],
}

function mustBeNumbers({ name, kind }: Column): void {
  const found = fixes[kind]
  if (found === undefined) return
  throw new KaonError("DATA_INVALID", `The column "${name}" holds ${found[0]}, which a model cannot compute with.`, {
    fix: found[1],
  })
}

function must(step: string, suits: boolean, { name, kind }: Column): void {
  if (suits) return
  throw new KaonError(
    "DATA_INVALID",
    `"${step}" cannot be done to column "${name}", which holds values of kind ${kind}.`,
    {
      fix: "Name other columns, or none: then it is done to all that suit it.",
    },
  )
}

function known(columns: InputColumn[], name: string): void {
  const names = columns.map(column => column.name)
  if (names.includes(name)) return
  const near = nearest(name, names)
  throw new KaonError("DATA_INVALID", `There is no column "${name}" to prepare.`, {
    fix: near === undefined ? `The columns are ${names.join(", ")}.` : `Did you mean "${near}"?`,
  })
}
