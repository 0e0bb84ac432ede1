import type { MimeBundle } from "../../contracts/mime.ts"
import { mimeTypes } from "../../contracts/mimetypes.ts"
import { textTable } from "../show/text-table.ts"
import { vegaBundle } from "../show/vega.ts"
import { figureNames, figuresIn, type HistoryRow, metricsOf } from "./history.ts"

/** The learning curve: losses in one chart, accuracies in another, the best epoch marked. */
export function curveOf(rows: readonly HistoryRow[], best: number): MimeBundle {
  const keys = figuresIn(rows)
  const values = rows.flatMap(row =>
    keys.map(key => ({ epoch: row.epoch, figure: figureNames[key], value: row[key]! })),
  )
  const charts = [
    { title: "loss", names: keys.filter(key => /loss/i.test(key)) },
    { title: "accuracy", names: keys.filter(key => /accuracy/i.test(key)) },
  ].filter(({ names }) => names.length > 0)
  const bestEpoch = rows[best]?.epoch
  const spec = {
    data: { values },
    hconcat: charts.map(({ title, names }) => ({
      width: 280,
      height: 180,
      transform: [{ filter: { field: "figure", oneOf: names.map(name => figureNames[name]) } }],
      layer: [
        {
          mark: { type: "line", point: rows.length < 40 },
          encoding: {
            x: { field: "epoch", type: "quantitative", axis: { tickMinStep: 1 } },
            y: { field: "value", type: "quantitative", title, scale: { zero: title === "loss" } },
            color: { field: "figure", type: "nominal", title: null },
          },
        },
        ...(bestEpoch === undefined ? [] : [bestRule(bestEpoch)]),
      ],
    })),
  }
  const header = ["epoch", ...keys.map(key => figureNames[key]), "seconds"]
  const table = rows.map((row, i) => [
    `${row.epoch}${i === best ? " *" : ""}`,
    ...keys.map(key => row[key]!),
    row.seconds,
  ])
  return {
    ...vegaBundle(spec, textTable(header, table)),
    [mimeTypes.metrics]: metricsOf(rows, best),
  }
}

const bestRule = (epoch: number) => ({
  data: { values: [{ epoch }] },
  mark: { type: "rule", strokeDash: [4, 4], color: "#8c959f" },
  encoding: { x: { field: "epoch", type: "quantitative" }, tooltip: { value: `best epoch: ${epoch}` } },
})
