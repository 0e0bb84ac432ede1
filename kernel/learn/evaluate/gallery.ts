import { mimeTypes } from "../../contracts/mimetypes.ts"
import { imageColumn, pictureOf } from "../data/pictures.ts"
import { View } from "../show/displayable.ts"
import { svgGrid } from "../show/grid.ts"
import { figure, textTable } from "../show/text-table.ts"
import type { Outcomes } from "./outcomes.ts"

/** Some examples with what is true and what was predicted under each: pictures where there are images, else a table. */
export function gallery(title: string, outcomes: Outcomes, places: readonly number[]): View {
  const { split, actual, predictions, classes } = outcomes
  const truth = (place: number) => (classes.length > 0 ? classes[actual[place]!]! : figure(actual[place]!))
  const isRight = (place: number) => classes.length === 0 || predictions[place]!.value === actual[place]
  const rows = places.map(place => {
    const { label, probability } = predictions[place]!
    const sign = classes.length === 0 ? "" : isRight(place) ? "✓" : "✗"
    return [split.indices[place]!, sign, truth(place), label, Number.isNaN(probability) ? "" : figure(probability)]
  })
  const header = ["row", "", "true", "predicted", "probability"]
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
