import assert from "node:assert/strict"
import { readFile, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { test } from "node:test"
import { fileURLToPath } from "node:url"
import { folder, start } from "../cli/command.ts"

const install = fileURLToPath(new URL("../../kernel/cli/install.mjs", import.meta.url))

/** A project that lacks its packages, and an npm that notes when it begins and ends. */
async function project(place: string) {
  const lock = { packages: { "node_modules/a": { version: "1.0.0", integrity: "sha512-x" } } }
  await writeFile(join(place, "package-lock.json"), JSON.stringify(lock))
  const npm = join(place, "npm.js")
  const node = process.platform === "win32" ? "node.exe" : "node"
  await writeFile(
    npm,
    `const { appendFileSync, cpSync, mkdirSync, writeFileSync } = require("node:fs")
    appendFileSync("npm.log", "begin\\n")
    writeFileSync("npm.args", process.argv.slice(2).join(" "))
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 300)
    mkdirSync("node_modules/node/bin", { recursive: true })
    writeFileSync("node_modules/node/bin/${node}", "")
    cpSync("package-lock.json", "node_modules/.package-lock.json")
    appendFileSync("npm.log", "end\\n")`,
  )
  return () => start(process.execPath, [install, place], { env: { npm_execpath: npm } }).ended
}

test("of several that start at once one installs, the others wait for it and find everything there", async () => {
  await using place = await folder()
  const run = await project(place.path)
  const all = await Promise.all([run(), run(), run()])
  assert.deepEqual(
    all.map(({ status }) => status),
    [0, 0, 0],
  )
  assert.equal(await readFile(join(place.path, "npm.log"), "utf8"), "begin\nend\n")
})

test("a lock whose process is gone holds up nobody", async () => {
  await using place = await folder()
  const run = await project(place.path)
  const dead = start(process.execPath, ["-e", ""])
  await dead.ended
  await writeFile(join(place.path, ".installing"), String(dead.child.pid))
  assert.equal((await run()).status, 0)
  assert.equal(await readFile(join(place.path, "npm.log"), "utf8"), "begin\nend\n")
})

test("what builds and checks Kaon is installed also where the environment leaves such packages out", async () => {
  await using place = await folder()
  const run = await project(place.path)
  assert.equal((await run()).status, 0)
  assert.match(await readFile(join(place.path, "npm.args"), "utf8"), /^ci --include=dev /)
})
