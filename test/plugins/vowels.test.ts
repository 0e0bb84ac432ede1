import assert from "node:assert/strict"
import { readFile } from "node:fs/promises"
import test from "node:test"
import { loadDataset } from "../../kernel/plugins/datasets.ts"
import { vowelsPayload } from "../../plugins/dataset-vowels/vowels.ts"

test("vowels loads through the plugin process with the utterances, frames and speakers that were published", async () => {
  const { splits, target } = await loadDataset("vowels")
  assert.ok("train" in splits)
  assert.deepEqual([target, splits.train.rows, splits.test.rows], ["speaker", 270, 370])
  const [cepstrum, frames, speaker] = splits.train.columns
  assert.deepEqual(cepstrum?.shape, [29, 12])
  // The first frame of the first utterance, to four places, and a frame after its end.
  const first = [1.8609, -0.2074, 0.2616, -0.2146, -0.1713, -0.1182, -0.2776, 0.0257, 0.1267, -0.3068, -0.2131, 0.0887]
  const values = cepstrum!.values as Float32Array
  first.forEach((value, i) => {
    assert.ok(Math.abs(values[i]! - value) < 1e-6, `${values[i]}`)
  })
  assert.equal(frames!.values[0], 20)
  assert.equal(values[20 * 12], 0)
  const counts = (of: typeof speaker) =>
    [...(of!.values as Uint8Array)].reduce((all, one) => all.with(one, all[one]! + 1), Array<number>(9).fill(0))
  assert.deepEqual(counts(speaker), Array<number>(9).fill(30))
  assert.deepEqual(counts(splits.test.columns[2]), [31, 35, 88, 44, 29, 24, 40, 50, 29])
})

test("a changed byte of the shipped vowels is noticed", async () => {
  const bytes = await readFile(new URL("../../plugins/dataset-vowels/vowels.i16.gz", import.meta.url))
  bytes[bytes.length - 100]! ^= 1
  assert.throws(() => vowelsPayload(bytes), { code: "DATASET_INVALID" })
})
