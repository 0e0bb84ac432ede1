import assert from "node:assert/strict"
import { readFile } from "node:fs/promises"
import test from "node:test"
import { loadDataset } from "../../kernel/plugins/datasets.ts"
import { digitsPayload } from "../../plugins/dataset-digits/digits.ts"

const file = new URL("../../plugins/dataset-digits/digits.u8.gz", import.meta.url)

test("digits loads through the plugin process with the rows, pixels and labels that scikit-learn has", async () => {
  const { splits, target } = await loadDataset("digits")
  assert.ok("all" in splits)
  const [image, label] = splits.all.columns
  assert.equal(target, "label")
  assert.equal(splits.all.rows, 1797)
  assert.deepEqual(image?.shape, [8, 8, 1])
  assert.deepEqual(image?.range, [0, 16])
  assert.ok(image?.values instanceof Uint8Array && label?.values instanceof Uint8Array)
  // The first image of sklearn.datasets.load_digits(), its second row, and its sum over all pixels of all images.
  assert.deepEqual([...image.values.subarray(0, 16)], [0, 0, 5, 13, 9, 1, 0, 0, 0, 0, 13, 15, 10, 15, 5, 0])
  assert.equal(
    image.values.reduce((sum, value) => sum + value, 0),
    561718,
  )
  assert.deepEqual([...label.values.subarray(0, 10)], [0, 1, 2, 3, 4, 5, 6, 7, 8, 9])
  const counts = label.values.reduce((all, digit) => all.with(digit, (all[digit] ?? 0) + 1), Array<number>(10).fill(0))
  assert.deepEqual(counts, [178, 182, 177, 183, 181, 182, 181, 179, 174, 180])
})

test("a changed byte of the shipped digits is noticed", async () => {
  const bytes = await readFile(file)
  const at = bytes.length - 100
  bytes[at] = (bytes[at] ?? 0) ^ 1
  assert.throws(() => digitsPayload(bytes), { code: "DATASET_INVALID" })
})
