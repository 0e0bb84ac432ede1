import type { DatasetPayload } from "../../contracts/dataset.ts"
import { randomFrom, range } from "../random.ts"
import { oneHot, ordinal } from "../steps/encode.ts"
import { fillMissing } from "../steps/fill-missing.ts"
import { fitSteps } from "../steps/fit.ts"
import { dropDuplicates, dropMissing, filter, type RowStep, take } from "../steps/rows.ts"
import { scale } from "../steps/scale.ts"
import type { ChainedStep, Encoding, Filling, Scaling } from "../steps/table.ts"
import { Dataset } from "./dataset.ts"
import { fingerprint } from "./fingerprint.ts"
import { foldRows, type SplitRows } from "./folds.ts"
import { inputColumns, numbersOf } from "./input-columns.ts"
import { partition } from "./partition.ts"
import type { Row } from "./row.ts"
import { type SplitChoice, type SplitSpec, splitChoice } from "./split-spec.ts"
import { type Source, sourceFrom } from "./table.ts"

interface Plan {
  load: () => Promise<DatasetPayload>
  rowSteps: readonly RowStep[]
  chain: readonly ChainedStep[]
  split: SplitSpec
}

type Columns = { columns?: readonly string[] }

/**
 * A dataset that is not loaded yet. Every method returns a new builder; `await` loads and prepares it, once for each
 * builder. Steps that leave rows out see raw rows, in the order of the chain; then comes the split; then the steps that
 * change values, in the order of the chain, fitted on the training rows alone.
 */
export class DatasetBuilder implements PromiseLike<Dataset> {
  readonly #plan: Plan
  #made: Promise<Dataset> | undefined

  constructor(plan: Plan) {
    this.#plan = plan
  }

  /** Of rows that are equal in every column, keeps the first. */
  dropDuplicates(): DatasetBuilder {
    return this.#rows(dropDuplicates())
  }

  /** Leaves out rows with a missing value. */
  dropMissing(): DatasetBuilder {
    return this.#rows(dropMissing())
  }

  /** Keeps the first rows. */
  take(count: number): DatasetBuilder {
    return this.#rows(take(count))
  }

  /** Keeps the rows for which the function answers true. */
  filter(test: (row: Row) => boolean): DatasetBuilder {
    return this.#rows(filter(test))
  }

  /** Fills missing numbers: with the mean or median of the training rows, or with a number. */
  fillMissing(filling: Filling, { columns }: Columns = {}): DatasetBuilder {
    const name = typeof filling === "number" ? "fill constant" : `fill ${filling}`
    return this.#chain({ name, step: fillMissing(filling), columns })
  }

  /** Scales images and numbers: "min-max" to 0–1, "standard" to mean 0 and deviation 1, "robust" by median and quartiles. */
  scale(method: Scaling, { columns }: Columns = {}): DatasetBuilder {
    return this.#chain({ name: `scale ${method}`, step: scale(method), columns })
  }

  /** Turns classes and texts among the features into numbers. */
  encode(encoding: Encoding, { columns }: Columns = {}): DatasetBuilder {
    return this.#chain({ name: `encode ${encoding}`, step: { "one-hot": oneHot, ordinal }[encoding], columns })
  }

  /** Holds rows back for testing (and validation). Shares and seed may come from the cell's header instead. */
  split(spec: SplitSpec = {}): DatasetBuilder {
    return new DatasetBuilder({ ...this.#plan, split: { ...this.#plan.split, ...spec } })
  }

  /**
   * So many datasets of the same rows, each with another part held back as its test split, in turn all of them; steps are
   * fitted on each one's own training rows. Seed and stratification are those of `split`; a test split that the source has
   * of its own stays out of it.
   */
  folds(count: number): Promise<Dataset[]> {
    return makeFolds(this.#plan, count)
  }

  // biome-ignore lint/suspicious/noThenProperty: a builder is awaited, as the page of examples promises
  then<A = Dataset, B = never>(
    done?: ((dataset: Dataset) => A | PromiseLike<A>) | null,
    failed?: ((reason: unknown) => B | PromiseLike<B>) | null,
  ): Promise<A | B> {
    this.#made ??= make(this.#plan)
    return this.#made.then(done, failed)
  }

  #rows(step: RowStep): DatasetBuilder {
    return new DatasetBuilder({ ...this.#plan, rowSteps: [...this.#plan.rowSteps, step] })
  }

  #chain(step: ChainedStep): DatasetBuilder {
    return new DatasetBuilder({ ...this.#plan, chain: [...this.#plan.chain, step] })
  }
}

/** A builder over what a plugin's dataset loads. Nothing is loaded before it is awaited. */
export const datasetFrom = (load: () => Promise<DatasetPayload>): DatasetBuilder =>
  new DatasetBuilder({ load, rowSteps: [], chain: [], split: {} })

async function make(plan: Plan): Promise<Dataset> {
  const { source, kept, choice } = await rowsOf(plan)
  const own = source.table.rows - source.testRows
  const all = range(source.table.rows)
  return prepared(plan, source, divide(source, kept(all.subarray(0, own)), kept(all.subarray(own)), choice))
}

async function makeFolds(plan: Plan, count: number): Promise<Dataset[]> {
  const { source, kept, choice } = await rowsOf(plan)
  const rows = kept(range(source.table.rows - source.testRows))
  return foldRows(source, rows, count, choice).map(part => prepared(plan, source, part))
}

async function rowsOf({ load, rowSteps, split }: Plan) {
  const source = sourceFrom(await load())
  const columns = [...source.features, source.target]
  const kept = (rows: Uint32Array) => rowSteps.reduce((left, step) => step.keep(columns, left), rows)
  return { source, kept, choice: splitChoice(split, source) }
}

function prepared({ rowSteps, chain }: Plan, source: Source, rows: SplitRows): Dataset {
  const inputs = inputColumns(source.features, rows.train)
  const byName = new Map(source.features.map(column => [column.name, column]))
  const steps = fitSteps(inputs, chain, column => numbersOf(byName.get(column.name)!, column, rows.train))
  const described = rowSteps.map(step => step.description)
  const parts = [rows.train, rows.validation ?? new Uint32Array(), rows.test]
  return new Dataset({ source, rows, steps, rowSteps: described, fingerprint: fingerprint(source, steps, parts) })
}

/** A share is of all rows that are to be divided, so test and validation shares may be read side by side. */
function divide(source: Source, rows: Uint32Array, ownTest: Uint32Array, choice: SplitChoice): SplitRows {
  const random = randomFrom(choice.seed)
  const labels = choice.stratify ? (row: number) => source.target.values[row] as number : undefined
  const first = partition(rows, choice.test, random, labels)
  const test = source.testRows > 0 ? ownTest : first.held
  if (choice.validation === 0) return { train: first.rest, validation: undefined, test }
  const second = partition(first.rest, choice.validation / (1 - choice.test), random, labels)
  return { train: second.rest, validation: second.held, test }
}
