import { test } from "node:test"
import { skip } from "../native/library.ts"
import { gatesMet, templates } from "./checks.ts"
import { run } from "./run.ts"

for (const { name, service, check } of templates) {
  test(`${name} meets its gates in native TensorFlow, as it stands`, { skip, timeout: 180_000 }, async t => {
    const ran = await run(name, service, {}, { KAON_TENSORFLOW: process.env.KAON_TENSORFLOW })
    gatesMet(ran)
    check(ran)
    t.diagnostic(`${ran.seconds.toFixed(1)} s`)
  })
}
