import assert from "node:assert/strict"
import { copyFile, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { test } from "node:test"
import { stopDeployment } from "../../kernel/serving/index.ts"
import { folder } from "../cli/command.ts"
import { commented, needs, ran } from "../cli/python.ts"

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

test(
  "the template with PyTorch and Keras meets its gates in both, and serves",
  needs("torch", "keras", "python"),
  async () => {
    await using place = await folder()
    const path = join(place.path, "n.ipynb")
    await copyFile(join(import.meta.dirname, "../../workspaces/templates/python.ipynb"), path)
    try {
      const { status, err, printed } = await ran(path)
      assert.equal(status, 0, err + printed)
      assert.match(printed, /ROC-AUC: Kaon 0\.9\d+, PyTorch 0\.9\d+, Keras 0\.9/)
      assert.match(printed, /(benign|malignant) \([\d.]+ %\), and it was/)
    } finally {
      await stopDeployment(place.path, "python").catch(() => {})
    }
  },
)
