import assert from "node:assert/strict"
import { mkdirSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { test } from "node:test"
import { hostOf, workspace } from "./hosts.ts"

test("the interface is served with a policy, its frames with one that takes their origin, and its parts may be kept", async () => {
  await using space = workspace()
  const page = join(space.folder, "dist")
  mkdirSync(join(page, "assets"), { recursive: true })
  writeFileSync(join(page, "index.html"), "<!doctype html><title>Kaon</title>")
  writeFileSync(join(page, "frame.html"), "<!doctype html>")
  writeFileSync(join(page, "assets", "index-1.js"), "1")
  await using host = await hostOf(space, { page })
  const index = await host.ask("GET", "/")
  assert.match(index.text, /<title>Kaon/)
  const policy = index.headers.get("content-security-policy") ?? ""
  assert.match(policy, /script-src 'self'(;|$)/)
  assert.match(policy, /frame-ancestors 'none'/)
  assert.ok(!policy.includes("unsafe-eval"))
  const frame = (await host.ask("GET", "/frame.html")).headers.get("content-security-policy") ?? ""
  assert.match(frame, /^sandbox allow-scripts;/)
  assert.ok(!frame.includes("allow-same-origin") && !frame.includes("connect-src"))
  const script = await host.ask("GET", "/assets/index-1.js")
  assert.match(script.headers.get("cache-control") ?? "", /immutable/)
  assert.match(script.headers.get("content-type") ?? "", /javascript/)
  assert.match((await host.ask("GET", "/notebooks/a/b.ipynb")).text, /<title>Kaon/)
  for (const path of ["/..%2fa.txt", "/assets/..%2f..%2fa.txt", "/.home/x", "/nothing.js"]) {
    assert.ok([400, 403, 404].includes((await host.ask("GET", path)).status), path)
  }
})

test("without a built interface the host says so, and a stranger sees what to do", async () => {
  await using space = workspace()
  await using host = await hostOf(space, { page: join(space.folder, "none") })
  assert.match((await host.ask("GET", "/")).text, /host is running/)
  const locked = await fetch(host.address, { headers: { accept: "text/html" } })
  assert.equal(locked.status, 403)
  assert.match(await locked.text(), /it holds the token/)
})
