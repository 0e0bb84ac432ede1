import assert from "node:assert/strict"
import { test } from "node:test"
import { checkWhole, ranOrKilled, workspace } from "../runs/killing.ts"

/** Kills of each run, and runs that go on in one folder at once. */
const [most, beside, rounds] = [34, 2, 3]

test(`runs that are killed ${most * beside * rounds} times at random moments, two in a folder at once, lose no commit and repeat none`, async () => {
  let all = 0
  for (let round = 0; round < rounds; round++) {
    const notebooks = Array.from({ length: beside }, (_, i) => `n${i}.ipynb`)
    await using place = await workspace(notebooks, 400)
    await Promise.all(
      notebooks.map(async notebook => {
        let kills = 0
        while (!(await ranOrKilled(place.folder, notebook, kills < most ? 60 : 1e9))) kills++
        await checkWhole(place.folder, notebook, place.steps, kills)
        all += kills
      }),
    )
  }
  assert.ok(all > 50, `only ${all} kills: the runs were over too soon for this to prove anything`)
  console.log(`killed ${all} times`)
})
