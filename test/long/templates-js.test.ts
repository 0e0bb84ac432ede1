import { test } from "node:test"
import { gatesMet, shared, templates } from "../workspaces/checks.ts"
import { run } from "../workspaces/run.ts"

const env = { KAON_TENSORFLOW: "off", KAON_DATA: shared }

for (const { name, service, small, skip = false, check, ownGates } of templates) {
  test(`${name} meets its gates in JavaScript and serves what it learnt`, { skip, timeout: 300_000 }, async t => {
    const ran = await run(name, service, small, env)
    gatesMet(ran, { ownGates })
    check(ran)
    t.diagnostic(`${ran.seconds.toFixed(1)} s`)
  })
}
