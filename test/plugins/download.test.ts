import assert from "node:assert/strict"
import { createHash } from "node:crypto"
import { once } from "node:events"
import { existsSync } from "node:fs"
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises"
import { createServer, type ServerResponse } from "node:http"
import { join } from "node:path"
import test from "node:test"
import { gzipSync } from "node:zlib"
import { download } from "../../plugins/dataset-mnist/download.ts"
import type { Part } from "../../plugins/dataset-mnist/files.ts"
import { scratch } from "./written-plugin.ts"

const content = Buffer.from(Array.from({ length: 300_000 }, (_, index) => (index * index) % 251))
const packed = gzipSync(content, { level: 0 })
const part: Part = {
  stem: "train-labels?idx1-ubyte",
  dimensions: 1,
  sha256: createHash("sha256").update(content).digest("hex"),
}
const name = "train-labels-idx1-ubyte.gz"

/** A mirror on loopback; `ranges` holds the Range header of each request. */
async function mirror(answer: (response: ServerResponse, from: number, count: number) => void) {
  const ranges: (string | undefined)[] = []
  const server = createServer((request, response) => {
    ranges.push(request.headers.range)
    answer(response, Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? "")?.[1] ?? 0), ranges.length)
  }).listen(0, "127.0.0.1")
  await once(server, "listening")
  const address = server.address()
  assert.ok(address !== null && typeof address === "object")
  return {
    url: `http://127.0.0.1:${address.port}/mnist/`,
    ranges,
    [Symbol.dispose]: () => {
      server.close()
      server.closeAllConnections()
    },
  }
}

/** Serves `bytes` with support of ranges, as a static file server does. */
const serve = (bytes: Buffer) => (response: ServerResponse, from: number) => {
  if (from >= bytes.length) return response.writeHead(416).end()
  response.writeHead(from > 0 ? 206 : 200, { "content-length": bytes.length - from }).end(bytes.subarray(from))
}

const host = (folder: string, progress: (fraction: number | null) => void = () => {}, signal?: AbortSignal) => ({
  dataDirectories: [],
  cacheDirectory: join(folder, "cache"),
  signal: signal ?? new AbortController().signal,
  progress,
})

test("a download is checked, counted and put in place under its name", async () => {
  await using folder = await scratch()
  using there = await mirror(serve(packed))
  const fractions: (number | null)[] = []
  const file = await download(
    part,
    host(folder.path, fraction => fractions.push(fraction)),
    [there.url],
  )
  assert.deepEqual(await readFile(file), packed)
  assert.deepEqual(await readdir(join(folder.path, "cache")), [name])
  assert.equal(fractions.at(-1), 1)
})

test("a broken connection keeps what came, and the next attempt asks only for the rest", async () => {
  await using folder = await scratch()
  let breakOff = () => {}
  using there = await mirror((response, from, count) => {
    if (count > 1) return serve(packed)(response, from)
    breakOff = () => void response.destroy()
    response.writeHead(200, { "content-length": packed.length }).write(packed.subarray(0, 100_000))
  })
  const broken = download(
    part,
    host(folder.path, () => breakOff()),
    [there.url],
  )
  await assert.rejects(broken, { code: "DOWNLOAD_FAILED" })
  const file = await download(part, host(folder.path), [there.url])
  assert.deepEqual(await readFile(file), packed)
  assert.equal(there.ranges[0], undefined)
  assert.match(there.ranges[1] ?? "", /^bytes=[1-9]\d*-$/)
  assert.equal(there.ranges.length, 2)
})

test("a server that knows no ranges sends the whole again, and that is used", async () => {
  await using folder = await scratch()
  await mkdir(join(folder.path, "cache"))
  await writeFile(join(folder.path, "cache", `${name}.part`), packed.subarray(0, 5000))
  using there = await mirror(response => response.writeHead(200).end(packed))
  assert.deepEqual(await readFile(await download(part, host(folder.path), [there.url])), packed)
})

test("a part left by another packing of the file does not spoil the download", async () => {
  await using folder = await scratch()
  await mkdir(join(folder.path, "cache"))
  await writeFile(join(folder.path, "cache", `${name}.part`), Buffer.alloc(5000, 1))
  using there = await mirror(serve(packed))
  assert.deepEqual(await readFile(await download(part, host(folder.path), [there.url])), packed)
})

test("a whole part that was not yet put in place is used as it is", async () => {
  await using folder = await scratch()
  await mkdir(join(folder.path, "cache"))
  await writeFile(join(folder.path, "cache", `${name}.part`), packed)
  using there = await mirror(serve(packed))
  assert.deepEqual(await readFile(await download(part, host(folder.path), [there.url])), packed)
})

test("a wrong checksum is refused, leaves nothing behind, and the next mirror is tried", async () => {
  await using folder = await scratch()
  using wrong = await mirror(serve(gzipSync("something else")))
  await assert.rejects(download(part, host(folder.path), [wrong.url]), {
    code: "DOWNLOAD_FAILED",
    message: /SHA-256 is not that of the original/,
  })
  assert.deepEqual(await readdir(join(folder.path, "cache")), [])
  using right = await mirror(serve(packed))
  assert.ok(existsSync(await download(part, host(folder.path), [wrong.url, right.url])))
})

test("a missing file is a failed download that names mirror, folder and fix", async () => {
  await using folder = await scratch()
  using there = await mirror(response => response.writeHead(404).end())
  await assert.rejects(
    download(part, host(folder.path), [there.url]),
    (error: Error & { code: string; fix: string }) => {
      assert.equal(error.code, "DOWNLOAD_FAILED")
      assert.match(error.message, /answered 404 Not Found/)
      assert.ok(error.message.includes(there.url) && error.message.includes(folder.path))
      assert.match(error.fix, /KAON_DATA/)
      return true
    },
  )
})

test("without a network the dataset is not found", async () => {
  await using folder = await scratch()
  const gone = await mirror(serve(packed))
  gone[Symbol.dispose]()
  await assert.rejects(download(part, host(folder.path), [gone.url]), {
    code: "DATASET_NOT_FOUND",
    message: /ECONNREFUSED/,
  })
})

test("an aborted download ends at once with the signal's reason", async () => {
  await using folder = await scratch()
  using there = await mirror(response => {
    response.writeHead(200, { "content-length": packed.length })
    response.write(packed.subarray(0, 1000))
  })
  const stop = new AbortController()
  const reason = new Error("enough")
  const loading = download(
    part,
    host(folder.path, () => stop.abort(reason), stop.signal),
    [there.url],
  )
  await assert.rejects(loading, reason)
})
