import assert from "node:assert/strict"
import { mkdirSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { test } from "node:test"
import { hostOf, served, workspace } from "./hosts.ts"
import { openSocket } from "./socket.ts"

test("the OpenAPI document names every route of Kaon's own, with its fields", async () => {
  await using space = workspace()
  await using host = await hostOf(space)
  const { openapi, paths } = (await host.ask("GET", "/kaon/openapi.json")).json()
  assert.equal(openapi, "3.1.0")
  assert.deepEqual(Object.keys(paths).sort(), [
    "/kaon/deployments",
    "/kaon/deployments/{name}",
    "/kaon/outputs/{kernel}",
    "/kaon/outputs/{kernel}/{request}",
    "/kaon/outputs/{kernel}/{request}/lines",
    "/kaon/passes",
    "/kaon/plans",
    "/kaon/plugins",
    "/kaon/runs",
    "/kaon/runs/{id}",
    "/kaon/runs/{id}/outputs/{cell}",
    "/kaon/runs/{id}/stop",
    "/kaon/scripts",
    "/kaon/secrets",
    "/kaon/secrets/remove",
    "/kaon/settings",
    "/kaon/templates",
    "/kaon/variables",
    "/kaon/variables/page",
    "/kaon/variables/profile",
    "/kaon/variables/{name}",
    "/kaon/versions/checkpoint",
    "/kaon/versions/head",
  ])
  const [kernel] = paths["/kaon/variables"].get.parameters
  assert.deepEqual([kernel.name, kernel.in, kernel.required], ["kernel", "query", true])
  const body = paths["/kaon/plans"].post.requestBody.content["application/json"].schema
  assert.equal(body.properties.cells.type, "array")
})

test("variables and their rows come from the kernel, and a busy kernel says so", async () => {
  await using space = workspace()
  await using host = await hostOf(space)
  const { id } = (await host.ask("POST", "/api/kernels", {})).json()
  await using socket = await openSocket(host.address, host.token, id)
  await socket.idleOf(socket.execute("const rows = [{ a: 2 }, { a: 1 }]"))
  const { variables } = (await host.ask("GET", `/kaon/variables?kernel=${id}`)).json()
  assert.deepEqual(
    variables.map(({ name, type }: { name: string; type: string }) => [name, type]),
    [["rows", "Array"]],
  )
  const page = { kernel: id, name: "rows", sort: { column: "a" } }
  assert.deepEqual((await host.ask("POST", "/kaon/variables/page", page)).json().rows, [[1], [2]])
  assert.equal((await host.ask("POST", "/kaon/variables/page", { ...page, name: "nothing" })).status, 404)
  assert.equal((await host.ask("POST", "/kaon/variables/page", { kernel: id })).status, 400)
  assert.equal((await host.ask("GET", "/kaon/variables?kernel=none")).status, 404)
  await host.ask("POST", `/api/kernels/${id}/restart`)
  assert.deepEqual((await host.ask("GET", `/kaon/variables?kernel=${id}`)).json().variables, [])
})

test("a plan is made without a kernel, and with one knows what is stale", async () => {
  await using space = workspace()
  await using host = await hostOf(space)
  const cells = [
    { id: "a", source: "const a = 1" },
    { id: "b", source: "const b = a + 1" },
    { id: "c", source: "const c = 3" },
  ]
  const plan = async (body: object) => (await host.ask("POST", "/kaon/plans", body)).json()
  const alone = await plan({ cells, from: "a" })
  assert.deepEqual(alone.order, ["a", "b"])
  assert.deepEqual(alone.edges, [{ from: "a", to: "b", names: ["a"] }])
  const { id } = (await host.ask("POST", "/api/kernels", {})).json()
  await using socket = await openSocket(host.address, host.token, id)
  for (const cell of cells) await socket.idleOf(socket.execute(cell.source, { cellId: cell.id }))
  const edited = cells.map(cell => (cell.id === "a" ? { ...cell, source: "const a = 2" } : cell))
  assert.deepEqual((await plan({ cells: edited, kernel: id })).stale, ["a", "b"])
  writeFileSync(join(space.folder, "p.ts"), "// %%\nconst a = 1\n\n// %%\nconst b = a\n")
  assert.equal((await plan({ path: "p.ts" })).order.length, 2)
  assert.deepEqual((await host.ask("POST", "/kaon/plans", {})).status, 400)
})

test("without deployments the list is empty, and stopping an unknown one says which there are", async () => {
  await using space = workspace()
  await using host = await hostOf(space)
  assert.deepEqual((await host.ask("GET", "/kaon/deployments")).json(), { deployments: [] })
  const stopped = await host.ask("DELETE", "/kaon/deployments/digits")
  assert.deepEqual([stopped.status, stopped.json().code], [404, "SERVICE_NOT_FOUND"])
})

test("sessions and kernels outlive a host that ends well, and the next one has a new token", async () => {
  await using space = workspace()
  const first = await served(space)
  const body = { path: "a.ipynb", name: "a.ipynb", type: "notebook", kernel: { name: "kaon" } }
  const session = (await first.ask("POST", "/api/sessions", body)).json()
  await first.stop()
  await using second = await served(space)
  assert.notEqual(second.token, first.token)
  const [found] = (await second.ask("GET", "/api/sessions")).json()
  assert.deepEqual([found.id, found.path, found.kernel.id], [session.id, "a.ipynb", session.kernel.id])
  assert.equal((await second.ask("DELETE", `/api/sessions/${session.id}`)).status, 204)
  assert.deepEqual((await second.ask("GET", "/api/kernels")).json(), [])
})

test("outputs are found line by line, and searched", async () => {
  await using space = workspace()
  await using host = await hostOf(space)
  const { id } = (await host.ask("POST", "/api/kernels", {})).json()
  await using socket = await openSocket(host.address, host.token, id)
  const request = socket.execute(
    'for (let i = 0; i < 3000; i++) console.log(i % 1000 === 7 ? "seven" : "line " + i)\nprocess.stdout.write("end")',
  )
  await socket.idleOf(request)
  const lines = async (query: string) => (await host.ask("GET", `/kaon/outputs/${id}/${request}/lines?${query}`)).json()
  assert.deepEqual((await lines("start=2998&count=9")).lines, ["line 2998", "line 2999", "end"])
  assert.deepEqual((await lines("start=255&count=3")).lines, ["line 255", "line 256", "line 257"])
  assert.deepEqual((await lines("find=seven")).found, [7, 1007, 2007])
  await socket.idleOf(socket.execute("console.log('more')"))
  assert.equal((await lines("start=0&count=1")).total, 3001)
})

test("a progress bar is one line as a terminal shows it, and a line of 20 MB costs no more than what is asked of it", async () => {
  await using space = workspace()
  await using host = await hostOf(space)
  const { id } = (await host.ask("POST", "/api/kernels", {})).json()
  await using socket = await openSocket(host.address, host.token, id, { textLimit: 1000 })
  const request = socket.execute(`for (let i = 0; i <= 100; i++) process.stdout.write("\\r" + i + " % ")
process.stdout.write("\\nnext\\n")
for (let i = 0; i < 20; i++) process.stdout.write(String(i % 10).repeat(1_000_000))
process.stdout.write("\\nlast")`)
  await socket.idleOf(request)
  const lines = async (query: string) => (await host.ask("GET", `/kaon/outputs/${id}/${request}/lines?${query}`)).json()
  const { lines: found, total, bytes } = await lines("columns=12")
  assert.deepEqual([found, total], [["100 % ", "next", "000000000000", "last"], 4])
  assert.ok(bytes > 20_000_000)
  assert.deepEqual((await lines("find=last")).found, [3])
})

test("two hosts of one folder see each other's kernels and sessions, and one notebook has one kernel", async () => {
  await using space = workspace()
  await using one = await hostOf(space)
  await using two = await hostOf(space, { port: 0 })
  const made = (await one.ask("POST", "/api/sessions", { path: "a.ipynb", type: "notebook" })).json()
  const own = (await two.ask("POST", "/api/sessions", { path: "b.ipynb", type: "notebook" })).json()
  const idsOf = async (host: typeof one) =>
    (await host.ask("GET", "/api/kernels"))
      .json()
      .map(({ id }: { id: string }) => id)
      .sort()
  assert.deepEqual(await idsOf(two), [made.kernel.id, own.kernel.id].sort())
  assert.deepEqual(await idsOf(one), await idsOf(two))
  const same = (await two.ask("POST", "/api/sessions", { path: "a.ipynb", type: "notebook" })).json()
  assert.deepEqual([same.id, same.kernel.id], [made.id, made.kernel.id])
  await using socket = await openSocket(two.address, two.token, made.kernel.id)
  await socket.idleOf(socket.execute("console.log('through the other host')"))
  assert.match(socket.text(), /through the other host/)
  assert.equal((await two.ask("DELETE", `/api/sessions/${made.id}`)).status, 204)
  const left = (await one.ask("GET", "/api/sessions")).json()
  assert.deepEqual(
    left.map(({ id }: { id: string }) => id),
    [own.id],
  )
})

test("the plugins are listed with what they may do, and a broken one with the reason", async () => {
  await using space = workspace()
  await using host = await hostOf(space)
  const folder = join(space.folder, "plugins/broken")
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, "package.json"), JSON.stringify({ version: "1.0.0", kaon: { id: "Broken!" } }))
  const { plugins, problems } = (await host.ask("GET", "/kaon/plugins")).json()
  const mnist = plugins.find(({ id }: { id: string }) => id === "dataset-mnist" || id === "mnist")
  assert.ok(mnist.permissions.network.length > 0)
  assert.deepEqual(
    problems.map(({ code }: { code: string }) => code),
    ["PLUGIN_INVALID"],
  )
})
