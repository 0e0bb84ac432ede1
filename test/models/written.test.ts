import assert from "node:assert/strict"
import { mkdtemp, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import path from "node:path"
import { test } from "node:test"
import { models } from "../../kernel/learn/models/index.ts"
import { casesIn, distance, fixtures } from "./fixtures.ts"
import { ask, type Question, skip } from "./oracle.ts"

const folder = path.join(fixtures, "keras")

test("what is written here, its own readers in Python read, and predict the same", { skip }, async () => {
  const home = await mkdtemp(path.join(tmpdir(), "kaon-written-"))
  try {
    const questions: Question[] = []
    const wanted: { of: string; ys: number[] }[] = []
    for (const [name, said] of casesIn(folder)) {
      if (name === "divided") continue
      const model = await models.load(path.join(folder, `${name}.keras`))
      const file = await models.save(model, path.join(home, `${name}.keras`))
      questions.push({ kind: "keras", path: file, ...said })
      wanted.push({ of: `${name}.keras`, ys: said.ys })
    }
    const answers = ask(questions)
    const wrong = answers.flatMap((answer, i) => {
      if ("error" in answer) return [`${wanted[i]!.of}: ${answer.error}`]
      const far = distance(answer.ys, wanted[i]!.ys)
      return far < 1e-5 ? [] : [`${wanted[i]!.of}: ${far} apart`]
    })
    assert.deepEqual(wrong, [])
  } finally {
    await rm(home, { recursive: true })
  }
})
