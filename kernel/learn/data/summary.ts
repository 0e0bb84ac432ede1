import { mimeTypes } from "../../contracts/mimetypes.ts"
import { count } from "../show/text-table.ts"
import type { Dataset } from "./dataset.ts"

/** What a dataset is, in a few lines, and its splits as a table. */
export function summaryOf(dataset: Dataset) {
  const { name, title, splits, shape, classes, source, steps, rowSteps, fingerprint } = dataset
  const total = splits.reduce((sum, split) => sum + split.size, 0)
  const done = [...rowSteps, ...steps.slice(1).map(step => `${step.step} (${step.column})`)]
  const lines = [
    `${name}: ${title}`,
    `${count(total)} rows${dataset.rest === undefined ? "" : ` of ${count(total + dataset.rest.rows)} in memory`}: ${splits.map(split => `${split.name} ${count(split.size)}`).join(", ")}`,
    `one example: ${shape.join("×")}; to predict: ${source.target.name}${classes.length > 0 ? ` (${classList(classes)})` : ""}`,
    `prepared: ${done.join(", ") || "as it came"}`,
    `fingerprint ${fingerprint.slice(0, 12)}`,
  ]
  return {
    [mimeTypes.table]: {
      columns: [
        { name: "split", type: "string" },
        { name: "rows", type: "number" },
      ],
      rows: splits.map(split => [split.name, split.size]),
      total: splits.length,
    },
    "text/plain": lines.join("\n"),
  }
}

const classList = (classes: readonly string[]): string =>
  classes.length > 12 ? `${classes.length} classes` : `${classes.length} classes: ${classes.join(" ")}`
