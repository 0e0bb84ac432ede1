import type { MimeBundle } from "../../contracts/mime.ts"
import { type TensorLike, tensorOf, tensorTitle } from "../look/tensor.ts"

/** How many entries of an axis are written from its start and from its end. */
const edge = 3
/** Tensors with no more values than this are written whole. */
const whole = 100

/** A tensor as its type, its shape and its values, the middle of long axes left out. */
export function showTensor(value: object): MimeBundle | undefined {
  const tensor = tensorOf(value)
  if (tensor === undefined) return undefined
  const title = tensorTitle(value, tensor)
  try {
    return { "text/plain": `${title}\n${valuesText(tensor)}` }
  } catch (cause) {
    return { "text/plain": `${title} (${cause instanceof Error ? cause.message : "its values cannot be read"})` }
  }
}

function valuesText({ shape, size, dtype, values }: TensorLike): string {
  const all = values()
  const figure = (index: number) => {
    const value = all[index]
    if (dtype === "bool") return String(Boolean(value))
    return typeof value === "string" ? JSON.stringify(value.slice(0, 50)) : shortFigure(value as number)
  }
  const shorten = size > whole
  const write = (axis: number, start: number, indent: string): string => {
    const extent = shape[axis]
    if (extent === undefined) return figure(start)
    const stride = shape.slice(axis + 1).reduce((a, b) => a * b, 1)
    const at = (i: number) => write(axis + 1, start + i * stride, `${indent} `)
    const cut = shorten && extent > 2 * edge
    const parts = cut
      ? [...range(0, edge).map(at), "…", ...range(extent - edge, extent).map(at)]
      : range(0, extent).map(at)
    return `[${parts.join(axis === shape.length - 1 ? ", " : `,\n${indent} `)}]`
  }
  return write(0, 0, "")
}

const range = (start: number, end: number): number[] => Array.from({ length: end - start }, (_, i) => start + i)

/** Six significant digits: what single precision holds. */
const shortFigure = (value: number): string =>
  Number.isInteger(value) || !Number.isFinite(value) ? String(value) : String(Number(value.toPrecision(6)))
