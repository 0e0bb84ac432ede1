import { createHash } from "node:crypto"
import type { EngineState, Slot } from "../engine.ts"
import type { HistoryRow } from "../history.ts"
import type { RunState } from "../run-state.ts"
import type { Weights } from "../weights.ts"

/** A training as it stood. */
export interface Checkpoint extends EngineState {
  /** Which training it is of: same key, same data, model and options. */
  key: string
  /** Did it come to its end? Then there is nothing to go on with. */
  finished: boolean
  state: RunState
  /** Weights of the best epoch, where one has come to its end. */
  best: Weights | undefined
}

const magic = "kaon-checkpoint/1"

interface Head {
  key: string
  finished: boolean
  state: RunState
  weights: number[]
  best: number[] | null
  slots: { name: string; shape: readonly number[]; length: number }[]
}

/**
 * One file: a line that names the format, one with the SHA-256 of what follows, one of JSON, then float32 values in the
 * byte order of this machine: weights, best weights, slots.
 */
export function encode({ key, finished, state, weights, best, slots }: Checkpoint): Buffer {
  const head: Head = {
    key,
    finished,
    state,
    weights: weights.map(({ length }) => length),
    best: best?.map(({ length }) => length) ?? null,
    slots: slots.map(({ name, shape, values }) => ({ name, shape, length: values.length })),
  }
  const arrays = [...weights, ...(best ?? []), ...slots.map(({ values }) => values)]
  const bytes = arrays.map(array => Buffer.from(array.buffer, array.byteOffset, array.byteLength))
  const body = Buffer.concat([Buffer.from(`${JSON.stringify(head)}\n`), ...bytes])
  return Buffer.concat([Buffer.from(`${magic}\n${createHash("sha256").update(body).digest("hex")}\n`), body])
}

/** Reads what `encode` wrote; undefined where a byte of it is missing or changed. */
export function decode(file: Buffer): Checkpoint | undefined {
  const first = file.indexOf(10)
  const second = file.indexOf(10, first + 1)
  if (second < 0 || file.toString("utf8", 0, first) !== magic) return undefined
  const body = file.subarray(second + 1)
  if (createHash("sha256").update(body).digest("hex") !== file.toString("utf8", first + 1, second)) return undefined
  const end = body.indexOf(10)
  const { key, finished, state, weights, best, slots } = JSON.parse(body.toString("utf8", 0, end)) as Head
  let at = end + 1
  const take = (length: number): Float32Array => {
    const bytes = Uint8Array.prototype.slice.call(body, at, at + length * 4)
    at += length * 4
    return new Float32Array(bytes.buffer, bytes.byteOffset, length)
  }
  return {
    key,
    finished,
    state: { ...state, rows: state.rows.map(withNaN) },
    weights: weights.map(take),
    best: best?.map(take),
    slots: slots.map(({ name, shape, length }): Slot => ({ name, shape, values: take(length) })),
  }
}

/** JSON has no NaN: a validation loss that was none comes back as one. */
const withNaN = (row: HistoryRow): HistoryRow =>
  Object.fromEntries(Object.entries(row).map(([name, value]) => [name, value ?? Number.NaN])) as unknown as HistoryRow
