import {
  Dataset,
  data,
  evaluate,
  expect,
  fit,
  Report,
  Table,
  Trained,
  tf,
  valueCodecs,
} from "../../kernel/learn/index.ts"
import { Store } from "../../kernel/store/index.ts"
import { digits as source } from "../learn/digits.ts"

/*
 * Run as a program, in two processes: `make` trains a small network and stores all that there is, `use` reads it and goes on. Both
 * print what they see; it has to be the same.
 */
const [what, root, names = "{}"] = process.argv.slice(2)
const { values } = new Store(root!, { codecs: valueCodecs })
const fitOptions = { epochs: 1, batch: 64, seed: 3 } as const

async function made() {
  const digits = await source()
    .take(400)
    .scale("min-max")
    .split({ test: 0.25, validation: 0.1, seed: 7, stratify: "label" })
  const cnn = tf.sequential({
    layers: [
      tf.layers.conv2d({ inputShape: digits.shape, filters: 4, kernelSize: 3, activation: "relu" }),
      tf.layers.batchNormalization(),
      tf.layers.flatten(),
      tf.layers.dense({ units: digits.classes.length, activation: "softmax" }),
    ],
  })
  const trained = await fit(cnn, digits, fitOptions)
  const report = await evaluate(trained, digits.test)
  expect(report.accuracy).atLeast(0.01)
  const part = digits.train.part("test", digits.train.indices.slice(0, 9))
  const augmented = await source().take(50).augment({ flip: "horizontal" }).split({ test: 0.5, seed: 1 })
  const weather = await data.from(
    [
      { day: "mon", rain: 1.5 },
      { day: "tue", rain: null },
    ],
    "weather",
  )
  const tensors = {
    a: tf.tensor2d([[1, 2]], [1, 2], "int32"),
    b: tf.variable(tf.tensor1d([0.1]), false),
    c: tf.tensor(["x"]),
  }
  return { digits, cnn, trained, report, part, augmented, weather, tensors }
}

type All = Awaited<ReturnType<typeof made>>

/** What can be seen of the values, to the last bit. */
async function seen({ digits, cnn, trained, report, part, augmented, weather, tensors }: All) {
  const outputs = tf.tidy(() =>
    (
      cnn.predict(tf.tensor(digits.test.xs, [digits.test.size, ...digits.shape])) as never as {
        dataSync(): Float32Array
      }
    ).dataSync(),
  )
  const again = await fit(cnn, digits, fitOptions)
  const hash = (array: ArrayLike<number>) =>
    Array.from(array).reduce((sum, value, i) => sum + value * ((i % 97) + 1), 0)
  return {
    kinds: [digits instanceof Dataset, trained instanceof Trained, report instanceof Report, weather instanceof Table],
    shared: [trained.model === cnn, report.outcomes.split === digits.test, part.source === digits.source],
    data: [digits.fingerprint, hash(digits.train.xs), hash(digits.validation!.ys), String(digits.title)],
    rows: digits.test.rows({ limit: 2 }),
    augmented: [augmented.fingerprint, augmented.train.augmenter?.options, augmented.test.augmenter === undefined],
    part: [part.size, part.name, hash(part.xs)],
    outputs: hash(outputs),
    history: trained.history.map(({ seconds: _, ...row }) => row),
    best: trained.best && trained.history.indexOf(trained.best),
    prediction: await trained.predict(digits.test.rows({ limit: 1 })),
    report: [report.figures, report.gates, report.confusionCounts, report.perClass, report.topK(3)],
    weather: [await weather.rows(), weather.columns, weather.name],
    tensors: [
      tensors.a.dtype,
      tensors.a.shape,
      [...tensors.a.dataSync()],
      tensors.b instanceof tf.Variable,
      [...tensors.b.dataSync()],
      tensors.c.dataSync(),
    ],
    // Trained again, a model begins where it began: from the weights that it had before its training.
    again: [again.history.map(({ seconds: _, ...row }) => row), hash(again.model.getWeights()[0]!.dataSync())],
    next: tf.layers.dense({ units: 1 }).name,
  }
}

if (what === "make") {
  const all = await made()
  const digests: Record<string, string> = {}
  for (const [name, value] of Object.entries(all)) digests[name] = (await values.save(value, name)).digest
  console.log(JSON.stringify({ digests, seen: await seen(all) }))
} else {
  const digests = JSON.parse(names) as Record<string, string>
  const all: Record<string, unknown> = {}
  for (const [name, digest] of Object.entries(digests)) all[name] = await values.load(digest)
  const same: Record<string, boolean> = {}
  for (const [name, value] of Object.entries(all)) same[name] = (await values.digest(value)) === digests[name]
  console.log(JSON.stringify({ same, seen: await seen(all as All) }))
}
