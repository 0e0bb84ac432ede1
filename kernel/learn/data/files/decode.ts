import { convertIndexedToRgb, decode as decodePng } from "fast-png"

/** Pixels of 8 bits: height × width × channels, row-major; 1 channel is grey, 3 colour. */
export interface Pixels {
  height: number
  width: number
  channels: 1 | 3
  values: Uint8Array
}

/** PNG or JPEG by their first bytes; transparency is dropped. Throws where the bytes are neither, or cut off. */
export async function decodePicture(bytes: Uint8Array): Promise<Pixels> {
  if (bytes[0] === 0x89 && bytes[1] === 0x50) return fromPng(bytes)
  if (bytes[0] === 0xff && bytes[1] === 0xd8) {
    const { decode } = (await import("jpeg-js")).default
    const { width, height, data } = decode(bytes, { useTArray: true, formatAsRGBA: false, tolerantDecoding: false })
    return { width, height, channels: 3, values: data }
  }
  throw new Error("it is neither PNG nor JPEG")
}

function fromPng(bytes: Uint8Array): Pixels {
  const png = decodePng(bytes, { checkCrc: true })
  const { width, height, depth, palette } = png
  const all: ArrayLike<number> = palette === undefined ? png.data : convertIndexedToRgb(png)
  const given = all.length / (width * height)
  const factor = palette !== undefined ? 1 : depth === 16 ? 255 / 65_535 : 255 / (2 ** Math.min(depth, 8) - 1)
  // Grey with transparency has two numbers a pixel, colour with transparency four.
  const channels = given < 3 ? 1 : 3
  const values = new Uint8Array(width * height * channels)
  for (let pixel = 0; pixel < width * height; pixel++) {
    for (let channel = 0; channel < channels; channel++) {
      values[pixel * channels + channel] = Math.round(all[pixel * given + channel]! * factor)
    }
  }
  return { width, height, channels, values }
}

/** Grey by the weights of ITU-R BT.601, or grey on all three channels. */
export function withChannels({ width, height, channels, values }: Pixels, wanted: 1 | 3): Pixels {
  if (channels === wanted) return { width, height, channels, values }
  const pixels = width * height
  const changed = new Uint8Array(pixels * wanted)
  for (let i = 0; i < pixels; i++) {
    if (wanted === 3) changed.fill(values[i]!, i * 3, i * 3 + 3)
    else changed[i] = Math.round(0.299 * values[i * 3]! + 0.587 * values[i * 3 + 1]! + 0.114 * values[i * 3 + 2]!)
  }
  return { width, height, channels: wanted, values: changed }
}

/** Another size: each pixel is the mean of the area it covers where the picture shrinks, bilinear where it grows. */
export function resized(picture: Pixels, height: number, width: number): Pixels {
  if (picture.height === height && picture.width === width) return picture
  const { channels } = picture
  const rows = weightsOf(picture.height, height)
  const columns = weightsOf(picture.width, width)
  const values = new Uint8Array(height * width * channels)
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      for (let channel = 0; channel < channels; channel++) {
        let sum = 0
        for (const [row, a] of rows[y]!) {
          for (const [column, b] of columns[x]!) {
            sum += a * b * picture.values[(row * picture.width + column) * channels + channel]!
          }
        }
        values[(y * width + x) * channels + channel] = Math.round(sum)
      }
    }
  }
  return { height, width, channels, values }
}

/** For each of `to` places the places of `from` it is made of, with weights that add up to 1: a triangle over its area. */
function weightsOf(from: number, to: number): [number, number][][] {
  const scale = from / to
  const reach = Math.max(scale, 1)
  return Array.from({ length: to }, (_, i) => {
    const center = (i + 0.5) * scale - 0.5
    const found: [number, number][] = []
    for (let j = Math.ceil(center - reach); j <= Math.floor(center + reach); j++) {
      const weight = 1 - Math.abs(j - center) / reach
      if (weight > 0) found.push([Math.min(Math.max(j, 0), from - 1), weight])
    }
    const total = found.reduce((sum, [, weight]) => sum + weight, 0)
    return found.map(([place, weight]): [number, number] => [place, weight / total])
  })
}
