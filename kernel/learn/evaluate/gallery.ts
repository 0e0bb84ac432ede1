import { mimeTypes } from "../../contracts/mimetypes.ts"
import { imageColumn, pictureOf } from "../data/pictures.ts"
import { cellOf } from "../data/row.ts"
import type { Split } from "../data/split.ts"
import { View } from "../show/displayable.ts"
import { svgGrid } from "../show/grid.ts"
import { figure, textTable } from "../show/text-table.ts"
import { numbersLabel } from "../train/prediction.ts"
import { numbersAt, type Outcomes } from "./outcomes.ts"

/** Columns that tell what an example is, beside its row: a table wider than this is not read. */
const mostShown = 5
/** Characters of a value. */
const mostText = 120

const featuresShown = ({ source }: Split) =>
  source.features.filter(({ shape }) => shape.length === 0).slice(0, mostShown)

function cellText(value: string | number | number[]): string | number {
  if (typeof value === "number") return Number.isNaN(value) ? "" : value
  const text = String(value)
  return text.length > mostText ? `${text.slice(0, mostText)}…` : text
}

/** Some examples with what is true and what was predicted under each: pictures where there are images, else a table. */
export function gallery(title: string, outcomes: Outcomes, places: readonly number[]): View {
  const { split, actual, predictions, classes } = outcomes
  const truth = (place: number) =>
    classes.length > 0 ? classes[actual[place]!]! : numbersLabel(numbersAt(outcomes, place).truth)
  const isRight = (place: number) => classes.length === 0 || predictions[place]!.value === actual[place]
  const rows = places.map(place => {
    const { label, probability } = predictions[place]!
    const sign = classes.length === 0 ? "" : isRight(place) ? "✓" : "✗"
    return [split.indices[place]!, sign, truth(place), label, Number.isNaN(probability) ? "" : figure(probability)]
  })
  const shown = imageColumn(split.source) === undefined ? featuresShown(split) : []
  for (const [i, place] of places.entries()) {
    for (const feature of shown) rows[i]!.push(cellText(cellOf(feature, split.indices[place]!)))
  }
  const header = ["row", "", "true", "predicted", "probability", ...shown.map(({ name }) => name)]
  const text = `${title}\n${textTable(header, rows)}`
  const column = imageColumn(split.source)
  if (column === undefined) {
    const columns = header.map((name, i) => ({ name, type: i === 0 ? "number" : "string" }))
    return new View({ [mimeTypes.table]: { columns, rows, total: rows.length }, "text/plain": text })
  }
  const tiles = places.map(place => {
    const { label, probability } = predictions[place]!
    const sure = Number.isNaN(probability) ? "" : ` ${Math.round(probability * 100)}%`
    const captions = [`true ${truth(place)}`, `${label}${sure}`]
    const picture = pictureOf(column, split.indices[place]!)
    return classes.length === 0 ? { picture, captions } : { picture, captions, right: isRight(place) }
  })
  return new View({ "image/svg+xml": svgGrid(tiles), "text/plain": text })
}
