import assert from "node:assert/strict"
import { writeFile } from "node:fs/promises"
import { join } from "node:path"
import { test } from "node:test"
import { folder } from "./command.ts"
import { commented, needs, ran } from "./python.ts"

const script = (more = "", last = "") => `// %%
const grid = tf.tensor2d([[1, 2], [3, 4]])
// %%python --kernel python
${commented(`import numpy as np\nturned = grid.T * 2${more}\ntable = {"n": [1, 2]}`)}
// %%python --kernel python
${commented(`total = float(turned.sum())\nprint("python", total)`)}
// %%
console.log("typescript", total, turned.arraySync().flat().join()${last})
`

test(
  "Python cells come from the cache, run again where what they rest on changed, and give what a clean run gives",
  needs("python"),
  async () => {
    await using place = await folder()
    const path = join(place.path, "n.ts")
    await writeFile(path, script())
    const first = await ran(path)
    assert.equal(first.status, 0, first.err + first.printed)
    assert.match(first.printed, /python 20/)
    assert.match(first.printed, /typescript 20 2,6,4,8/)
    const again = await ran(path)
    assert.deepEqual(again.cached, [1, 2, 3, 4], again.why)
    await writeFile(path, script("  # the same", ", 1"))
    const below = await ran(path)
    assert.deepEqual(below.cached, [1, 2, 3], below.why)
    assert.match(below.printed, /typescript 20 2,6,4,8 1/)
    await writeFile(path, script("\n# chance\nturned += np.random.rand()"))
    const chance = await ran(path)
    assert.match(chance.why, /2: it draws by chance without a seed/)
    assert.match(chance.why, /3: it calls code of cell 2 that draws by chance/)
  },
)

test("a failing Python cell ends the run, with its line", needs("python"), async () => {
  await using place = await folder()
  const path = join(place.path, "n.ts")
  await writeFile(path, "// %%python --kernel python\n// x = 1\n// x / 0\n")
  const { status, err } = await ran(path)
  assert.equal(status, 1)
  assert.match(err, /ZeroDivisionError: division by zero/)
  assert.match(err, /cell 1, line 3|> 3/)
})
