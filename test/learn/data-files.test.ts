import assert from "node:assert/strict"
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { dirname, join } from "node:path"
import { after, before, test } from "node:test"
import { gzipSync } from "node:zlib"
import { encode } from "fast-png"
import jpeg from "jpeg-js"
import { provideCurrentCell } from "../../kernel/contracts/context.ts"
import { resized } from "../../kernel/learn/data/files/decode.ts"
import { data } from "../../kernel/learn/index.ts"

let folder = ""
const put = async (file: string, content: Uint8Array | string) => {
  await mkdir(dirname(join(folder, file)), { recursive: true })
  await writeFile(join(folder, file), content)
}

/** A picture of one colour. */
const filled = (height: number, width: number, pixel: number[]) =>
  Uint8Array.from({ length: height * width * pixel.length }, (_, i) => pixel[i % pixel.length]!)
const png = (height: number, width: number, pixel: number[], depth: 8 | 16 = 8) =>
  encode({
    height,
    width,
    channels: pixel.length,
    depth,
    data: depth === 8 ? filled(height, width, pixel) : Uint16Array.from(filled(height, width, pixel), v => v * 257),
  })

/** A WAV file of whole or fractional samples, frame by frame. */
function wav(samples: number[], { rate = 8000, channels = 1, bits = 16, code = 1 } = {}): Buffer {
  const bytes = bits / 8
  const file = Buffer.alloc(44 + samples.length * bytes)
  file.write("RIFF", 0)
  file.writeUInt32LE(file.length - 8, 4)
  file.write("WAVEfmt ", 8)
  file.writeUInt32LE(16, 16)
  file.writeUInt16LE(code, 20)
  file.writeUInt16LE(channels, 22)
  file.writeUInt32LE(rate, 24)
  file.writeUInt32LE(rate * channels * bytes, 28)
  file.writeUInt16LE(channels * bytes, 32)
  file.writeUInt16LE(bits, 34)
  file.write("data", 36)
  file.writeUInt32LE(samples.length * bytes, 40)
  samples.forEach((sample, i) => {
    const at = 44 + i * bytes
    if (code === 3) file.writeFloatLE(sample, at)
    else if (bits === 8) file.writeUInt8(Math.round(sample * 128 + 128), at)
    else file.writeIntLE(Math.round(sample * 2 ** (bits - 1)), at, bytes)
  })
  return file
}

/** An IDX file of bytes. */
const idx = (shape: number[], values: number[]) => {
  const head = Buffer.alloc(4 + 4 * shape.length)
  head.writeUInt32BE(0x0800 + shape.length, 0)
  for (const [i, size] of shape.entries()) head.writeUInt32BE(size, 4 + 4 * i)
  return Buffer.concat([head, Buffer.from(values)])
}

before(async () => {
  folder = await mkdtemp(join(tmpdir(), "kaon-files-"))
  provideCurrentCell(() => ({
    header: undefined,
    signal: new AbortController().signal,
    display() {},
    directory: folder,
  }))
})
after(() => rm(folder, { recursive: true, force: true }))

test("a folder of images is a dataset with the folders' names as classes", async () => {
  await put("pets/dog/b.png", png(4, 6, [10, 20, 30]))
  await put("pets/dog/a.png", png(4, 6, [200, 0, 0, 128]))
  await put("pets/cat/deep.png", png(4, 6, [100], 16))
  await put("pets/cat/notes.txt", "not an image")
  await put(
    "pets/cat/photo.jpg",
    jpeg.encode({ height: 4, width: 6, data: filled(4, 6, [250, 250, 250, 255]) }, 95).data,
  )
  const pets = await data.images("pets").split({ test: 1e-9 })
  assert.deepEqual(pets.classes, ["cat", "dog"])
  assert.deepEqual(pets.shape, [4, 6, 3])
  assert.deepEqual([...pets.train.ys], [0, 0, 1, 1])
  const first = (row: number) => [...pets.train.xs.subarray(row * 72, row * 72 + 3)]
  assert.deepEqual(first(0), [100, 100, 100])
  assert.ok(first(1).every(value => Math.abs(value - 250) <= 2))
  assert.deepEqual(
    [first(2), first(3)],
    [
      [200, 0, 0],
      [10, 20, 30],
    ],
  )
  const grey = await data
    .images("pets", { channels: 1, size: [2, 2] })
    .scale("min-max")
    .split({ test: 1e-9 })
  assert.deepEqual(grey.shape, [2, 2, 1])
})

test("folders train and test of folders are the splits of the dataset", async () => {
  for (const [split, count] of [
    ["train", 3],
    ["test", 2],
  ] as const) {
    for (let i = 0; i < count; i++) {
      for (const label of ["a", "b"]) await put(`own/${split}/${label}/${i}.png`, png(2, 2, [i]))
    }
  }
  const { train, test } = await data.images("own", { channels: 1 })
  assert.deepEqual([train.size, test.size], [6, 4])
})

test("resizing keeps one colour as it is, halves by means, and grows between neighbours", () => {
  const values = Uint8Array.from([0, 100, 200, 40])
  const picture = { height: 2, width: 2, channels: 1 as const, values }
  assert.deepEqual([...resized(picture, 1, 1).values], [85])
  assert.deepEqual([...resized(picture, 2, 2).values], [...values])
  assert.deepEqual(
    [...resized({ height: 1, width: 2, channels: 1, values: Uint8Array.from([0, 100]) }, 1, 4).values],
    [0, 25, 75, 100],
  )
  assert.ok(
    resized({ height: 9, width: 7, channels: 3, values: filled(9, 7, [7, 8, 9]) }, 3, 4).values.every(
      (value, i) => value === 7 + (i % 3),
    ),
  )
})

test("sounds of every width of samples are read to the same values, cut and filled up to one length", async () => {
  const wave = [0, 0.5, -0.5, 0.25]
  for (const [name, options] of Object.entries({
    a8: { bits: 8 },
    b16: {},
    c24: { bits: 24 },
    d32: { bits: 32 },
    e: { bits: 32, code: 3 },
  })) {
    await put(`sounds/${name}/x.wav`, wav(wave, options))
  }
  const sounds = await data.sounds("sounds", { seconds: 6 / 8000 }).split({ test: 1e-9 })
  assert.deepEqual(sounds.shape, [6, 1])
  for (let row = 0; row < 5; row++)
    assert.deepEqual([...sounds.train.xs.subarray(row * 6, row * 6 + 6)], [...wave, 0, 0])
  await put("stereo/a/x.wav", wav([0.5, -0.5, 0.25, 0.75], { channels: 2 }))
  assert.deepEqual([...(await data.sounds("stereo").split({ test: 1e-9 })).train.xs], [0, 0.5])
  assert.deepEqual(
    [...(await data.sounds("stereo", { stereo: true }).split({ test: 1e-9 })).train.xs],
    [0.5, -0.5, 0.25, 0.75],
  )
})

test("IDX files, also gzipped, are images with labels and a test split of their own", async () => {
  await put("train-images", gzipSync(idx([3, 2, 2], [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12])))
  await put("train-labels", idx([3], [0, 2, 1]))
  await put("test-images", idx([1, 2, 2], [0, 0, 0, 255]))
  await put("test-labels", idx([1], [2]))
  const read = await data.idx(
    { values: "train-images", labels: "train-labels" },
    { test: { values: "test-images", labels: "test-labels" } },
  )
  assert.deepEqual(read.shape, [2, 2, 1])
  assert.deepEqual([...read.train.ys, ...read.test.ys], [0, 2, 1, 2])
  assert.deepEqual(read.classes, ["0", "1", "2"])
  assert.deepEqual([...read.train.xs.subarray(4, 8)], [5, 6, 7, 8])
})

test("files that cannot be used are named, with why and what to do", async () => {
  await put("mixed/a/one.png", png(2, 2, [1]))
  await put("mixed/a/two.png", png(3, 2, [1]))
  await put("broken/a/half.png", png(20, 20, [1, 2, 3]).subarray(0, 40))
  await put("fake/a/text.jpg", "no image")
  await put("flat/file.png", png(2, 2, [1]))
  await put("rates/a/one.wav", wav([0, 0]))
  await put("rates/a/two.wav", wav([0, 0], { rate: 44_100 }))
  await put("cut/a/cut.wav", wav([0, 0, 0, 0]).subarray(0, 48))
  await put("mp3/a/x.wav", Buffer.from("ID3 and so on"))
  await put("short", idx([3, 2, 2], [1, 2, 3]))
  await put("three", idx([3], [0, 1, 2]))
  await put("two", idx([2], [0, 1]))
  const cases: [() => PromiseLike<unknown>, string, RegExp, RegExp][] = [
    [
      () => data.images("mixed"),
      "SHAPE_MISMATCH",
      /"two.png" has shape \[3, 2, 3\]; "one.png" has \[2, 2, 3\]/,
      /size/,
    ],
    [() => data.images("broken"), "DATA_INVALID", /"half.png" cannot be used/, /Remove/],
    [() => data.images("fake"), "DATA_INVALID", /"text.jpg" cannot be used/, /PNG/],
    [() => data.images("flat"), "DATA_INVALID", /no folders of files/, /class's name/],
    [() => data.images("nowhere"), "FILE_NOT_FOUND", /no folder "nowhere"/, /notebook/],
    [
      () => data.sounds("rates"),
      "DATA_INVALID",
      /"two.wav" .* 44100 samples a second, others have 8000/,
      /one sample rate/,
    ],
    [() => data.sounds("cut"), "DATA_INVALID", /"cut.wav" .* cut off/, /again/],
    [() => data.sounds("mp3"), "DATA_INVALID", /"x.wav" .* not a WAV file/, /WAV/],
    [() => data.idx({ values: "short", labels: "three" }), "DATA_INVALID", /announces 12 values .* holds 3/, /again/],
    [() => data.idx({ values: "three", labels: "two" }), "DATA_INVALID", /2 labels for 3 rows/, /belong together/],
  ]
  for (const [read, code, says, fix] of cases) {
    await assert.rejects(
      async () => await read(),
      (error: { code: string; message: string; fix: string }) => {
        assert.equal(error.code, code, error.message)
        assert.match(error.message, says)
        assert.match(error.fix, fix)
        return true
      },
    )
  }
})
