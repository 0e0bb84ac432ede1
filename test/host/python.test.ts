import assert from "node:assert/strict"
import { execFile } from "node:child_process"
import { join, resolve } from "node:path"
import { test } from "node:test"
import { promisify } from "node:util"
import { here } from "../../kernel/client/index.ts"
import { withoutPython } from "../peers/python.ts"
import { gatewayTo } from "./gateway.ts"
import { hostOf, workspace } from "./hosts.ts"
import { openSocket } from "./socket.ts"

const home = resolve(import.meta.dirname, "../../.cache/python")
const python = join(home, process.platform === "win32" ? "Scripts/python.exe" : "bin/python")
/** Kernels of the tests' own Python are found too. */
const surroundings = { ...here(), env: { ...process.env, JUPYTER_PATH: join(home, "share/jupyter") } }

const run = async (script: string, ...args: string[]) => {
  const { stdout } = await promisify(execFile)(python, [join(import.meta.dirname, script), ...args], {
    timeout: 60_000,
  })
  return stdout.trim()
}

test("scripts with requests and a plain WebSocket find Jupyter's API", { skip: withoutPython }, async () => {
  await using space = workspace()
  await using host = await hostOf(space)
  assert.equal(await run("rest.py", host.address, host.token), "done")
})

for (const [name, code] of [
  ["kaon", "console.log(6 * 7)"],
  ["python3", "print(6 * 7)"],
] as const) {
  test(`a jupyter_server that takes its kernels from the host runs ${name} there`, {
    skip: withoutPython,
  }, async () => {
    await using space = workspace()
    await using host = await hostOf(space, { surroundings })
    await using server = await gatewayTo(host.address, host.token, space.folder)
    const { id } = (await server.ask("POST", "/api/kernels", { name })).json()
    assert.equal((await host.ask("GET", "/api/kernels")).json()[0].id, id)
    await using socket = await openSocket(server.address, server.token, id, { json: true })
    await socket.idleOf(socket.execute(code))
    assert.equal(socket.text(), "42\n")
    assert.equal((await server.ask("POST", `/api/kernels/${id}/interrupt`)).status, 204)
    assert.equal((await server.ask("POST", `/api/kernels/${id}/restart`)).status, 200)
    assert.equal((await server.ask("DELETE", `/api/kernels/${id}`)).status, 204)
    assert.deepEqual((await host.ask("GET", "/api/kernels")).json(), [])
  })
}

test("ipykernel is interrupted by signal, keeps its state, and dies with a reason", {
  skip: withoutPython,
}, async () => {
  await using space = workspace()
  await using host = await hostOf(space, { surroundings })
  const { id } = (await host.ask("POST", "/api/kernels", { name: "python3" })).json()
  await using socket = await openSocket(host.address, host.token, id)
  const looping = socket.execute("x = 41\nprint('there', flush=True)\nwhile True: pass")
  await socket.find(({ content }) => content.text?.includes("there") === true)
  assert.equal((await host.ask("POST", `/api/kernels/${id}/interrupt`)).status, 204)
  await socket.idleOf(looping)
  await socket.idleOf(socket.execute("print(x + 1)"))
  assert.match(socket.text(), /42/)
  socket.execute("import os; os._exit(3)")
  assert.ok(await socket.find(({ content }) => content.execution_state === "restarting"))
})
