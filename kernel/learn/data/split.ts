import type { FittedStep } from "../../contracts/bundle.ts"
import { KaonError } from "../../contracts/errors.ts"
import { type Random, randomFrom, range, shuffle } from "../random.ts"
import { compile, type Preprocessing } from "../steps/compile.ts"
import { toFlat } from "../steps/flat.ts"
import type { Values } from "../steps/step.ts"
import { type Augmenter, augmenterOf } from "./augment/augment.ts"
import type { Augmentation } from "./augment/options.ts"
import type { Dataset } from "./dataset.ts"
import { valuesOf } from "./input-columns.ts"
import { isMissing, type Row, rowOf } from "./row.ts"
import { type Source, widthOf } from "./table.ts"

export type SplitName = "train" | "validation" | "test"

export interface BatchOptions {
  batch?: number
  shuffle?: boolean
  seed?: number
}

/** Prepared examples: `size` × the dataset's shape, and for each a class index or as many numbers as are predicted. */
export interface Batch {
  xs: Float32Array
  ys: Int32Array | Float32Array
  size: number
  /** How much each example counts in a mean of losses; 1 each without them. */
  weights?: Float32Array
  /** What a teacher says of each example, size × outputs. */
  teacher?: Float32Array
}

/** All that a split by itself is made of. */
export interface SplitParts {
  name: SplitName
  source: Source
  rows: Uint32Array
  steps: readonly FittedStep[]
  prepared: Float32Array | undefined
  augmentation: Augmentation | undefined
}

/** Some rows of a dataset. Everything is computed when first asked for, and then kept. */
export class Split {
  readonly name: SplitName
  readonly size: number
  readonly source: Source
  readonly preprocessing: Preprocessing
  /** Varies training batches by chance; of a training split alone. */
  readonly augmenter: Augmenter | undefined
  /** The dataset whose split of this name it is; undefined of a part of one. */
  readonly of: Dataset | undefined
  readonly #rows: Uint32Array
  readonly #prepared: Float32Array | undefined
  #xs: Float32Array | undefined
  #ys: Int32Array | Float32Array | undefined

  /** `prepared` are its examples where they are known already. */
  constructor(
    name: SplitName,
    source: Source,
    rows: Uint32Array,
    preprocessing: Preprocessing,
    prepared?: Float32Array,
    augmentation?: Augmentation,
    of?: Dataset,
  ) {
    this.of = of
    this.#prepared = prepared
    this.name = name
    this.size = rows.length
    this.source = source
    this.preprocessing = preprocessing
    this.#rows = rows
    this.#xs = prepared && this.#checked(prepared)
    this.augmenter = augmentation && augmenterOf(augmentation, preprocessing.shape, () => extremesOf(this.xs))
  }

  /** What it was made of. */
  parts(): SplitParts {
    const { name, source, preprocessing, augmenter } = this
    const { steps } = preprocessing
    return { name, source, rows: this.#rows, steps, prepared: this.#prepared, augmentation: augmenter?.options }
  }

  static from({ name, source, rows, steps, prepared, augmentation }: SplitParts): Split {
    return new Split(name, source, rows, compile(steps), prepared, augmentation)
  }

  /** A split of some of these rows, given by their numbers in the source; what is prepared already is not done again. */
  part(name: SplitName, rows: Uint32Array): Split {
    const augmentation = name === "train" ? this.augmenter?.options : undefined
    if (this.#xs === undefined) return new Split(name, this.source, rows, this.preprocessing, undefined, augmentation)
    const places = new Map(Array.from(this.#rows, (row, place) => [row, place]))
    const { xs } = gather(
      this,
      Uint32Array.from(rows, row => places.get(row)!),
    )
    return new Split(name, this.source, rows, this.preprocessing, xs, augmentation)
  }

  /** Row numbers in the source, from 0: of the whole of it, its test rows last. */
  get indices(): Uint32Array {
    return this.#rows
  }

  /** One page of rows with their raw values; a number is how many from the first. */
  rows(page: number | { offset?: number; limit?: number } = {}): Row[] {
    const { offset = 0, limit = 50 } = typeof page === "number" ? { limit: page } : page
    return Array.from(this.#rows.subarray(offset, offset + limit), row => rowOf(this.source.table.columns, row))
  }

  /** The raw values of each feature, as steps take them; not kept. */
  columns(): Values[] {
    return this.source.features.map(column => valuesOf(column, this.#rows))
  }

  /** Raw examples as flat numbers, row-major; not kept. Texts are indices into their column's categories. */
  raw(): Float32Array | Float64Array {
    return toFlat(this.columns(), this.preprocessing.columns, this.size)
  }

  /** Prepared examples, row-major: size × product(shape). Throws DATA_INVALID for a value that is not a number. */
  get xs(): Float32Array {
    this.#xs ??= this.#checked(this.preprocessing.prepare(this.columns(), this.size))
    return this.#xs
  }

  /** Numbers to predict of each example; 1 where it is a class. */
  get targets(): number {
    return widthOf(this.source.target)
  }

  /** What to predict: class indices, or numbers, row-major. Throws DATA_INVALID for a class that does not exist. */
  get ys(): Int32Array | Float32Array {
    this.#ys ??= labelsOf(this.source, this.#rows)
    return this.#ys
  }

  /** Batches in row order, or shuffled by the seed; the last one may be smaller. */
  *batches({ batch = 32, shuffle: shuffled = false, seed = 0 }: BatchOptions = {}): Generator<Batch> {
    const order = shuffled ? shuffle(range(this.size), randomFrom(seed)) : range(this.size)
    for (let start = 0; start < this.size; start += batch) yield gather(this, order.subarray(start, start + batch))
  }

  #checked(xs: Float32Array): Float32Array {
    const bad = xs.findIndex(value => !Number.isFinite(value))
    if (bad < 0) return xs
    const row = this.#rows[Math.floor(bad / this.preprocessing.outputWidth)]!
    const column = this.source.features.find(feature => isMissing(feature, row))
    throw new KaonError(
      "DATA_INVALID",
      `Row ${row} of the ${this.name} split has a value in ${column === undefined ? "what was prepared of it" : `column "${column.name}"`} that is not a number.`,
      { fix: `Add .dropMissing() or .fillMissing("mean").` },
    )
  }
}

/** Some examples of a split by their places in it; in `room`, which the next batch may overwrite, where it is given. */
export function gather(split: Split, places: Uint32Array, room?: Float32Array): Batch {
  const width = split.preprocessing.outputWidth
  const { xs, ys, targets } = split
  const batch = room?.subarray(0, places.length * width) ?? new Float32Array(places.length * width)
  const count = places.length * targets
  const labels = ys instanceof Int32Array ? new Int32Array(count) : new Float32Array(count)
  places.forEach((place, i) => {
    batch.set(xs.subarray(place * width, (place + 1) * width), i * width)
    for (let j = 0; j < targets; j++) labels[i * targets + j] = ys[place * targets + j]!
  })
  return { xs: batch, ys: labels, size: places.length }
}

/** The examples of a training step: varied by chance where the dataset says so, anew each time. */
export function trainingBatch(split: Split, places: Uint32Array, random: Random, room?: Float32Array): Batch {
  const batch = gather(split, places, room)
  return split.augmenter?.(batch, random) ?? batch
}

function extremesOf(values: Float32Array): readonly [number, number] {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]
  for (const value of values) {
    if (value < low) low = value
    if (value > high) high = value
  }
  return [low, high]
}

function labelsOf({ target }: Source, rows: Uint32Array): Int32Array | Float32Array {
  const values = target.values as Float64Array
  const classes = target.kind === "class" ? target.classes!.length : undefined
  const width = widthOf(target)
  const labels = classes === undefined ? new Float32Array(rows.length * width) : new Int32Array(rows.length)
  for (let i = 0; i < labels.length; i++) {
    const row = rows[Math.floor(i / width)]!
    const value = values[row * width + (i % width)]!
    const wrong = classes === undefined ? !Number.isFinite(value) : !(value >= 0 && value < classes)
    if (wrong) {
      const why = classes === undefined ? "not a number" : `none of the ${classes} classes`
      throw new KaonError("DATA_INVALID", `Row ${row} has ${value} in column "${target.name}", which is ${why}.`, {
        fix: "Add .dropMissing(), or correct the data.",
      })
    }
    labels[i] = value
  }
  return labels
}
