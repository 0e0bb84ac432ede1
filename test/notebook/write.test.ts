import assert from "node:assert/strict"
import { execFileSync } from "node:child_process"
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { test } from "node:test"
import { readNotebook } from "../../kernel/notebook/read.ts"
import { writeNotebook } from "../../kernel/notebook/write.ts"
import { anyNotebook, randomFrom } from "./random.ts"

async function temporary() {
  const path = await mkdtemp(join(tmpdir(), "kaon-write-"))
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }) }
}
const notebook = anyNotebook(randomFrom(11))

test("a written notebook is read back the same, and nothing is left beside it", async () => {
  await using folder = await temporary()
  const path = join(folder.path, "n.ipynb")
  await writeNotebook(path, notebook)
  const file = await readNotebook(path)
  assert.deepEqual(file.notebook, notebook)
  const before = await readFile(path)
  await writeNotebook(path, file.notebook, file)
  assert.deepEqual(await readFile(path), before)
  assert.deepEqual(await readdir(folder.path), ["n.ipynb"])
})

test("a file keeps its mode, and a link stays a link", async () => {
  await using folder = await temporary()
  const [path, link] = [join(folder.path, "n.ipynb"), join(folder.path, "link.ipynb")]
  await writeFile(path, "old")
  await chmod(path, 0o640)
  await symlink("n.ipynb", link)
  await writeNotebook(link, notebook)
  assert.equal((await stat(path)).mode & 0o777, 0o640)
  assert.notEqual(await readFile(path, "utf8"), "old")
  assert.deepEqual((await readdir(folder.path)).sort(), ["link.ipynb", "n.ipynb"])
})

test("a missing folder, or a folder in the file's place, is WRITE_FAILED with what to do", async () => {
  await using folder = await temporary()
  await mkdir(join(folder.path, "d.ipynb"))
  await assert.rejects(writeNotebook(join(folder.path, "no", "n.ipynb"), notebook), {
    code: "WRITE_FAILED",
    fix: /does not exist: create it/,
  })
  await assert.rejects(writeNotebook(join(folder.path, "d.ipynb"), notebook), {
    code: "WRITE_FAILED",
    fix: /is a folder/,
  })
})

test("a write that the system refuses half-way leaves the old file whole and nothing beside it", async () => {
  await using folder = await temporary()
  const path = join(folder.path, "n.ipynb")
  await writeFile(path, "old")
  const code = `import { writeWhole } from ${JSON.stringify(import.meta.resolve("../../kernel/notebook/write.ts"))}
    process.on("SIGXFSZ", () => {})
    await writeWhole(process.argv[1], "x".repeat(4_000_000)).catch(error => console.log(error.code, error.cause.code))`
  const shell = ["-c", 'ulimit -f 1000 && exec "$0" --input-type=module -e "$1" "$2"', process.execPath, code, path]
  assert.equal(execFileSync("sh", shell, { encoding: "utf8" }), "WRITE_FAILED EFBIG\n")
  assert.equal(await readFile(path, "utf8"), "old")
  assert.deepEqual(await readdir(folder.path), ["n.ipynb"])
})
