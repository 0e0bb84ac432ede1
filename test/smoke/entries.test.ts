import assert from "node:assert/strict"
import { spawnSync } from "node:child_process"
import path from "node:path"
import { test } from "node:test"

const root = path.resolve(import.meta.dirname, "../..")
const kaon = (...args: string[]) =>
  spawnSync(process.execPath, [path.join(root, "kernel/cli/main.ts"), ...args], { encoding: "utf8" })

test("the project runs on its own Node 26", () => {
  assert.match(process.version, /^v26\./)
})

test("each entry starts by plain node and says what it is for", () => {
  assert.match(kaon("--help").stdout, /run .*notebook/)
  assert.match(kaon("--version").stdout, /^\d+\.\d+\.\d+\n$/)
  const kernel = spawnSync(process.execPath, [path.join(root, "kernel/session/start.mjs")], { encoding: "utf8" })
  assert.match(kernel.stderr, /usage: node kernel\/session\/start\.mjs/)
  assert.equal(kernel.status, 2)
})

test("a mistyped command is a usage error with the nearest one named", () => {
  const { status, stderr } = kaon("rnu")
  assert.equal(status, 2)
  assert.match(stderr, /run/)
})
