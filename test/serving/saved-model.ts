import { mkdtemp, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { saveModel } from "../../kernel/learn/bundle/save.ts"
import { tf } from "../../kernel/learn/tf.ts"
import { Trained } from "../../kernel/learn/train/trained.ts"

/** A folder of the test's own, removed at the end of the scope. */
export async function scratch(): Promise<{ path: string } & AsyncDisposable> {
  const path = await mkdtemp(join(tmpdir(), "kaon-test-"))
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }) }
}

const classes = [..."0123456789"]

/** Saves a small convolutional classifier of 8 × 8 images (its weights random, by seed) as a bundle at `<folder>/<name>`. */
export async function saveClassifier(folder: string, { name = "digits", seed = 1, bias = 0 } = {}): Promise<string> {
  const init = (offset: number) => tf.initializers.randomUniform({ minval: -0.5, maxval: 0.5, seed: seed + offset })
  // Names given: those that TensorFlow.js makes up count on, and would make equal models differ.
  const model = tf.sequential({
    name: "net",
    layers: [
      tf.layers.conv2d({
        name: "conv",
        inputShape: [8, 8, 1],
        filters: 8,
        kernelSize: 3,
        activation: "relu",
        kernelInitializer: init(1),
      }),
      tf.layers.flatten({ name: "flat" }),
      tf.layers.dense({
        name: "out",
        units: 10,
        activation: "softmax",
        kernelInitializer: init(2),
        biasInitializer: tf.initializers.constant({ value: bias }),
      }),
    ],
  })
  return save(model, [{ name: "image", kind: "image", shape: [8, 8, 1] }], classes, folder, name)
}

/** Saves a model of two numbers that gives 2a + 3b; its one weight can be made infinite to make answers that are not finite. */
export async function saveRegressor(folder: string, weight = 3): Promise<string> {
  const layer = tf.layers.dense({ units: 1, inputShape: [2] })
  const model = tf.sequential({ layers: [layer] })
  layer.setWeights([tf.tensor2d([[2], [weight]]), tf.tensor1d([0])])
  const columns = [
    { name: "a", kind: "number" as const, shape: [] },
    { name: "b", kind: "number" as const, shape: [] },
  ]
  return save(model, columns, [], folder, "line")
}

type Column = { name: string; kind: "image" | "number"; shape: number[] }

async function save(model: Trained["model"], columns: Column[], names: string[], folder: string, name: string) {
  const directory = join(folder, name)
  const trained = new Trained({
    model,
    history: [],
    best: undefined,
    stopped: "done",
    preprocessing: [{ step: "columns", state: { columns } }],
    dataset: { name: "test", fingerprint: "none", classes: names },
  })
  await saveModel(trained, directory, { name })
  return directory
}
