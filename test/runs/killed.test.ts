import { test } from "node:test"
import { checkWhole, ranOrKilled, workspace } from "./killing.ts"

test("two runs in one folder, killed at random moments and gone on with, lose no commit and repeat none", async () => {
  // Names that some file systems take for one, and letters that they spell in two ways.
  const notebooks = ["Übung.ipynb", "übung 二.ipynb"]
  await using place = await workspace(notebooks, 40)
  await Promise.all(
    notebooks.map(async notebook => {
      let kills = 0
      while (!(await ranOrKilled(place.folder, notebook, kills < 3 ? 60 : 1e6))) kills++
      await checkWhole(place.folder, notebook, place.steps, kills)
    }),
  )
})
