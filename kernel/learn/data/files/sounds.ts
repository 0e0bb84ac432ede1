import { readFile } from "node:fs/promises"
import { resolve } from "node:path"
import { type DatasetBuilder, datasetFrom } from "../builder.ts"
import { homeFolder } from "../tables/engine.ts"
import { filesByClass, payloadOf, unusable } from "./folder.ts"
import { parseWav } from "./wav.ts"

export interface SoundOptions {
  /** Length of every sound: longer ones are cut, shorter ones end in silence. Without it they must be of one length. */
  seconds?: number
  /** Keep two channels apart; their mean without it. */
  stereo?: boolean
}

/** Sounds (WAV) in a folder for each class, as a dataset: samples from −1 to 1, [samples, channels]. */
export const soundsIn = (folder: string, { seconds, stereo = false }: SoundOptions = {}): DatasetBuilder => {
  const path = resolve(homeFolder(), folder)
  return datasetFrom(async () => {
    let rate: number | undefined
    return await payloadOf(
      path,
      await filesByClass(path, /\.wav$/i),
      { name: "sound", kind: "audio", range: [-1, 1] },
      async file => {
        const wav = parseWav(await readFile(file), file)
        rate ??= wav.rate
        if (wav.rate !== rate) {
          throw unusable(
            file,
            `it has ${wav.rate} samples a second, others have ${rate}`,
            "Bring all files to one sample rate.",
          )
        }
        const channels = stereo ? 2 : 1
        const samples = seconds === undefined ? wav.frames : Math.round(seconds * wav.rate)
        const values = new Float32Array(samples * channels)
        for (let i = 0; i < Math.min(samples, wav.frames); i++) {
          for (let channel = 0; channel < channels; channel++)
            values[i * channels + channel] = stereo ? wav.at(i, Math.min(channel, wav.channels - 1)) : wav.mean(i)
        }
        return { values, shape: [samples, channels] }
      },
    )
  })
}
