import assert from "node:assert/strict"
import { test } from "node:test"
import { type Rest, ServerRefused } from "../../electron/renderer/jupyter/rest.ts"
import { Values } from "../../electron/renderer/session/values.ts"

/** A host whose answer to every question about variables is this. */
const host = (answer: () => unknown): Rest => ({ variables: async () => answer() }) as unknown as Rest

const refusing = (status: number, code?: string) =>
  new Values(
    host(() => {
      throw new ServerRefused(status, "no", code === undefined ? {} : { code })
    }),
    () => undefined,
    () => "kernel",
  )

test("a kernel that never tells its variables is told apart from one that is busy, or away", async () => {
  assert.equal(await refusing(501).list(), "unsupported")
  assert.equal(await refusing(503, "BUSY").list(), undefined)
  assert.equal(await refusing(0).list(), undefined)
  assert.equal(
    await new Values(
      host(() => ({})),
      () => undefined,
      () => undefined,
    ).list(),
    undefined,
  )
})

test("why a page of rows does not come is known by its code, so that it can be asked for again", async () => {
  await assert.rejects(refusing(503, "BUSY").rowsOf("a").page({}), { code: "BUSY" })
})
