import assert from "node:assert/strict"
import { createHash } from "node:crypto"
import { once } from "node:events"
import { existsSync, statSync } from "node:fs"
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises"
import { createServer, type ServerResponse } from "node:http"
import { join } from "node:path"
import { test } from "node:test"
import { probe } from "../../kernel/native/probe.ts"
import { install, uninstall } from "../../kernel/native/setup/install.ts"
import { findInstalled, nativeHome } from "../../kernel/native/setup/place.ts"
import { planFor, type SetupPlan } from "../../kernel/native/setup/platform.ts"
import { folder } from "../cli/command.ts"
import { zipOf } from "./zip.ts"

/** Numbers that do not compress, so that the wheel is as large. */
const library = Buffer.from(Uint32Array.from({ length: 400_000 }, (_, i) => Math.imul(i, 0x9e3779b9) ^ (i * i)).buffer)
const wheel = zipOf({
  "tensorflow/libtensorflow_cc.so.2": library,
  "tensorflow/libtensorflow_framework.so.2": Buffer.from("framework"),
  "tensorflow/python/large.so": Buffer.alloc(1000),
})
const sha256 = createHash("sha256").update(wheel).digest("hex")
const name = "tensorflow_cpu-2.21.0-cp311-cp311-manylinux_2_27_x86_64.whl"

type Answer = (response: ServerResponse, from: number) => void
const whole: Answer = (response, from) => {
  if (from >= wheel.length) return void response.writeHead(416).end()
  const headers = { "content-length": wheel.length - from }
  response.writeHead(from > 0 ? 206 : 200, headers).end(wheel.subarray(from))
}

/** A package index on loopback, with the wheel and others that do not fit. */
async function index(answer: Answer = whole, hash = sha256) {
  const ranges: (string | undefined)[] = []
  const files = [
    { filename: "tensorflow_cpu-2.20.0-cp311-cp311-manylinux_2_27_x86_64.whl", url: "/no", hashes: { sha256 } },
    { filename: "tensorflow_cpu-2.21.0-cp311-cp311-win_amd64.whl", url: "/no", hashes: { sha256 } },
    { filename: name, url: `/files/${name}`, hashes: { sha256: hash } },
  ]
  const server = createServer((request, response) => {
    if (request.url === "/simple/tensorflow-cpu/") {
      response.writeHead(200, { "content-type": "application/vnd.pypi.simple.v1+json" })
      return void response.end(JSON.stringify({ files }))
    }
    if (request.url !== `/files/${name}`) return void response.writeHead(404).end()
    ranges.push(request.headers.range)
    answer(response, Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? "")?.[1] ?? 0))
  }).listen(0, "127.0.0.1")
  await once(server, "listening")
  const { port } = server.address() as { port: number }
  const sources = { run: async () => undefined, index: `http://127.0.0.1:${port}/simple` }
  const close = () => {
    server.close()
    server.closeAllConnections()
  }
  return { sources, ranges, [Symbol.dispose]: close }
}

const machine = { platform: "linux", arch: "x64" } as const
const plan = (hash = sha256): SetupPlan => {
  const real = planFor("native", machine)
  return { ...real, wheels: real.wheels.map(spec => ({ ...spec, sha256: hash })) }
}
/** What lies in the folder, hidden or not, besides the installation. */
const leftovers = async (home: string) =>
  (await readdir(home).catch(() => [])).filter(entry => entry !== "native" && entry !== "downloads")

test("a setup unpacks the libraries alone into the user's cache, where every workspace finds them", async () => {
  await using home = await folder()
  using server = await index()
  const env = { KAON_HOME: home.path }
  const steps = new Set<string>()
  const installed = await install(plan(), { ...server, env, progress: ({ step }) => steps.add(step) })
  assert.deepEqual(await readFile(installed.library), library)
  assert.deepEqual((await readdir(join(installed.folder, "tensorflow"))).sort(), [
    "libtensorflow_cc.so.2",
    "libtensorflow_framework.so.2",
  ])
  assert.deepEqual(findInstalled(env), installed)
  assert.deepEqual([...steps], ["find", "download", "unpack"])
  assert.deepEqual(await readdir(nativeHome(env)), ["native"])
  assert.equal(findInstalled({ ...env, KAON_TENSORFLOW: "off" }), undefined)
  assert.equal(findInstalled({ KAON_TENSORFLOW: installed.folder })?.library, installed.library)
  await install(plan(), { ...server, env })
  assert.equal(server.ranges.length, 1, "what is there is not downloaded again")
  assert.equal(await uninstall("native", env), true)
  assert.equal(await uninstall("native", env), false)
  assert.equal(findInstalled(env), undefined)
})

test("a download that broke off goes on where it stopped", async () => {
  await using home = await folder()
  const env = { KAON_HOME: home.path }
  const half = Math.floor(wheel.length / 2)
  let tries = 0
  using server = await index((response, from) => {
    if (tries++ > 0) return whole(response, from)
    response.writeHead(200, { "content-length": wheel.length })
    response.write(wheel.subarray(0, half))
    const part = join(nativeHome(env), "downloads", `${name}.part`)
    const breakOff = () => ((statSync(part, { throwIfNoEntry: false })?.size ?? 0) > 0 ? response.destroy() : again())
    const again = () => void setImmediate(breakOff)
    again()
  })
  await assert.rejects(install(plan(), { ...server, env }), {
    code: "DOWNLOAD_FAILED",
    message: /broke off/,
    fix: /what has arrived is kept/,
  })
  assert.equal(findInstalled(env), undefined)
  assert.deepEqual(await leftovers(nativeHome(env)), [])
  const { library: path } = await install(plan(), { ...server, env })
  assert.match(server.ranges[1]!, /^bytes=[1-9]\d*-$/)
  assert.deepEqual(await readFile(path), library)
})

test("a server that knows no ranges is asked for the whole again, and the file is right", async () => {
  await using home = await folder()
  const env = { KAON_HOME: home.path }
  await mkdir(join(nativeHome(env), "downloads"), { recursive: true })
  await writeFile(join(nativeHome(env), "downloads", `${name}.part`), wheel.subarray(0, 1000))
  using server = await index(response => whole(response, 0))
  assert.deepEqual(await readFile((await install(plan(), { ...server, env })).library), library)
})

test("a file with another hash is refused and removed, and what was installed stays", async () => {
  await using home = await folder()
  const env = { KAON_HOME: home.path }
  using good = await index()
  await install(plan(), { ...good, env })
  const forged = Buffer.from(wheel)
  forged[100]! ^= 1
  using bad = await index(response => response.writeHead(200).end(forged))
  await assert.rejects(install(plan(), { ...bad, env, force: true }), { code: "DOWNLOAD_FAILED", message: /hash/ })
  assert.deepEqual(await readdir(join(nativeHome(env), "downloads")), [])
  assert.deepEqual(await readFile(findInstalled(env)!.library), library)
  using lying = await index(whole, "00".repeat(32))
  await assert.rejects(install(plan(), { ...lying, env, force: true }), {
    code: "DOWNLOAD_FAILED",
    message: /another hash than the published/,
  })
  assert.equal(lying.ranges.length, 0, "nothing is downloaded that can only be wrong")
})

test("a file that is no wheel, or lacks the libraries, leaves nothing behind", async () => {
  await using home = await folder()
  const env = { KAON_HOME: home.path }
  const empty = zipOf({ "README.md": Buffer.from("no library") })
  for (const [content, message] of [
    [Buffer.from("<html>not found</html>"), /cannot be unpacked: it is no zip file/],
    [empty, /does not hold the libraries/],
  ] as const) {
    const hash = createHash("sha256").update(content).digest("hex")
    using server = await index(response => response.writeHead(200).end(content), hash)
    await assert.rejects(install(plan(hash), { ...server, env }), { code: "DOWNLOAD_FAILED", message })
    assert.equal(findInstalled(env), undefined)
    assert.deepEqual(await leftovers(nativeHome(env)), [])
  }
})

test("pip's own choice is taken where there is pip, and pip downloads what its index does not hand to others", async () => {
  await using home = await folder()
  const env = { KAON_HOME: home.path }
  using closed = await index(response => response.writeHead(401).end())
  const calls: (readonly string[])[] = []
  const run = async (_command: string, args: readonly string[]) => {
    calls.push(args)
    const url = `${closed.sources.index.replace("/simple", "/files")}/${name}`
    const found = { install: [{ download_info: { url, archive_info: { hashes: { sha256 } } } }] }
    if (args.includes("install")) return { status: 0, out: JSON.stringify(found) }
    await writeFile(join(args[args.indexOf("--dest") + 1]!, name), wheel)
    return { status: 0, out: "" }
  }
  const { library: path } = await install(plan(), { sources: { run, index: "http://127.0.0.1:9" }, env })
  assert.deepEqual(await readFile(path), library)
  assert.ok(calls[0]!.includes("tensorflow-cpu==2.21.0") && calls[0]!.includes("manylinux_2_27_x86_64"))
  assert.ok(calls[1]!.includes("download"))
})

test("a library that does not work on this machine is taken back, and what was there before stays", async () => {
  await using home = await folder()
  const env = { KAON_HOME: home.path }
  using server = await index()
  const before = await install(plan(), { ...server, env })
  const works = async () => "it needs AVX"
  await assert.rejects(install(plan(), { ...server, env, force: true, works }), {
    code: "NATIVE_UNSUPPORTED",
    message: /does not work here: it needs AVX/,
  })
  assert.deepEqual(findInstalled(env), before)
  // The bytes of the test's library are none: a process that loads it says so.
  const found = await probe(before.folder)
  assert.ok("why" in found && /cannot be loaded/.test(found.why), JSON.stringify(found))
})

test("two setups at once: the second says that the first is at work; a dead one's lock is taken over", async () => {
  await using home = await folder()
  const env = { KAON_HOME: home.path }
  using server = await index()
  await mkdir(nativeHome(env), { recursive: true })
  const lock = join(nativeHome(env), "setup.lock")
  await writeFile(lock, String(process.ppid))
  await assert.rejects(install(plan(), { ...server, env }), { code: "WRITE_FAILED", message: /at work/ })
  await writeFile(lock, "999999999")
  await install(plan(), { ...server, env })
  assert.equal(existsSync(lock), false)
})

test("a folder that cannot be written is named, with what to do", async () => {
  await using home = await folder()
  await writeFile(join(home.path, "cache"), "a file where the folder should be")
  using server = await index()
  await assert.rejects(install(plan(), { ...server, env: { KAON_HOME: home.path } }), {
    code: "WRITE_FAILED",
    message: /cannot be written/,
    fix: /KAON_HOME/,
  })
})

test("every platform has its plan: package, tag and library; GPUs bring CUDA's libraries", () => {
  const planned = (platform: NodeJS.Platform, arch: string) => {
    const { wheels, library: path } = planFor("native", { platform, arch })
    return [wheels[0]!.requirement, wheels[0]!.tags[0], path]
  }
  const unix = "tensorflow/libtensorflow_cc"
  assert.deepEqual(planned("linux", "x64"), ["tensorflow-cpu==2.21.0", "manylinux_2_27_x86_64", `${unix}.so.2`])
  assert.deepEqual(planned("linux", "arm64"), ["tensorflow==2.21.0", "manylinux_2_27_aarch64", `${unix}.so.2`])
  assert.deepEqual(planned("darwin", "arm64"), ["tensorflow==2.21.0", "macosx_12_0_arm64", `${unix}.2.dylib`])
  assert.equal(planned("win32", "x64")[1], "win_amd64")
  assert.throws(() => planFor("native", { platform: "darwin", arch: "x64" }), {
    code: "NATIVE_UNSUPPORTED",
    message: /darwin-x64/,
  })
  assert.throws(() => planFor("gpu", { platform: "darwin", arch: "arm64" }), { code: "NATIVE_UNSUPPORTED" })
  const gpu = planFor("gpu", machine)
  assert.equal(gpu.wheels[0]!.requirement, "tensorflow==2.21.0")
  const names = gpu.wheels.slice(1).map(({ project }) => project)
  for (const part of ["cublas", "cudnn", "cufft", "curand", "cusolver", "cusparse", "nccl", "cuda-runtime"])
    assert.ok(names.includes(`nvidia-${part}-cu12`), part)
  const members = gpu.wheels.find(({ project }) => project === "nvidia-cudnn-cu12")!.members
  assert.match("nvidia/cudnn/lib/libcudnn.so.9", members)
  assert.doesNotMatch("nvidia/cudnn/include/cudnn.h", members)
})
