import { datasetFrom } from "../../../kernel/learn/index.ts"
import { randomFrom } from "../../../kernel/learn/random.ts"
import { classes, side } from "./networks.ts"

/** Images and labels by chance: what they are does not matter to how long they take. */
export async function noise(rows: number) {
  const random = randomFrom(1)
  const payload = {
    id: "noise",
    title: "Noise",
    target: "label",
    citation: "none",
    licence: "CC0",
    splits: {
      all: {
        rows,
        columns: [
          {
            name: "image",
            kind: "image" as const,
            shape: [side, side, 1],
            values: Uint8Array.from({ length: rows * side * side }, () => random() * 256),
            range: [0, 255] as [number, number],
          },
          {
            name: "label",
            kind: "class" as const,
            shape: [],
            values: Uint8Array.from({ length: rows }, () => random() * classes),
            classes: [..."0123456789"],
          },
        ],
      },
    },
  }
  return await datasetFrom(async () => payload)
    .scale("min-max")
    .split({ test: 0, seed: 1 })
}
