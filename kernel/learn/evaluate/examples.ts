import type { Report as ReportView } from "../../contracts/mime.ts"
import { imageColumn, pictureOf } from "../data/pictures.ts"
import { dataUri } from "../show/png.ts"
import { type Outcomes, places, wrongness } from "./outcomes.ts"

type Examples = NonNullable<ReportView["examples"]>

/** Examples of one cell of the confusion matrix, and of all of them. */
const most = { ofPair: 6, inAll: 80 }
/** Characters of all pictures together: a report stays small enough for a notebook. */
const mostPictures = 400_000

const known = new WeakMap<Outcomes, Examples>()

/** The wrongly predicted examples that are worst, with their pictures where there are images: some of each confusion. */
export function worstExamples(outcomes: Outcomes): Examples {
  const found = known.get(outcomes) ?? choose(outcomes)
  known.set(outcomes, found)
  return found
}

function choose(outcomes: Outcomes): Examples {
  const { split, actual, predictions, classes } = outcomes
  const wrong = places(outcomes)
    .filter(place => predictions[place]!.value !== actual[place])
    .map(place => ({ place, by: wrongness(outcomes, place) }))
    .sort((a, b) => b.by - a.by)
  const ofPair = new Map<string, number>()
  const column = imageColumn(split.source)
  const examples: Examples = []
  let room = mostPictures
  for (const { place } of wrong) {
    if (examples.length >= most.inAll) break
    const { value, probability } = predictions[place]!
    const pair = `${actual[place]} ${value}`
    const count = ofPair.get(pair) ?? 0
    if (count >= most.ofPair) continue
    ofPair.set(pair, count + 1)
    const row = split.indices[place]!
    const picture = column && room > 0 ? dataUri(pictureOf(column, row)) : undefined
    room -= picture?.length ?? 0
    examples.push({
      row,
      actual: actual[place]!,
      predicted: value,
      probability: Number.isFinite(probability) ? probability : null,
      ...(picture !== undefined && room >= 0 && { picture }),
    })
  }
  return examples.filter(({ actual: is, predicted }) => is < classes.length && predicted < classes.length)
}
