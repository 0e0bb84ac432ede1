import { readFile } from "node:fs/promises"
import type { DatasetHost, DatasetPayload, SplitPayload } from "@kaon/plugin-api"
import { download, type Mirrors, mirrors as publicMirrors } from "./download.ts"
import { type Part, parts } from "./files.ts"
import { locate } from "./find.ts"
import { type Idx, invalid, parseIdx, unpack } from "./idx.ts"

type Host = Pick<DatasetHost, "dataDirectories" | "cacheDirectory" | "signal" | "progress">

/**
 * MNIST from the first folder that holds each of its four files, and from a mirror where none does.
 * Image is [28, 28, 1] in 0–255, label one of ten classes; train has 60,000 rows and test 10,000 where the files are the originals.
 */
export async function loadMnist(host: Host, mirrors: Mirrors = publicMirrors): Promise<DatasetPayload> {
  const folders = [...host.dataDirectories, host.cacheDirectory]
  const read = async (part: Part): Promise<{ idx: Idx; file: string }> => {
    const file = (await locate(part, folders)) ?? (await download(part, host, mirrors))
    const bytes = await readFile(file, { signal: host.signal })
    return { idx: parseIdx(unpack(bytes, file), part.dimensions, file), file }
  }
  const split = async (images: Part, labels: Part): Promise<SplitPayload> => {
    const [image, label] = [await read(images), await read(labels)]
    check(image, label)
    return {
      rows: image.idx.shape[0] ?? 0,
      columns: [
        { name: "image", kind: "image", shape: [28, 28, 1], values: image.idx.values, range: [0, 255] },
        { name: "label", kind: "class", shape: [], values: label.idx.values, classes: [..."0123456789"] },
      ],
    }
  }
  return {
    id: "mnist",
    title: "MNIST handwritten digits, 28 × 28",
    target: "label",
    citation:
      "Y. LeCun, L. Bottou, Y. Bengio, P. Haffner (1998). Gradient-based learning applied to document recognition. Proceedings of the IEEE 86(11), 2278–2324.",
    licence: "CC BY-SA 3.0",
    homepage: "https://doi.org/10.1109/5.726791",
    splits: {
      train: await split(parts.trainImages, parts.trainLabels),
      test: await split(parts.testImages, parts.testLabels),
    },
  }
}

function check(image: { idx: Idx; file: string }, label: { idx: Idx; file: string }): void {
  const [count, height, width] = image.idx.shape
  if (height !== 28 || width !== 28) throw invalid(image.file, `its images are ${height} × ${width}, not 28 × 28`)
  if (label.idx.shape[0] !== count)
    throw invalid(label.file, `it holds ${label.idx.shape[0]} labels for the ${count} images of ${image.file}`)
  const wrong = label.idx.values.findIndex(value => value > 9)
  if (wrong >= 0) throw invalid(label.file, `label ${wrong} is ${label.idx.values[wrong]}, which is no digit`)
}
