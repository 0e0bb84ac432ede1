import assert from "node:assert/strict"
import { test } from "node:test"
import { hostOf, workspace } from "./hosts.ts"
import { openSocket } from "./socket.ts"

test("VS Code's way in: token in the query, kernelspecs, a session, a WebSocket without subprotocol, restart, rename", async () => {
  await using space = workspace()
  await using host = await hostOf(space)
  const ask = async (method: string, path: string, body?: unknown) => {
    const response = await fetch(`${host.address}${path}${path.includes("?") ? "&" : "?"}token=${host.token}`, {
      method,
      headers: { "content-type": "application/json" },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
    const text = await response.text()
    return { status: response.status, json: text === "" ? undefined : JSON.parse(text) }
  }
  assert.match((await ask("GET", "/api")).json.version, /^\d+\.\d+/)
  const specs = (await ask("GET", "/api/kernelspecs?1700000000000")).json
  assert.equal(specs.kernelspecs.kaon.spec.language, "typescript")
  const wanted = { path: "remote/one.ipynb", name: "one.ipynb", type: "notebook", kernel: { name: specs.default } }
  const { status, json: session } = await ask("POST", "/api/sessions", wanted)
  assert.equal(status, 201)
  await using socket = await openSocket(host.address, host.token, session.kernel.id, { json: true, session: "code" })
  await socket.idleOf(socket.execute("const kept = 1; console.log('first', kept)"))
  assert.match(socket.text(), /first 1/)
  const looping = socket.execute("console.log('loops'); while (true) {}")
  await socket.find(({ content }) => content.text?.includes("loops") === true)
  assert.equal((await ask("POST", `/api/kernels/${session.kernel.id}/interrupt`)).status, 204)
  await socket.idleOf(looping)
  assert.equal((await ask("POST", `/api/kernels/${session.kernel.id}/restart`)).json.id, session.kernel.id)
  await socket.idleOf(socket.execute("console.log('after', typeof kept)"))
  assert.match(socket.text(), /after undefined/)
  const renamed = await ask("PATCH", `/api/sessions/${session.id}`, { path: "remote/two.ipynb" })
  assert.equal(renamed.json.path, "remote/two.ipynb")
  assert.equal((await ask("DELETE", `/api/sessions/${session.id}`)).status, 204)
  assert.deepEqual((await ask("GET", "/api/kernels")).json, [])
})
