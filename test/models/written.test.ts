import assert from "node:assert/strict"
import { mkdtemp, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import path from "node:path"
import { after, before, test } from "node:test"
import { models } from "../../kernel/learn/models/index.ts"
import { type Layers, tf } from "../../kernel/learn/tf.ts"
import { skip as withoutNative } from "../native/library.ts"
import { casesIn, distance, fixtures } from "./fixtures.ts"
import { skip as withoutOnnx } from "./onnx.ts"
import { ask, type Question, skip as withoutPython } from "./oracle.ts"

const folder = path.join(fixtures, "keras")
const cases = casesIn(folder)
let home = ""
before(async () => {
  home = await mkdtemp(path.join(tmpdir(), "kaon-written-"))
})
after(async () => await rm(home, { recursive: true }))

/** A format that models are written in: where to, and who reads it in Python. */
const formats = {
  keras: { target: (name: string) => `${name}.keras`, skip: false },
  "saved-model": { target: (name: string) => `saved/${name}`, skip: withoutNative },
  onnx: { target: (name: string) => `${name}.onnx`, skip: false },
} as const
type Format = keyof typeof formats

const loaded = (name: string): Promise<Layers.LayersModel> => models.load(path.join(folder, `${name}.keras`))

const written = async (format: Format, name: string): Promise<string> =>
  await models.save(await loaded(name), path.join(home, formats[format].target(name)), { format })

for (const format of ["keras", "saved-model", "onnx"] as const) {
  const skip = formats[format].skip || withoutPython
  test(`every ${format} file written here is read by its own makers in Python, who predict the same`, {
    skip,
  }, async () => {
    const questions: Question[] = []
    for (const [name, said] of cases) {
      if (format === "keras" && name === "divided") continue
      const dtype = format === "keras" ? said.dtype : ((await loaded(name)).inputs[0]!.dtype as "float32")
      questions.push({ kind: format, path: await written(format, name), ...said, dtype })
    }
    const wrong = ask(questions).flatMap((answer, i) => {
      const name = path.basename(questions[i]!.path)
      if ("error" in answer) return [`${name}: ${answer.error}`]
      const far = distance(answer.ys, cases.get(path.parse(name).name)!.ys)
      return far < 1e-5 ? [] : [`${name}: ${far} apart`]
    })
    assert.deepEqual(wrong, [])
    assert.ok(questions.length >= 17)
  })
}

for (const [format, skip] of [
  ["saved-model", withoutNative],
  ["onnx", withoutOnnx],
] as const) {
  test(`every ${format} file written here is opened here, and predicts the same`, { skip }, async () => {
    for (const [name, said] of cases) {
      using model = await models.open(await written(format, name))
      const outputs = await model.predict(tf.tensor(said.xs, said.shape))
      const far = distance([...outputs.dataSync()], said.ys)
      assert.ok(far < 1e-5, `${name}: ${far} apart`)
      // The batch that it was traced with is in none of its sizes.
      assert.equal((await model.predict(tf.zeros([5, ...said.shape.slice(1)]))).shape[0], 5, name)
    }
  })
}

test("safetensors written here are read by the format's own library", { skip: withoutPython }, async () => {
  const model = await loaded("dense")
  const names = Object.keys(await models.weightNames(model)).toSorted()
  const weights = new Map(
    model.layers.flatMap(layer =>
      layer.weights.map(weight => [`${layer.name}/${weight.originalName.split("/").at(-1)}`, weight.read().dataSync()]),
    ),
  )
  const wanted = names.flatMap(name => [...weights.get(name)!])
  for (const [precision, most] of [
    ["float32", 0],
    ["bfloat16", 8e-3],
  ] as const) {
    const file = await models.save(model, path.join(home, `${precision}.safetensors`), { precision })
    const [answer] = ask([{ kind: "safetensors", path: file, xs: [0], shape: [1], dtype: "float32" }])
    assert.ok("ys" in answer!, JSON.stringify(answer))
    assert.ok(distance(answer.ys, wanted) <= most)
  }
})

test("several inputs and outputs go into a SavedModel and ONNX by name", {
  skip: withoutNative || withoutOnnx,
}, async () => {
  const [a, b] = [tf.input({ shape: [3], name: "a" }), tf.input({ shape: [3], name: "b" })]
  const sum = tf.layers.add({ name: "sum" }).apply([a, b]) as Layers.SymbolicTensor
  const wide = tf.layers.dense({ name: "wide", units: 2 }).apply(sum) as Layers.SymbolicTensor
  const model = tf.model({ inputs: [a, b], outputs: [wide, sum] })
  for (const [format, file] of [
    ["saved-model", "two"],
    ["onnx", "two.onnx"],
  ] as const) {
    using opened = await models.open(await models.save(model, path.join(home, file), { format }))
    assert.equal(opened.inputs.length, 2)
    const feeds = Object.fromEntries(
      opened.inputs.map(({ name }) => [name, name.includes("a") ? [[1, 2, 3]] : [[10, 20, 30]]]),
    )
    const outputs = Object.values(await opened.run(feeds))
    const found = outputs.find(({ shape }) => shape[1] === 3)!
    assert.deepEqual([...found.dataSync()], [11, 22, 33])
  }
})

test("what cannot be written is said, with the reason", { skip: withoutNative }, async () => {
  const open = tf.sequential({ layers: [tf.layers.simpleRNN({ units: 2, inputShape: [null as never, 3] })] })
  for (const [format, file] of [
    ["saved-model", "no"],
    ["onnx", "no.onnx"],
  ] as const)
    await assert.rejects(models.save(open, path.join(home, file), { format }), {
      code: "MODEL_INVALID",
      message: /size besides the batch that varies/,
    })
})
