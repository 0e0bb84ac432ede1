import assert from "node:assert/strict"
import { existsSync } from "node:fs"
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { test } from "node:test"
import { findOnnx, installOnnx, onnxVersion, uninstallOnnx } from "../../kernel/native/setup/onnx.ts"

type Run = NonNullable<Parameters<typeof installOnnx>[1]>

async function home() {
  const path = await mkdtemp(join(tmpdir(), "kaon-onnx-"))
  return { env: { KAON_HOME: path }, path, [Symbol.asyncDispose]: () => rm(path, { recursive: true }) }
}

const platforms = ["linux", "darwin", "win32"].flatMap(platform => ["x64", "arm64"].map(arch => join(platform, arch)))

/** What npm does: it puts the package where it is told to. `mark` tells one from another. */
const npm =
  (mark: string, loads = true): Run =>
  async (program, args) => {
    if (program !== "npm") {
      assert.equal(program, process.execPath)
      if (!loads) throw Object.assign(new Error("exit 1"), { stderr: "warning\nError: wrong ELF class\n" })
      return
    }
    assert.ok(args.includes("--ignore-scripts") && args.at(-1) === `onnxruntime-node@${onnxVersion}`)
    const folder = join(args[args.indexOf("--prefix") + 1]!, "node_modules/onnxruntime-node")
    for (const each of platforms) await mkdir(join(folder, "bin/napi-v6", each), { recursive: true })
    await writeFile(join(folder, "package.json"), JSON.stringify({ mark }))
  }

const markOf = async (folder: string) => JSON.parse(await readFile(join(folder, "package.json"), "utf8")).mark

test("ONNX Runtime is installed for all workspaces, with this machine's libraries alone, and removed", async () => {
  await using place = await home()
  assert.equal(findOnnx(place.env), undefined)
  const folder = await installOnnx(place.env, npm("first"))
  assert.equal(findOnnx(place.env), folder)
  assert.deepEqual(await readdir(join(folder, "bin/napi-v6")), [process.platform])
  assert.deepEqual(await readdir(join(folder, "bin/napi-v6", process.platform)), [process.arch])
  assert.equal(await markOf(await installOnnx(place.env, npm("second"))), "second")
  assert.deepEqual([await uninstallOnnx(place.env), await uninstallOnnx(place.env)], [true, false])
  assert.equal(existsSync(folder), false)
})

const failures: Record<string, { run: Run; says: RegExp }> = {
  "npm that fails": {
    run: async () => {
      throw Object.assign(new Error("exit 1"), { stderr: "npm error code E404\nnpm error 404 Not Found\n" })
    },
    says: /npm could not install it\. npm error 404 Not Found$/,
  },
  "a library that does not load": { run: npm("broken", false), says: /does not load on .*wrong ELF class$/ },
}
for (const [what, { run, says }] of Object.entries(failures))
  test(`${what} says why in its last words, and what was installed stays`, async () => {
    await using place = await home()
    const before = await installOnnx(place.env, npm("before"))
    await assert.rejects(installOnnx(place.env, run), {
      code: "DOWNLOAD_FAILED",
      message: says,
      fix: /kaon setup onnx/,
    })
    assert.equal(await markOf(before), "before")
    const cache = join(before, "../../..")
    assert.deepEqual(await readdir(cache), ["onnxruntime"], "nothing half-done is left")
  })
