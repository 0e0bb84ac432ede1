import assert from "node:assert/strict"
import { spawnSync } from "node:child_process"
import { test } from "node:test"
import { fileURLToPath } from "node:url"
import { emptyRuns } from "./folder.ts"

const hasTmpfs = () => spawnSync("unshare", ["-Urm", "mount", "-t", "tmpfs", "tmpfs", "/mnt"]).status === 0
test("a disk that fills up while a run is recorded is said once, tears no line, and the next run is recorded again", {
  skip: !hasTmpfs() && "needs user namespaces with tmpfs",
}, async () => {
  await using place = await emptyRuns()
  const program = fileURLToPath(new URL("./full-disk.ts", import.meta.url))
  const mount = 'mount -t tmpfs -o size=1m tmpfs "$1" && exec "$2" "$3" "$1"'
  const done = spawnSync("unshare", ["-Urm", "sh", "-c", mount, "sh", place.folder, process.execPath, program])
  assert.equal(done.status, 0, String(done.stderr))
  const { told, torn, damaged, steps, next, folders } = JSON.parse(String(done.stdout))
  assert.equal(told.length, 1, told.join("\n"))
  assert.match(told[0], /not recorded any further/)
  assert.deepEqual([torn, damaged], [0, 0])
  assert.deepEqual(steps[0], ["done", true])
  assert.deepEqual([next, folders], ["done", 2])
})
