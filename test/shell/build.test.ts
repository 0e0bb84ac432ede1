import assert from "node:assert/strict"
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { DatabaseSync } from "node:sqlite"
import { test } from "node:test"
import { lockFile, root } from "../../electron/build/places.ts"
import { publish } from "../../electron/build/publish.ts"
import { start } from "../cli/command.ts"

function folders() {
  const folder = mkdtempSync(join(tmpdir(), "kaon-build-"))
  return { folder, place: join(folder, "dist"), [Symbol.dispose]: () => rmSync(folder, { recursive: true }) }
}

/** A finished build whose script has this name. */
function made(folder: string, script: string): string {
  const place = join(folder, `made-${script}`)
  mkdirSync(join(place, "assets"), { recursive: true })
  writeFileSync(join(place, "index.html"), script)
  writeFileSync(join(place, "assets", script), script)
  return place
}

test("a page that is open keeps its parts through one build, and not for ever", () => {
  using space = folders()
  const { folder, place } = space
  const stamp = () => JSON.parse(readFileSync(join(place, ".build.json"), "utf8"))
  publish(made(folder, "one.js"), place, "1", undefined)
  assert.deepEqual(stamp(), { key: "1", files: ["index.html", "assets/one.js"] })
  publish(made(folder, "two.js"), place, "2", stamp())
  assert.equal(readFileSync(join(place, "index.html"), "utf8"), "two.js")
  assert.ok(existsSync(join(place, "assets/one.js")) && existsSync(join(place, "assets/two.js")))
  publish(made(folder, "three.js"), place, "3", stamp())
  assert.ok(!existsSync(join(place, "assets/one.js")) && existsSync(join(place, "assets/two.js")))
})

test("a build that was cut off before its stamp leaves the last page in place", () => {
  using space = folders()
  const { folder, place } = space
  publish(made(folder, "one.js"), place, "1", undefined)
  const broken = made(folder, "two.js")
  // A folder in the place of the new script: publishing fails on its way.
  mkdirSync(join(place, "assets", "two.js", "x"), { recursive: true })
  assert.throws(() => publish(broken, place, "2", undefined))
  assert.equal(readFileSync(join(place, "index.html"), "utf8"), "one.js")
  assert.equal(JSON.parse(readFileSync(join(place, ".build.json"), "utf8")).key, "1")
})

test("a builder waits for the one that builds, and a killed one holds up nobody", async () => {
  mkdirSync(join(root, "electron/build/.tsbuild"), { recursive: true })
  const hold = `import { DatabaseSync } from "node:sqlite"
    new DatabaseSync(${JSON.stringify(lockFile)}, { timeout: 180000 }).exec("BEGIN EXCLUSIVE")
    console.log("held"); setInterval(() => {}, 1e6)`
  const other = start(process.execPath, ["--input-type=module", "-e", hold])
  await other.prints(/held/)
  const taken = new DatabaseSync(lockFile, { timeout: 0 })
  assert.throws(() => taken.exec("BEGIN EXCLUSIVE"), /locked/)
  other.child.kill("SIGKILL")
  await other.ended
  taken.exec("BEGIN EXCLUSIVE")
  taken.close()
})
