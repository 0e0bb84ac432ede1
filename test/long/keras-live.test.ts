import assert from "node:assert/strict"
import { execFileSync } from "node:child_process"
import { existsSync } from "node:fs"
import { mkdtemp, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import path from "node:path"
import { test } from "node:test"
import { models } from "../../kernel/learn/models/index.ts"
import { casesIn, distance, predicted } from "../models/fixtures.ts"
import { python, skip } from "../models/oracle.ts"

test("what the installed Keras writes now, as .keras and as .h5, is read and predicts the same", { skip }, async () => {
  const folder = await mkdtemp(path.join(tmpdir(), "kaon-live-"))
  try {
    const program = path.join(import.meta.dirname, "../models/make_keras.py")
    execFileSync(python, [program, folder], { stdio: "ignore", timeout: 200_000 })
    const wrong: string[] = []
    let read = 0
    for (const [name, said] of casesIn(folder)) {
      for (const ending of [".keras", ".h5"]) {
        const file = path.join(folder, name + ending)
        if (!existsSync(file)) continue
        const model = await models.load(file)
        const far = distance(predicted(model, said), said.ys)
        if (!(far < 1e-5)) wrong.push(`${name}${ending}: ${far} apart`)
        read++
      }
    }
    assert.deepEqual(wrong, [])
    assert.ok(read >= 40, `${read} files`)
  } finally {
    await rm(folder, { recursive: true })
  }
})
