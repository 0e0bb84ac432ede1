import type { FittedStep } from "../../contracts/bundle.ts"
import { KaonError } from "../../contracts/errors.ts"
import type { InputColumn, Transform } from "./step.ts"
import type { ChainedStep } from "./table.ts"
import { valueSteps } from "./table.ts"

/** The values of one column over some rows. */
export type ColumnValues = (column: InputColumn) => Float32Array

/**
 * Fits the chained steps, in order, on the training split. The first fitted step, "columns", records what a raw example
 * consists of, so that the list by itself says all that serving needs.
 */
export function fitSteps(columns: InputColumn[], chain: readonly ChainedStep[], training: ColumnValues): FittedStep[] {
  const fitted: FittedStep[] = [{ step: "columns", state: { columns } }]
  for (const { columns: names } of chain) for (const name of names ?? []) known(columns, name)
  for (const column of columns) {
    let values = training(column)
    let width = column.shape.reduce((a, b) => a * b, 1)
    const rows = values.length / width
    for (const { name, step, columns: names } of chain) {
      if (names === undefined ? !step.suits(column) : !names.includes(column.name)) continue
      const state = step.fit(values, column)
      fitted.push({ step: name, column: column.name, state })
      const transform: Transform = step.prepare(state, width)
      values = transform.run(values, rows)
      width = transform.width
    }
    if (column.kind === "text" && !fitted.some(step => step.column === column.name)) {
      throw new KaonError(
        "DATA_INVALID",
        `The column "${column.name}" holds texts, which a model cannot compute with.`,
        {
          fix: `Add .encode("one-hot").`,
        },
      )
    }
  }
  return fitted
}

function known(columns: InputColumn[], name: string): void {
  if (columns.some(column => column.name === name)) return
  throw new KaonError("DATA_INVALID", `There is no column "${name}" to prepare.`, {
    fix: `The columns are ${columns.map(column => column.name).join(", ")}.`,
  })
}

export const isValueStep = (name: string): name is keyof typeof valueSteps => Object.hasOwn(valueSteps, name)
