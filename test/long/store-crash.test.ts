import assert from "node:assert/strict"
import { spawn, spawnSync } from "node:child_process"
import { readdir } from "node:fs/promises"
import { join } from "node:path"
import { test } from "node:test"
import { fileURLToPath } from "node:url"
import { Store } from "../../kernel/store/index.ts"
import { emptyStore } from "../store/folder.ts"

const writer = fileURLToPath(new URL("../store/writer.ts", import.meta.url))

/** Starts a writer, lets it write for a random while and kills it. */
function killed(root: string, seed: number, cache: string): Promise<void> {
  const child = spawn(process.execPath, [writer, root, String(seed)], {
    env: { ...process.env, NODE_COMPILE_CACHE: cache },
    stdio: ["ignore", "pipe", "inherit"],
  })
  child.stdout.once("data", () => setTimeout(() => child.kill("SIGKILL"), Math.random() * 40))
  return new Promise((resolve, reject) =>
    child.once("exit", (_code, signal) => {
      if (signal === "SIGKILL") resolve()
      else reject(new Error("the writer ended by itself"))
    }),
  )
}

const rounds = 25
const beside = 8
/** Rounds after which every value is read; entries are looked for after each. */
const reading = 5
test(`${rounds * beside} writers of one store, ${beside} at a time, killed at random moments, leave no torn value and no entry without one`, async () => {
  await using place = await emptyStore()
  const { store } = place
  let entries = 0
  for (let round = 0; round < rounds; round++) {
    await Promise.all(Array.from({ length: beside }, (_, i) => killed(store.root, i, join(place.folder, "compiled"))))
    using fresh = new Store(store.root)
    const all = fresh.entries.byUse()
    assert.ok(all.length >= entries, "an entry that was committed is lost")
    entries = all.length
    for (const { key, needs } of all) {
      assert.ok(fresh.find(key), `${key} is committed, but something that it needs is not there`)
      if (round % reading === 0) for (const digest of needs) await fresh.values.load(digest)
    }
  }
  assert.ok(entries > beside, "the writers wrote nothing: nothing was tried")
  for (const { digest } of await store.objects.list()) await store.objects.get(digest)
  assert.deepEqual(await readdir(join(store.root, "damaged")).catch(() => []), [])
  const incoming = () => readdir(join(store.root, "incoming"))
  const later = Date.now() + 2 * 60 * 60 * 1000
  await (await import("../../kernel/store/collect.ts")).collect(
    store.root,
    store.objects,
    store.entries,
    {},
    { now: later },
  )
  assert.deepEqual(await incoming(), [], "what killed writers left half-written is swept up")
})

const hasTmpfs = () => spawnSync("unshare", ["-Urm", "mount", "-t", "tmpfs", "tmpfs", "/mnt"]).status === 0
test("a full disk fails the write with what to do, and everything before it stays", {
  skip: !hasTmpfs() && "needs user namespaces with tmpfs",
}, async () => {
  await using place = await emptyStore()
  const program = fileURLToPath(new URL("../store/full-disk.ts", import.meta.url))
  const mount = 'mount -t tmpfs -o size=1m tmpfs "$1" && exec "$2" "$3" "$1"'
  const done = spawnSync("unshare", ["-Urm", "sh", "-c", mount, "sh", place.folder, process.execPath, program])
  assert.equal(done.status, 0, String(done.stderr))
  const { code, cause, kept, incoming } = JSON.parse(String(done.stdout))
  assert.deepEqual([code, cause], ["WRITE_FAILED", "ENOSPC"])
  assert.equal(kept, "small")
  assert.deepEqual(incoming, [])
})
