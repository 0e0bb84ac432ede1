import assert from "node:assert/strict"
import { existsSync } from "node:fs"
import { mkdir, writeFile } from "node:fs/promises"
import { join, resolve } from "node:path"
import { test } from "node:test"
import { runEventSchema } from "../../kernel/contracts/run.ts"
import { folder, main, start } from "./command.ts"

const cache = resolve(import.meta.dirname, "../../.cache")
const python = join(cache, "python")
const present = (name: string) => existsSync(join(cache, name, "bin/python"))
const needs = (...found: string[]) => {
  const missing = found.filter(name => !present(name))
  return missing.length === 0 ? {} : { skip: `.cache/${missing.join(", .cache/")} is not there` }
}

/** Runs a notebook whose Python kernels are those of `.cache`; the packages of ipykernel serve where an environment has none. */
async function ran(path: string) {
  const kernels = join(path, "..", "jupyter", "kernels")
  for (const name of ["python", "torch", "keras"]) {
    await mkdir(join(kernels, name), { recursive: true })
    const spec = {
      argv: [join(cache, name, "bin/python"), "-m", "ipykernel_launcher", "-f", "{connection_file}"],
      display_name: name,
      language: "python",
      env:
        name === "python"
          ? {}
          : {
              PYTHONPATH: await packagesOf(),
              CUDA_VISIBLE_DEVICES: "-1",
              KERAS_BACKEND: "tensorflow",
              TF_CPP_MIN_LOG_LEVEL: "3",
            },
    }
    await writeFile(join(kernels, name, "kernel.json"), JSON.stringify(spec))
  }
  const { status, out, err } = await start(process.execPath, [main, "run", path, "--json"], {
    env: { JUPYTER_PATH: join(kernels, "..") },
  }).ended
  const events = out
    .trimEnd()
    .split("\n")
    .map(line => runEventSchema.parse(JSON.parse(line)))
  return {
    status,
    err,
    printed: events.flatMap(event => (event.event === "step-output" ? [JSON.stringify(event.output)] : [])).join("\n"),
    cached: events.flatMap(event => (event.event === "step-ended" && event.cached ? [event.cell] : [])),
    why: events
      .flatMap(event =>
        event.event === "step-started" && event.why !== undefined ? [`${event.cell}: ${event.why}`] : [],
      )
      .join("\n"),
  }
}

async function packagesOf(): Promise<string> {
  const { globSync } = await import("node:fs")
  return globSync("lib/python3*/site-packages", { cwd: python }).map(path => join(python, path))[0] ?? ""
}

const commented = (text: string) =>
  text
    .split("\n")
    .map(line => `// ${line}`.trimEnd())
    .join("\n")

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

test(
  "a PyTorch cell trains on what a TypeScript cell prepared, and its predictions are measured there",
  needs("torch", "python"),
  async () => {
    await using place = await folder()
    const path = join(place.path, "n.ts")
    await writeFile(
      path,
      `// %%data digits --test 0.2 --seed 7
import source from "kaon:datasets/digits"
const digits = await source.load().split({ stratify: "label" })
// %%python --kernel torch
${commented(`import torch
torch.manual_seed(0)
x, y = torch.tensor(digits.train.x).flatten(1), torch.tensor(digits.train.y).long()
model = torch.nn.Sequential(torch.nn.Linear(64, 32), torch.nn.ReLU(), torch.nn.Linear(32, 10))
optimizer = torch.optim.Adam(model.parameters(), lr=0.01)
for step in range(150):
    optimizer.zero_grad()
    torch.nn.functional.cross_entropy(model(x), y).backward()
    optimizer.step()
predicted = model(torch.tensor(digits.test.x).flatten(1)).argmax(1)`)}
// %%
const right = predicted.filter((label: number, i: number) => label === digits.test.ys[i]).length / predicted.length
console.log("accuracy", right > 0.9 ? "good" : right, predicted.constructor.name)
`,
    )
    const { status, err, printed } = await ran(path)
    assert.equal(status, 0, err + printed)
    assert.match(printed, /accuracy good Int32Array/)
  },
)

test("a Keras cell sits in the same graph", needs("keras", "python"), async () => {
  await using place = await folder()
  const path = join(place.path, "n.ts")
  await writeFile(
    path,
    `// %%
const x = tf.tensor2d([[0], [1], [2], [3]])
const y = [1, 3, 5, 7]
// %%python --kernel keras
${commented(`import keras, numpy as np
keras.utils.set_random_seed(0)
net = keras.Sequential([keras.layers.Input((1,)), keras.layers.Dense(1)])
net.compile(keras.optimizers.SGD(0.1), "mse")
net.fit(x, np.array(y), epochs=100, verbose=0)
line = net.predict(np.array([[10.0]]), verbose=0)`)}
// %%
console.log("at ten", Math.round(line.arraySync()[0][0]), line.shape.join(), net.type)
`,
  )
  const { status, err, printed } = await ran(path)
  assert.equal(status, 0, err + printed)
  assert.match(printed, /at ten 21 1,1 keras/)
})
