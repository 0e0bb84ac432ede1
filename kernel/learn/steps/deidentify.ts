import { createHmac } from "node:crypto"
import { type DetectorName, detectorNames, isFound, isTelling, replaceFound } from "./detect.ts"
import type { Column, ColumnStep, State, Values } from "./step.ts"

export interface DeidentifyOptions {
  /** What is looked for in texts; e-mail addresses, phone and card numbers and IP addresses without it. */
  detect?: readonly DetectorName[]
  /** Share of a column's training texts in which something has to be found for the whole column to be dropped or hashed. */
  share?: number
  /** Key of the hash: the same value gives the same hash only under the same key. It is saved with the model. */
  key?: string
}

export type Deidentification = "mask" | "hash" | "drop"

type DeidentifyState = { found: boolean; named: boolean; detect: DetectorName[]; key: string }

/** Columns of any kind whose name tells, and columns of texts. */
const suits = ({ name, kind }: Column): boolean =>
  kind === "text" || (isTelling(name) && kind !== "image" && kind !== "audio")

/**
 * Takes out what tells who somebody is. "mask" replaces what is found within texts by its kind (`<email>`), and every value
 * of a column whose name tells by `<hidden>`; "hash" replaces such columns' values by a keyed SHA-256 (the first 64 bits,
 * in hexadecimal), so that equal ones stay equal; "drop" leaves such columns out. Which columns they are is decided by
 * their names and the training rows. What no pattern finds stays: look at the result.
 */
export const deidentify = (method: Deidentification, options: DeidentifyOptions = {}): ColumnStep => ({
  suits,
  fit(training, column) {
    const { detect = detectorNames, share = 0.5, key = "" } = options
    const texts = Array.isArray(training) ? training.filter(text => text !== "") : []
    const hits = texts.filter(text => isFound(text, detect)).length
    return { found: hits > 0 && hits >= share * texts.length, named: isTelling(column.name), detect: [...detect], key }
  },
  prepare(state, column) {
    const fitted = state as State & DeidentifyState
    return methods[method](fitted, column)
  },
})

const same = (column: Column) => ({ column, run: (values: Values) => values })
const each = (column: Column, change: (text: string) => string) => ({
  column,
  run: (values: Values): Values =>
    Array.isArray(values) ? values.map(text => (text === "" ? text : change(text))) : values,
})
/** A column that is not of texts has nothing to be masked within: it is left out. */
const gone = { column: undefined, run: (values: Values) => values }

const methods: Record<Deidentification, (state: DeidentifyState, column: Column) => ReturnType<ColumnStep["prepare"]>> =
  {
    mask: ({ named, detect }, column) => {
      if (column.kind !== "text") return named ? gone : same(column)
      return each(column, text => (named ? "<hidden>" : replaceFound(text, detect, name => `<${name}>`)))
    },
    hash: ({ found, named, key }, column) => {
      if (!found && !named) return same(column)
      if (column.kind !== "text") return gone
      return each(column, text => createHmac("sha256", key).update(text).digest("hex").slice(0, 16))
    },
    drop: ({ found, named }, column) => (found || named ? gone : same(column)),
  }
