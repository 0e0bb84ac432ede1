import assert from "node:assert/strict"
import { readdir, readFile, rm, truncate, utimes, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { test } from "node:test"
import { collect } from "../../kernel/store/collect.ts"
import { type Entry, Store } from "../../kernel/store/index.ts"
import { emptyStore } from "./folder.ts"

const entryOf = async (store: Store, value: unknown): Promise<Entry> => ({
  values: { x: { form: "stored", ...(await store.values.save(value)) } },
  changed: {},
  outputs: null,
  seconds: 1,
  made: Date.now(),
})

const damages: [string, (file: string) => Promise<void>][] = [
  [
    "one changed bit",
    async file => {
      const bytes = await readFile(file)
      bytes[bytes.length - 1]! ^= 1
      await writeFile(file, bytes)
    },
  ],
  ["a missing end", file => truncate(file, 20)],
  ["nothing in it", file => truncate(file, 0)],
]
for (const [what, damage] of damages) {
  test(`an artefact with ${what} is never read as a value: it is set aside, and can be stored again`, async () => {
    await using place = await emptyStore()
    const { values, objects, root } = place.store
    const { digest } = await values.save([1, 2, 3])
    await damage(objects.pathOf(digest))
    await assert.rejects(values.load(digest), /ARTEFACT_LOST|set aside/)
    assert.equal(objects.has(digest), false)
    assert.equal((await readdir(join(root, "damaged"))).length, 1)
    await values.save([1, 2, 3])
    assert.deepEqual(await values.load(digest), [1, 2, 3])
  })
}

test("an entry whose artefact is gone is not found", async () => {
  await using place = await emptyStore()
  const { store } = place
  store.entries.put("k", await entryOf(store, { a: 1 }))
  const found = store.find("k")
  assert.ok(found)
  for (const { digest } of await store.objects.list()) await store.objects.remove(digest)
  assert.equal(store.find("k"), undefined)
})

test("an index that is no database any more is set aside with a word, and begun anew", async () => {
  await using place = await emptyStore()
  const root = join(place.folder, "other")
  using before = new Store(root)
  before.entries.put("k", await entryOf(before, 1))
  before[Symbol.dispose] = () => {}
  const said: string[] = []
  for (const ending of ["-wal", "-shm"]) await rm(join(root, `index-1.db${ending}`), { force: true })
  await writeFile(join(root, "index-1.db"), "this is no database, whatever its name says. ".repeat(200))
  using after = new Store(root, { told: sentence => said.push(sentence) })
  assert.equal(after.find("k"), undefined)
  assert.match(said.join(), /was damaged and has been begun anew/)
  after.entries.put("k", await entryOf(after, 1))
  assert.ok(after.find("k"))
})

test("a folder's name in any script, and two names that differ in case alone, are each their own store", async () => {
  await using place = await emptyStore()
  for (const name of ["Größe 数据 🙂", "größe 数据 🙂", "e\u0301", "\u00e9", "a b'c\"d"]) {
    using store = new Store(join(place.folder, name))
    const { digest } = await store.values.save({ name })
    assert.deepEqual(await store.values.load(digest), { name })
    assert.match(store.objects.pathOf(digest).slice(store.root.length), /^\/objects\/[0-9a-f]{2}\/[0-9a-f]{62}$/)
  }
})

const day = 24 * 60 * 60 * 1000

test("the least recently used goes first, what is held or shared stays, and what nobody refers to is freed", async () => {
  await using place = await emptyStore()
  const { store } = place
  const { entries, objects } = store
  for (const key of ["old", "held", "shared", "new"]) {
    const value = new Float64Array(1000).fill(key === "shared" || key === "new" ? 9 : key.length)
    entries.put(key, await entryOf(store, value))
  }
  const held = entries.byUse().find(({ key }) => key === "held")!.needs
  entries.hold("run:1", held)
  const orphan = await store.values.save("nobody's")
  await utimes(objects.pathOf(orphan.digest), new Date(0), new Date(0))
  const done = await collect(store.root, objects, entries, { bytes: 17_000 })
  assert.deepEqual(
    entries.byUse().map(({ key }) => key),
    ["held", "shared", "new"],
  )
  assert.equal(store.find("old"), undefined)
  assert.ok(store.find("new"))
  assert.ok(objects.has(held[0]!))
  assert.equal(objects.has(orphan.digest), false)
  assert.equal(done.artefacts, 2)
  await collect(store.root, objects, entries, { bytes: 0 })
  assert.deepEqual(
    (await objects.list()).map(({ digest }) => digest),
    held,
    "what a run holds is never taken",
  )
  entries.release("run:1")
  await collect(store.root, objects, entries, { bytes: 0 }, { now: Date.now() + 2 * day })
  assert.deepEqual(await objects.list(), [])
})

test("entries go by age; one that was used since stays, and a clock that went back makes nothing old", async () => {
  await using place = await emptyStore()
  const { store } = place
  const { entries, objects } = store
  entries.put("a", await entryOf(store, "a"))
  const past = await collect(store.root, objects, entries, { age: day }, { now: Date.now() - 1000 * day })
  assert.deepEqual(past, { entries: 0, artefacts: 0, bytes: 0 })
  assert.equal((await collect(store.root, objects, entries, { age: day }, { now: Date.now() + day / 2 })).entries, 0)
  assert.equal((await collect(store.root, objects, entries, { age: day }, { now: Date.now() + 2 * day })).entries, 1)
  assert.deepEqual(await objects.list(), [])
})

test("an artefact that was just written is not taken from the process that is about to refer to it", async () => {
  await using place = await emptyStore()
  const { store } = place
  const { digest } = await store.values.save("fresh")
  await store.collect({ bytes: 0 })
  assert.ok(store.objects.has(digest))
})
