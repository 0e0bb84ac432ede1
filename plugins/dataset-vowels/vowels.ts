import { createHash } from "node:crypto"
import { gunzipSync } from "node:zlib"
import { type DatasetPayload, KaonError } from "@kaon/plugin-api"

const sha256 = "8e7e897aa5c65ff5362947e6559c186866775a5712a2ddc14e839cfc47680ffa"
/** Utterances of the source's training part; those of its test part follow. */
const [training, testing] = [270, 370]
const frames = 29
const coefficients = 12
const speakers = [..."123456789"]

/**
 * The dataset from its packed form: gzip of an utterance after the other: a byte for the speaker (1–9), a byte for the
 * number of frames, and 12 little-endian 16-bit numbers for each frame, in units of 1e-4. Utterances that are shorter than
 * the longest end in frames of zeros. Throws DATASET_INVALID where the bytes are not exactly the ones that ship.
 */
export function vowelsPayload(packed: Uint8Array): DatasetPayload {
  const reader = readerOf(unpack(packed))
  return {
    id: "vowels",
    title: "Japanese vowels of nine speakers",
    target: "speaker",
    aside: ["frames"],
    citation:
      "M. Kudo, J. Toyama, M. Shimbo (1999). Japanese Vowels. UCI Machine Learning Repository. https://doi.org/10.24432/C5NS47",
    licence: "CC BY 4.0",
    homepage: "https://archive.ics.uci.edu/dataset/128",
    splits: { train: part(reader, training), test: part(reader, testing) },
  }
}

type Reader = () => { speaker: number; spoken: Int16Array; length: number }

function part(next: Reader, rows: number) {
  const width = frames * coefficients
  const cepstrum = new Float32Array(rows * width)
  const lengths = new Float64Array(rows)
  const speaker = new Uint8Array(rows)
  for (let row = 0; row < rows; row++) {
    const utterance = next()
    speaker[row] = utterance.speaker - 1
    lengths[row] = utterance.length
    utterance.spoken.forEach((value, i) => {
      cepstrum[row * width + i] = value / 10_000
    })
  }
  return {
    rows,
    columns: [
      { name: "cepstrum", kind: "number" as const, shape: [frames, coefficients], values: cepstrum },
      { name: "frames", kind: "number" as const, shape: [], values: lengths },
      { name: "speaker", kind: "class" as const, shape: [], values: speaker, classes: speakers },
    ],
  }
}

function readerOf(bytes: Uint8Array): Reader {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  let at = 0
  return () => {
    const [speaker, length] = [view.getUint8(at), view.getUint8(at + 1)]
    const start = at + 2
    at = start + 2 * length * coefficients
    const spoken = Int16Array.from({ length: length * coefficients }, (_, i) => view.getInt16(start + 2 * i, true))
    return { speaker, length, spoken }
  }
}

function unpack(packed: Uint8Array): Uint8Array {
  try {
    const bytes = gunzipSync(packed)
    if (createHash("sha256").update(bytes).digest("hex") === sha256) return bytes
    throw new Error("the SHA-256 differs")
  } catch (cause) {
    throw new KaonError("DATASET_INVALID", "The file vowels.i16.gz of the vowels dataset is damaged.", {
      fix: "Install the plugin dataset-vowels again.",
      cause,
    })
  }
}
