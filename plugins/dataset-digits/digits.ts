import { createHash } from "node:crypto"
import { gunzipSync } from "node:zlib"
import { type DatasetPayload, KaonError } from "@kaon/plugin-api"

const rows = 1797
const pixels = 8 * 8
const sha256 = "68aea062d35a127749050fa0e52dca09d6569ac08092c925610e0954e172dde2"

/**
 * The dataset from its packed form: gzip of `rows` records of 65 bytes, 64 pixels (row-major, 0–16) and then the digit.
 * Throws DATASET_INVALID where the bytes are not exactly the ones that ship.
 */
export function digitsPayload(packed: Uint8Array): DatasetPayload {
  const bytes = unpack(packed)
  const image = new Uint8Array(rows * pixels)
  const label = new Uint8Array(rows)
  for (let row = 0; row < rows; row++) {
    const start = row * (pixels + 1)
    image.set(bytes.subarray(start, start + pixels), row * pixels)
    label[row] = bytes[start + pixels] ?? 0
  }
  return {
    id: "digits",
    title: "Handwritten digits, 8 × 8",
    target: "label",
    citation:
      "E. Alpaydin, C. Kaynak (1998). Optical Recognition of Handwritten Digits. UCI Machine Learning Repository. https://doi.org/10.24432/C50P49",
    licence: "CC BY 4.0",
    homepage: "https://archive.ics.uci.edu/dataset/80",
    splits: {
      all: {
        rows,
        columns: [
          { name: "image", kind: "image", shape: [8, 8, 1], values: image, range: [0, 16] },
          { name: "label", kind: "class", shape: [], values: label, classes: [..."0123456789"] },
        ],
      },
    },
  }
}

function unpack(packed: Uint8Array): Uint8Array {
  try {
    const bytes = gunzipSync(packed)
    if (createHash("sha256").update(bytes).digest("hex") === sha256) return bytes
    throw new Error("the SHA-256 differs")
  } catch (cause) {
    throw new KaonError("DATASET_INVALID", "The file digits.u8.gz of the digits dataset is damaged.", {
      fix: "Install the plugin dataset-digits again.",
      cause,
    })
  }
}
