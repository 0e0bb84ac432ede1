import assert from "node:assert/strict"
import { copyFile, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises"
import { createServer } from "node:http"
import type { AddressInfo } from "node:net"
import { tmpdir } from "node:os"
import path from "node:path"
import { test } from "node:test"
import { unzipSync, zipSync } from "fflate"
import { models } from "../../kernel/learn/models/index.ts"
import { readKeras } from "../../kernel/learn/models/keras/read.ts"
import { tf } from "../../kernel/learn/tf.ts"
import { fixtures } from "./fixtures.ts"
import { skip as withoutOnnx } from "./onnx.ts"

const keras = path.join(fixtures, "keras")
const dense = await readFile(path.join(keras, "dense.keras"))
const transformer = await readFile(path.join(keras, "transformer.keras"))

interface Config {
  config: {
    layers: { class_name: string; module?: string; config: Record<string, unknown>; inbound_nodes?: unknown[] }[]
  }
}

/** The file with another config. */
function changed(file: Uint8Array, change: (config: Config) => void): Uint8Array {
  const members = unzipSync(file)
  const config = JSON.parse(Buffer.from(members["config.json"]!).toString("utf8")) as Config
  change(config)
  return zipSync({ ...members, "config.json": Buffer.from(JSON.stringify(config)) })
}

async function inFolder(run: (folder: string) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(path.join(tmpdir(), "kaon-attacks-"))
  try {
    await run(folder)
  } finally {
    await rm(folder, { recursive: true })
  }
}

test("a .keras file that is cut short anywhere is refused, and leaves nothing behind", async () => {
  const before = tf.memory().numTensors
  for (let length = 0; length < dense.length; length += 997)
    await assert.rejects(readKeras(dense.subarray(0, length), "it"), { code: "MODEL_INVALID" }, `${length} bytes`)
  assert.equal(tf.memory().numTensors, before)
})

test("a .keras file with any damaged byte is read right, or refused with a reason", async () => {
  for (let at = 0; at < dense.length; at += 1499) {
    const damaged = Uint8Array.from(dense)
    damaged[at] = damaged[at]! ^ 0xff
    await readKeras(damaged, "it").then(
      model => model.dispose(),
      error => assert.match(String(error.code), /MODEL_INVALID|SHAPE_MISMATCH/, `byte ${at}: ${error.stack}`),
    )
  }
})

test("a zip that unpacks to more than it says, or says too much, is not unpacked", async () => {
  const members = unzipSync(dense)
  const bomb = Buffer.from(zipSync({ ...members, "config.json": new Uint8Array(40e6) }, { level: 9 }))
  // In the directory, the unpacked size is 24 bytes after an entry's mark.
  const entry = bomb.indexOf("config.json", bomb.indexOf(Buffer.from("PK\u0001\u0002"))) - 46
  const honest = bomb.readUInt32LE(entry + 24)
  assert.equal(honest, 40e6)
  bomb.writeUInt32LE(100, entry + 24)
  await assert.rejects(readKeras(bomb, "it"), { message: /unpacks to more than the 100 bytes/ })
  bomb.writeUInt32LE(2 ** 32 - 2, entry + 24)
  await assert.rejects(readKeras(bomb, "it"), { message: /says it unpacks to 4294967294 bytes/ })
})

test("what a zip names outside of itself is never written", async () => {
  await inFolder(async folder => {
    const file = path.join(folder, "a.keras")
    await writeFile(
      file,
      zipSync({ ...unzipSync(dense), "../escaped": Buffer.from("x"), "/tmp/kaon-escaped": Buffer.from("x") }),
    )
    ;(await models.load(file)).dispose()
    await assert.rejects(readFile(path.join(folder, "../escaped")))
    await assert.rejects(readFile("/tmp/kaon-escaped"))
  })
})

test("Python code in a Lambda layer is not run, and the layer is named", async () => {
  const lambda = { class_name: "__lambda__", config: { code: "4wEAAAA=", defaults: null, closure: null } }
  const file = changed(dense, ({ config }) => {
    config.layers[1] = { class_name: "Lambda", module: "keras.layers", config: { name: "evil", function: lambda } }
  })
  await assert.rejects(readKeras(file, "it"), {
    code: "MODEL_INVALID",
    message: /"evil" \(Lambda\).*Python code.*never run/,
  })
})

test("layers of an author's own are named, and so is one of a class that is not known", async () => {
  const own = changed(dense, ({ config }) => {
    Object.assign(config.layers[1]!, { module: "builtins", registered_name: "mine>Dense" })
  })
  await assert.rejects(readKeras(own, "it"), { message: /"dense".*\(Dense\).*author's own \(mine>Dense\)/ })
  const strange = changed(dense, ({ config }) => {
    config.layers[1]!.class_name = "Quantum"
  })
  await assert.rejects(readKeras(strange, "it"), {
    message: /\(Quantum\) cannot be brought over: there is no such layer/,
  })
})

test("a layer that would leave a mask out is refused, since it would predict something else", async () => {
  const masked = await readFile(path.join(keras, "masked.keras"))
  const file = changed(masked, ({ config }) => {
    config.layers[3] = { class_name: "Softmax", module: "keras.layers", config: { name: "soft", axis: -1 } }
  })
  await assert.rejects(readKeras(file, "it"), { code: "MODEL_INVALID", message: /"soft" \(Softmax\).*mask/ })
})

test("weights that are missing or of another shape are refused by name", async () => {
  const wider = changed(dense, ({ config }) => {
    config.layers[2]!.config.units = 3
  })
  await assert.rejects(readKeras(wider, "it"), {
    code: "SHAPE_MISMATCH",
    message: /kernel.*dense_1.*\[4, 3\].*\[4, 4\]/,
  })
  const more = changed(dense, ({ config }) => {
    config.layers.push({ ...config.layers[1]!, config: { ...config.layers[1]!.config, name: "extra" } })
  })
  await assert.rejects(readKeras(more, "it"), { message: /weights/ })
  const huge = changed(dense, ({ config }) => {
    config.layers[1]!.config.units = 1e12
  })
  await assert.rejects(readKeras(huge, "it"), { message: /need at least \d+ weights, and the file holds \d+/ })
})

test("calls that wait for each other or for nothing end in a reason, not in waiting for ever", async () => {
  const reference = (name: string) => ({
    class_name: "__keras_tensor__",
    config: { shape: [null, 4, 6], dtype: "float32", keras_history: [name, 0, 0] },
  })
  for (const from of ["nobody", "layer_normalization_1"]) {
    const file = changed(transformer, ({ config }) => {
      const norm = config.layers.find(({ config: { name } }) => String(name).startsWith("layer_normalization"))!
      norm.inbound_nodes = [{ args: [reference(from)], kwargs: {} }]
    })
    await assert.rejects(readKeras(file, "it"), { code: "MODEL_INVALID", message: /not there, or waits for it/ })
  }
})

test("configs of the wrong kind are refused", async () => {
  for (const config of [
    "",
    "[]",
    "{}",
    "null",
    '{"class_name":"Sequential","config":{}}',
    '{"class_name":"Functional","config":{"layers":[]}}',
    `${"[".repeat(1e5)}`,
  ]) {
    const file = zipSync({ ...unzipSync(dense), "config.json": Buffer.from(config) })
    await assert.rejects(readKeras(file, "it"), { code: "MODEL_INVALID" }, config.slice(0, 40))
  }
  let nested: object = { class_name: "Sequential", config: { layers: [] } }
  for (let i = 0; i < 200; i++) nested = { class_name: "Sequential", config: { name: `n${i}`, layers: [nested] } }
  const deep = zipSync({ ...unzipSync(dense), "config.json": Buffer.from(JSON.stringify(nested)) })
  await assert.rejects(readKeras(deep, "it"), { message: /nested over 32 deep/ })
})

test("garbage that begins as HDF5 is refused, and the next file is read", async () => {
  await inFolder(async folder => {
    const whole = await readFile(path.join(keras, "dense.h5"))
    const file = path.join(folder, "a.h5")
    for (const bytes of [
      Buffer.from("no"),
      Buffer.alloc(5000),
      whole.subarray(0, 2048),
      whole.subarray(0, whole.length - 1000),
    ]) {
      await writeFile(file, bytes)
      await assert.rejects(models.load(file), { code: "MODEL_INVALID" })
    }
    for (let at = 100; at < whole.length; at += 3001) {
      const damaged = Uint8Array.from(whole)
      damaged.fill(0xff, at, at + 64)
      await writeFile(file, damaged)
      await models.load(file).then(
        model => model.dispose(),
        error => assert.match(String(error.code), /MODEL_INVALID|SHAPE_MISMATCH/, `byte ${at}: ${error.stack}`),
      )
    }
    ;(await models.load(path.join(keras, "dense.h5"))).dispose()
  })
})

test("weights of a TensorFlow.js model that lie elsewhere are not read", async () => {
  await inFolder(async folder => {
    const home = path.join(folder, "model")
    const model = tf.sequential({ layers: [tf.layers.dense({ units: 1, inputShape: [2] })] })
    await models.save(model, home)
    const json = await readFile(path.join(home, "model.json"), "utf8")
    await copyFile(path.join(home, "group1-shard1of1.bin"), path.join(folder, "secret.bin"))
    for (const name of [
      "../secret.bin",
      "/etc/passwd",
      "a/../../secret.bin",
      "..\\secret.bin",
      "file:///etc/passwd",
      "http://127.0.0.1/x",
      "%2e%2e/secret.bin",
      "",
    ]) {
      await writeFile(
        path.join(home, "model.json"),
        json.replace("group1-shard1of1.bin", JSON.stringify(name).slice(1, -1)),
      )
      await assert.rejects(models.load(home), { code: "MODEL_INVALID", message: /for its weights/ }, name)
    }
    await writeFile(path.join(home, "model.json"), json.replace('"shape":[2,1]', '"shape":[9,1]'))
    await assert.rejects(models.load(home), { message: /should have 40 bytes of weights, and has 12/ })
    await writeFile(path.join(home, "model.json"), json.slice(0, -20))
    await assert.rejects(models.load(home), { message: /no complete JSON/ })
  })
})

test("a model of TensorFlow.js comes from an address, and one that is not there is said", async () => {
  await inFolder(async folder => {
    const model = tf.sequential({ layers: [tf.layers.dense({ units: 1, inputShape: [2] })] })
    await models.save(model, path.join(folder, "net"))
    const server = createServer(async (request, response) => {
      const bytes = await readFile(path.join(folder, request.url!)).catch(() => undefined)
      response.statusCode = bytes === undefined ? 404 : 200
      response.end(bytes)
    }).listen(0, "127.0.0.1")
    await new Promise(ready => server.once("listening", ready))
    const at = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    try {
      const again = await models.load(`${at}/net`)
      assert.deepEqual([...again.getWeights()[0]!.dataSync()], [...model.getWeights()[0]!.dataSync()])
      await assert.rejects(models.load(`${at}/nothing/model.json`), { code: "DOWNLOAD_FAILED", message: /404/ })
    } finally {
      server.close()
      server.closeAllConnections()
    }
  })
})

test("a pickle is never read: what to do instead is said", async () => {
  for (const run of [models.load, models.open, models.tensors])
    await assert.rejects(run(path.join(fixtures, "torch/mlp.pt")), {
      code: "MODEL_INVALID",
      message: /pickle.*never read/,
      fix: /onnx\.export.*safetensors/,
    })
})

test("an ONNX model that is garbage, or has its weights elsewhere, is refused", { skip: withoutOnnx }, async () => {
  await inFolder(async folder => {
    const file = path.join(folder, "a.onnx")
    const whole = await readFile(path.join(fixtures, "torch/mlp.onnx"))
    for (const bytes of [Buffer.alloc(0), Buffer.from("nothing at all"), whole.subarray(0, whole.length - 300)]) {
      await writeFile(file, bytes)
      await assert.rejects(models.open(file), { code: "MODEL_INVALID" })
    }
    const field = (number: number, ...parts: Buffer[]) => {
      const content = Buffer.concat(parts)
      return Buffer.concat([Buffer.from([(number << 3) | 2, content.length]), content])
    }
    const location = field(13, field(1, Buffer.from("location")), field(2, Buffer.from("../../etc/passwd")))
    await writeFile(file, Buffer.concat([whole, field(7, field(5, location))]))
    await assert.rejects(models.open(file), { code: "MODEL_INVALID", message: /names "\.\.\/\.\.\/etc\/passwd"/ })
  })
})

test("a folder with other things in it is not replaced by a model", async () => {
  await inFolder(async folder => {
    const model = tf.sequential({ layers: [tf.layers.dense({ units: 1, inputShape: [2] })] })
    await mkdir(path.join(folder, "work"))
    await writeFile(path.join(folder, "work/thesis.txt"), "years")
    await assert.rejects(models.save(model, path.join(folder, "work")), { code: "WRITE_FAILED", message: /thesis/ })
    assert.equal(await readFile(path.join(folder, "work/thesis.txt"), "utf8"), "years")
    await models.save(model, path.join(folder, "net"))
    await models.save(model, path.join(folder, "net"))
    await assert.rejects(models.save(model, path.join(folder, "net.exe")), { code: "MODEL_INVALID" })
  })
})
