import { test } from "node:test"
import { skip as noLibrary } from "../native/library.ts"
import { gatesMet, shared, templates } from "../workspaces/checks.ts"
import { run } from "../workspaces/run.ts"

for (const { name, service, native = {}, skip = false, check, ownGates } of templates) {
  test(`${name} meets its gates in native TensorFlow`, { skip: noLibrary || skip, timeout: 300_000 }, async t => {
    const ran = await run(name, service, native, { KAON_TENSORFLOW: process.env.KAON_TENSORFLOW, KAON_DATA: shared })
    gatesMet(ran, { ownGates })
    check(ran)
    t.diagnostic(`${ran.seconds.toFixed(1)} s`)
  })
}
