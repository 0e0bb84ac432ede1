import { readFile } from "node:fs/promises"
import { resolve } from "node:path"
import { type DatasetBuilder, datasetFrom } from "../builder.ts"
import { homeFolder } from "../tables/engine.ts"
import { decodePicture, resized, withChannels } from "./decode.ts"
import { filesByClass, payloadOf, unusable } from "./folder.ts"

export interface ImageOptions {
  /** [height, width] that all images get; without it they must be of one size. */
  size?: readonly [number, number]
  /** 1 is grey, 3 colour (the default). */
  channels?: 1 | 3
}

/** Images (PNG, JPEG) in a folder for each class, as a dataset: 8 bits a channel, 0–255. */
export const imagesIn = (folder: string, { size, channels = 3 }: ImageOptions = {}): DatasetBuilder => {
  const path = resolve(homeFolder(), folder)
  return datasetFrom(async () =>
    payloadOf(
      path,
      await filesByClass(path, /\.(png|jpe?g)$/i),
      { name: "image", kind: "image", range: [0, 255] },
      async file => {
        const bytes = await readFile(file)
        const picture = await decodePicture(bytes).catch(cause => {
          throw unusable(
            file,
            "it is damaged, or neither PNG nor JPEG",
            "Remove the file, or save it again as PNG.",
            cause,
          )
        })
        const sized = withChannels(size === undefined ? picture : resized(picture, size[0], size[1]), channels)
        return { values: sized.values, shape: [sized.height, sized.width, channels] }
      },
    ),
  )
}
