import { View } from "../show/displayable.ts"
import { textTable } from "../show/text-table.ts"
import { type VegaLiteSpec, vegaBundle } from "../show/vega.ts"

/** Curves in a square from 0 to 1. */
export interface SquareChart {
  title: string
  x: string
  y: string
  /** Points by the name of their curve, in the order in which they are joined. */
  curves: Readonly<Record<string, readonly Point[]>>
  /** The line from corner to corner that something stands for: chance, or perfect calibration. */
  diagonal?: string
  /** What the number of a point counts, which its size then shows. */
  counted?: string
  text: string
}

export type Point = readonly [x: number, y: number, count?: number]

/** Points that a curve is drawn with at most; more cannot be told apart in a notebook. */
const most = 200

export function squareChart({ title, x, y, curves, diagonal, counted, text }: SquareChart): View {
  const values = Object.entries(curves).flatMap(([curve, all]) =>
    thinned(all).map(([x, y, count], order) => ({ curve, x, y, order, ...(count !== undefined && { count }) })),
  )
  const several = Object.keys(curves).length > 1
  const axis = (field: string, title: string) => ({ field, title, type: "quantitative", scale: { domain: [0, 1] } })
  const layers: VegaLiteSpec[] = [
    ...(diagonal === undefined ? [] : [diagonalLayer(diagonal)]),
    {
      data: { values },
      mark: { type: "line", tooltip: true },
      encoding: {
        x: axis("x", x),
        y: axis("y", y),
        order: { field: "order" },
        ...(several && { color: { field: "curve", type: "nominal", title: null } }),
      },
    },
    ...(counted === undefined ? [] : [pointLayer(values, counted)]),
  ]
  return new View(vegaBundle({ title, width: 280, height: 280, layer: layers }, `${title}\n${text}`))
}

/** Few examples make a small point: it says little. */
const pointLayer = (values: readonly object[], counted: string): VegaLiteSpec => ({
  data: { values },
  mark: { type: "circle", opacity: 1, tooltip: true },
  encoding: {
    x: { field: "x", type: "quantitative" },
    y: { field: "y", type: "quantitative" },
    size: { field: "count", type: "quantitative", title: counted, scale: { range: [12, 240] } },
  },
})

const diagonalLayer = (meaning: string): VegaLiteSpec => ({
  data: {
    values: [
      { x: 0, y: 0 },
      { x: 1, y: 1 },
    ],
  },
  mark: { type: "line", strokeDash: [4, 4], color: "#8c959f", tooltip: meaning },
  encoding: { x: { field: "x", type: "quantitative" }, y: { field: "y", type: "quantitative" } },
})

/** First, last and evenly chosen points between. */
function thinned<T>(all: readonly T[]): T[] {
  if (all.length <= most) return [...all]
  return Array.from({ length: most }, (_, i) => all[Math.round((i * (all.length - 1)) / (most - 1))]!)
}

export interface Bar {
  name: string
  value: number
  low?: number
  high?: number
}

/** Bars, the longest on top, each with its interval where it has one. */
export function barChart(title: string, measure: string, bars: readonly Bar[]): View {
  const ranged = bars.some(({ low }) => low !== undefined)
  const y = { field: "name", type: "nominal", title: null, sort: bars.map(({ name }) => name) }
  const layer: VegaLiteSpec[] = [
    {
      mark: { type: "bar", tooltip: true },
      encoding: { y, x: { field: "value", type: "quantitative", title: measure } },
    },
    ...(ranged
      ? [
          {
            mark: { type: "rule", tooltip: true, color: "#8c959f", strokeWidth: 2 },
            encoding: { y, x: { field: "low", type: "quantitative" }, x2: { field: "high" } },
          },
        ]
      : []),
  ]
  const header = ["", measure, ...(ranged ? ["from", "to"] : [])]
  const rows = bars.map(({ name, value, low, high }) => [name, value, ...(ranged ? [low ?? "", high ?? ""] : [])])
  const spec = { title, width: 320, data: { values: bars }, layer }
  return new View(vegaBundle(spec, `${title}\n${textTable(header, rows)}`))
}
