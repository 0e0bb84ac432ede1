import assert from "node:assert/strict"
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { test } from "node:test"
import { noAttempts, tryAgain } from "../../electron/main/attempts.ts"
import { keptIn } from "../../electron/main/kept.ts"
import { pathIn, pathInFolder } from "../../electron/main/openings.ts"
import { placesIn } from "../../electron/main/places.ts"
import { recentsSchema, withRecent } from "../../electron/main/recents.ts"
import { placed, type Rectangle } from "../../electron/main/windowstate.ts"
import { words } from "../../electron/main/words.ts"

const screen: Rectangle = { x: 0, y: 25, width: 1920, height: 1055 }
const right: Rectangle = { x: 1920, y: 0, width: 1280, height: 1024 }
const at = (bounds: Rectangle) => ({ bounds, maximized: false })

test("a window opens where it was, whole on the screen that showed most of it, and never where no screen is", () => {
  const was = { x: 100, y: 80, width: 900, height: 700 }
  assert.deepEqual(placed(at(was), [screen, right]), was)
  assert.deepEqual(placed(at({ ...was, x: 1700 }), [screen, right]), { ...was, x: 1920 })
  assert.deepEqual(placed(at({ ...was, x: 1700 }), [screen]), { ...was, x: 1020 })
  assert.deepEqual(placed(at({ x: 2000, y: 0, width: 1200, height: 900 }), [screen]), placed(undefined, [screen]))
  assert.deepEqual(placed(at({ ...was, width: 9000, height: 9000 }), [screen]), screen)
  assert.deepEqual(placed(at({ ...was, width: 3, height: 3 }), [screen]), { ...was, width: 420, height: 320 })
  const { x, y, width, height } = placed(undefined, [{ x: 0, y: 0, width: 800, height: 600 }])
  assert.deepEqual([x, y, width, height], [0, 0, 800, 600])
  assert.ok(placed(undefined, []).width > 0)
})

test("what ends is started three times in a minute, each after a longer wait, and again when a minute has passed", () => {
  let attempts = noAttempts
  const waits: number[] = []
  for (const now of [0, 1000, 2000]) {
    const verdict = tryAgain(attempts, now)
    assert.ok(verdict.again)
    attempts = verdict.attempts
    waits.push(verdict.after)
  }
  assert.deepEqual(
    waits,
    [...waits].sort((a, b) => a - b),
  )
  assert.equal(tryAgain(attempts, 59_000).again, false)
  assert.equal(tryAgain(attempts, 61_000).again, true)
})

test("a command line names one path, options are none", () => {
  assert.equal(pathIn(["electron", "main.mjs", "--inspect", "a.ipynb", "b.ipynb"], "/work", 2), "/work/a.ipynb")
  assert.equal(pathIn(["kaon", "/x/a.ipynb"], "/work", 1), "/x/a.ipynb")
  assert.equal(pathIn(["kaon", "--", ""], "/work", 1), undefined)
})

test("only notebooks in a folder, and not hidden ones, have a way in it", () => {
  assert.equal(pathInFolder("/a", "/a/b/c.ipynb"), "b/c.ipynb")
  assert.equal(pathInFolder("/a", "/a/c.kaon.ts"), "c.kaon.ts")
  for (const other of ["/a", "/b/c.ipynb", "/ab/c.ipynb", "/a/../b/c.ipynb", "/a/.kaon/c.ipynb", "/a/c.csv"]) {
    assert.equal(pathInFolder("/a", other), undefined, other)
  }
})

test("a notebook that is opened again comes first in the list, which stays short", () => {
  let recents: readonly string[] = []
  for (let number = 0; number < 40; number++) recents = withRecent(recents, `/${number % 15}.ipynb`)
  assert.equal(recents.length, 12)
  assert.equal(recents[0], "/9.ipynb")
  assert.equal(new Set(recents).size, 12)
})

test("what is kept in a file that somebody broke is as if it were not kept", () => {
  const folder = mkdtempSync(join(tmpdir(), "kaon-kept-"))
  try {
    const kept = keptIn(join(folder, "deep", "recents.json"), recentsSchema)
    assert.equal(kept.get(), undefined)
    kept.set(["/a"])
    assert.deepEqual(kept.get(), ["/a"])
    writeFileSync(join(folder, "deep", "recents.json"), "{")
    assert.equal(kept.get(), undefined)
    const nowhere = keptIn(join(folder, "deep", "recents.json", "no.json"), recentsSchema)
    assert.doesNotThrow(() => nowhere.set(["/a"]))
  } finally {
    rmSync(folder, { recursive: true })
  }
})

test("in a package the Node and the command lie beside the archive, the preload in it", () => {
  const { node, command, preload } = placesIn("/opt/Kaon/resources/app.asar")
  assert.match(node, /^\/opt\/Kaon\/resources\/kaon\/node_modules\/node\/bin\/node/)
  assert.equal(command, "/opt/Kaon/resources/kaon/kernel/cli/main.ts")
  assert.equal(preload, "/opt/Kaon/resources/app.asar/electron/preload/dist/preload.cjs")
  for (const place of Object.values(placesIn(join(import.meta.dirname, "../..")))) assert.ok(readFileSync(place))
})

test("the shell says everything in both languages", () => {
  assert.deepEqual(Object.keys(words.zh), Object.keys(words.en))
  for (const [name, text] of Object.entries(words.zh)) assert.match(text, /[\u4e00-\u9fff]/, name)
})
