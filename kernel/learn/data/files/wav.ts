import { unusable } from "./folder.ts"

export interface Wav {
  /** Samples a second of each channel. */
  rate: number
  channels: number
  /** Samples of each channel. */
  frames: number
  /** One sample, −1 to 1. */
  at(frame: number, channel: number): number
  /** The mean over the channels. */
  mean(frame: number): number
}

type Reader = (view: DataView, at: number) => number

/** Samples by format (1 is whole numbers, 3 fractions) and bits. 8 bits are unsigned, all others signed. */
const readers: Record<string, Reader> = {
  "1/8": (view, at) => (view.getUint8(at) - 128) / 128,
  "1/16": (view, at) => view.getInt16(at, true) / 32_768,
  "1/24": (view, at) => ((view.getInt8(at + 2) << 16) | view.getUint16(at, true)) / 8_388_608,
  "1/32": (view, at) => view.getInt32(at, true) / 2_147_483_648,
  "3/32": (view, at) => view.getFloat32(at, true),
  "3/64": (view, at) => view.getFloat64(at, true),
}

/** Reads RIFF WAVE (also WAVE_FORMAT_EXTENSIBLE) of uncompressed samples. Throws DATA_INVALID naming the file and why. */
export function parseWav(bytes: Uint8Array, file: string): Wav {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const tag = (at: number) => (at + 4 <= bytes.length ? String.fromCharCode(...bytes.subarray(at, at + 4)) : "")
  if (tag(0) !== "RIFF" || tag(8) !== "WAVE") throw unusable(file, "it is not a WAV file", "Convert it to WAV.")
  let format: { code: number; channels: number; rate: number; bits: number } | undefined
  for (let at = 12; at + 8 <= bytes.length; ) {
    const size = view.getUint32(at + 4, true)
    const start = at + 8
    if (tag(at) === "fmt " && start + 16 <= bytes.length) {
      const code = view.getUint16(start, true)
      format = {
        code: code === 0xfffe ? view.getUint16(start + 24, true) : code,
        channels: view.getUint16(start + 2, true),
        rate: view.getUint32(start + 4, true),
        bits: view.getUint16(start + 14, true),
      }
    }
    if (tag(at) === "data" && format !== undefined) {
      if (start + size > bytes.length) throw unusable(file, "it is cut off", "Copy it again.")
      return samplesOf(view, start, size, format, file)
    }
    at = start + size + (size % 2)
  }
  throw unusable(file, "it has no samples", "Copy it again.")
}

function samplesOf(
  view: DataView,
  start: number,
  size: number,
  format: { code: number; channels: number; rate: number; bits: number },
  file: string,
): Wav {
  const { code, channels, rate, bits } = format
  const read = readers[`${code}/${bits}`]
  if (read === undefined || channels === 0) {
    throw unusable(
      file,
      `its samples are compressed (format ${code}, ${bits} bits)`,
      "Convert it to WAV with samples of 16 bits.",
    )
  }
  const bytes = bits / 8
  const frames = Math.floor(size / (bytes * channels))
  const at = (frame: number, channel: number) => read(view, start + (frame * channels + channel) * bytes)
  const mean = (frame: number) => {
    let sum = 0
    for (let channel = 0; channel < channels; channel++) sum += at(frame, channel)
    return sum / channels
  }
  return { rate, channels, frames, at, mean }
}
