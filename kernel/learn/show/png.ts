import { encode } from "fast-png"

export interface Picture {
  height: number
  width: number
  channels: number
  values: ArrayLike<number>
  /** The values that are black and white. */
  range: readonly [number, number]
}

/** A picture as a PNG file, 8 bits a channel: grey for one channel, colour for three, colour and alpha for four. */
export function png({ height, width, channels, values, range: [black, white] }: Picture): Uint8Array {
  const shown = channels === 1 || channels === 3 || channels === 4 ? channels : 1
  const data = new Uint8Array(height * width * shown)
  const factor = white > black ? 255 / (white - black) : 0
  for (let pixel = 0; pixel < height * width; pixel++) {
    for (let channel = 0; channel < shown; channel++) {
      const value = (values[pixel * channels + channel]! - black) * factor
      data[pixel * shown + channel] = Math.max(0, Math.min(255, Math.round(value)))
    }
  }
  return encode({ width, height, data, channels: shown, depth: 8 })
}

export const dataUri = (picture: Picture): string =>
  `data:image/png;base64,${Buffer.from(png(picture)).toString("base64")}`
