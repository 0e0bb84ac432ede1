import assert from "node:assert/strict"
import { existsSync } from "node:fs"
import { mkdir, writeFile } from "node:fs/promises"
import { join } from "node:path"
import test from "node:test"
import { fileURLToPath } from "node:url"
import { gzipSync } from "node:zlib"
import { loadDataset } from "../../kernel/plugins/datasets.ts"
import { loadMnist } from "../../plugins/dataset-mnist/mnist.ts"
import { scratch } from "./written-plugin.ts"

const real = fileURLToPath(new URL("../../../shared/data", import.meta.url))
const absent = !existsSync(join(real, "mnist")) && `the MNIST files are not in ${real}/mnist`

/** An IDX file of `shape`, filled with `values` over and over. */
const idx = (shape: number[], values: number[]): Buffer => {
  const head = Buffer.alloc(4 + 4 * shape.length)
  head.writeUInt32BE(0x0800 + shape.length)
  for (const [index, length] of shape.entries()) head.writeUInt32BE(length, 4 + 4 * index)
  return Buffer.concat([
    head,
    Buffer.alloc(
      shape.reduce((a, b) => a * b, 1),
      Buffer.from(values),
    ),
  ])
}

const good = {
  "train-images-idx3-ubyte.gz": gzipSync(idx([3, 28, 28], [7])),
  "train-labels.idx1-ubyte": idx([3], [1, 2, 3]),
  "t10k-images.idx3-ubyte.gz": gzipSync(idx([2, 28, 28], [9])),
  "t10k-labels-idx1-ubyte": idx([2], [0, 9]),
}

const host = (data: string) => ({
  dataDirectories: [data],
  cacheDirectory: join(data, "cache"),
  signal: new AbortController().signal,
  progress: () => {},
})

async function put(folder: string, files: Record<string, Uint8Array>): Promise<void> {
  await mkdir(folder, { recursive: true })
  for (const [name, bytes] of Object.entries(files)) await writeFile(join(folder, name), bytes)
}

test("the real MNIST arrives from its process whole", { skip: absent }, async t => {
  const started = performance.now()
  const { splits } = await loadDataset("mnist", { dataDirectories: [real] })
  t.diagnostic(`loaded in ${Math.round(performance.now() - started)} ms`)
  assert.ok("train" in splits)
  assert.equal(splits.train.rows, 60_000)
  assert.equal(splits.test.rows, 10_000)
  assert.deepEqual([...(splits.train.columns[1]?.values.slice(0, 5) ?? [])], [5, 0, 4, 1, 9])
  const pixels = splits.train.columns[0]?.values
  assert.ok(pixels instanceof Uint8Array)
  // The mean of the training pixels that every tutorial normalises with: 0.1307.
  assert.ok(Math.abs(pixels.reduce((sum, value) => sum + value, 0) / pixels.length / 255 - 0.1307) < 1e-4)
})

test("files are found packed or not, with a dash or a dot, in the folder or in its folder mnist", async () => {
  await using folder = await scratch()
  await put(join(folder.path, "mnist"), good)
  const { splits } = await loadMnist(host(folder.path), [])
  assert.ok("train" in splits)
  assert.deepEqual([splits.train.rows, splits.test.rows], [3, 2])
  assert.deepEqual([...splits.test.columns[1]!.values], [0, 9])
  const inside = await loadMnist(host(join(folder.path, "mnist")), [])
  assert.deepEqual(inside.splits, splits)
})

const damages: Record<string, [Record<string, Uint8Array>, RegExp]> = {
  "a wrong magic number": [
    { "train-labels.idx1-ubyte": idx([3, 1, 1], [1]) },
    /train-labels\.idx1-ubyte cannot be read: its magic number is 0x00000803 where 0x00000801 is due/,
  ],
  "an end within the header": [{ "t10k-labels-idx1-ubyte": Buffer.from([0, 0, 8]) }, /ends within its header/],
  "missing values": [
    { "t10k-labels-idx1-ubyte": idx([2], [0]).subarray(0, -1) },
    /announces 2 values \(2\) and 1 follow/,
  ],
  "a cut gzip": [
    { "train-images-idx3-ubyte.gz": good["train-images-idx3-ubyte.gz"].subarray(0, -12) },
    /train-images-idx3-ubyte\.gz cannot be read: its gzip data are damaged or cut short/,
  ],
  "more labels than images": [{ "train-labels.idx1-ubyte": idx([4], [1]) }, /holds 4 labels for the 3 images of/],
  "images of another size": [{ "t10k-images.idx3-ubyte.gz": idx([2, 8, 8], [1]) }, /its images are 8 × 8/],
  "a label that is no digit": [{ "t10k-labels-idx1-ubyte": idx([2], [3, 11]) }, /label 1 is 11/],
}

for (const [what, [files, message]] of Object.entries(damages))
  test(`MNIST files with ${what} are refused by name and reason`, async () => {
    await using folder = await scratch()
    await put(folder.path, { ...good, ...files })
    await assert.rejects(loadMnist(host(folder.path), []), { code: "DATASET_INVALID", message })
  })

test("where MNIST is nowhere, the error lists the folders and says what to do", async () => {
  await using folder = await scratch()
  await assert.rejects(loadMnist(host(folder.path), []), (error: Error & { code: string; fix: string }) => {
    assert.equal(error.code, "DATASET_NOT_FOUND")
    assert.ok(error.message.includes(join(folder.path, "mnist")), error.message)
    assert.match(error.fix, /KAON_DATA/)
    return true
  })
})
