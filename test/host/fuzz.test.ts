import assert from "node:assert/strict"
import { once } from "node:events"
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs"
import { connect } from "node:net"
import { join } from "node:path"
import { test } from "node:test"
import { hostOf, workspace } from "./hosts.ts"
import { openSocket } from "./socket.ts"

/** Numbers that look random and are the same each time. */
function random(seed: number): (below: number) => number {
  let state = seed
  return below => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
}

const values = [
  null,
  true,
  -1,
  1e308,
  "",
  "..",
  "\0",
  "%2e%2e",
  "x".repeat(5000),
  [],
  [[[]]],
  {},
  { id: {} },
  { name: ["a"] },
]
const fields = [
  "type",
  "path",
  "name",
  "content",
  "format",
  "kernel",
  "ext",
  "copy_from",
  "chunk",
  "hash",
  "id",
  "notebook",
  "cells",
]
const methods = ["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]
const places = [
  "/api/contents",
  "/api/contents/a.ipynb",
  "/api/contents/a.ipynb/checkpoints",
  "/api/contents/a.ipynb/checkpoints/..%2f..%2fx",
  "/api/contents/..%2f..%2fetc%2fpasswd",
  "/api/contents/link%2fpasswd",
  "/api/kernels",
  "/api/kernels/none/restart",
  "/api/kernels/..%2fcontents",
  "/api/sessions",
  "/api/sessions/none",
  "/api/kernelspecs/..%2f..%2fx",
  "/kernelspecs/kaon/..%2fpackage.json",
  "/api/config/..%2fx",
  "/api/config/notebook",
  "/api/terminals",
  "/api/terminals/1",
  "/files/..%2f..%2fetc%2fpasswd",
  "/files/link%2fpasswd",
  "/kaon/variables",
  "/kaon/outputs/none",
  "/kaon/outputs/..%2f..",
  "/kaon/deployments/..%2fx",
  "/assets/..%2f..%2f..%2fpackage.json",
  "/%00",
  "/notebooks/..%2f..%2fetc%2fpasswd",
]

test("whatever is asked, with whatever body, the host answers in its own form, leaks nothing and lives", async () => {
  await using space = workspace()
  const faults: unknown[] = []
  await using host = await hostOf(space, { report: error => void faults.push(error) })
  writeFileSync(
    join(space.folder, "a.ipynb"),
    JSON.stringify({ cells: [], metadata: {}, nbformat: 4, nbformat_minor: 5 }),
  )
  mkdirSync(join(space.folder, "sub"))
  symlinkSync("/etc", join(space.folder, "link"))
  const secret = readFileSync("/etc/passwd", "utf8").split("\n")[0]!
  const pick = random(7)
  const one = <T>(list: readonly T[]): T => list[pick(list.length)]!
  for (let round = 0; round < 600; round++) {
    const body = Object.fromEntries(Array.from({ length: pick(5) }, () => [one(fields), one(values)]))
    const method = one(methods)
    // A request that starts a kernel is no test of robustness, only slow.
    const place = one(places)
    if (method === "POST" && /^\/api\/(?:kernels|sessions)$/.test(place)) continue
    const sent = method === "GET" || method === "OPTIONS" ? undefined : pick(4) === 0 ? one(values) : body
    const { status, text } = await host.ask(method, place, sent)
    const what = `${method} ${place} ${JSON.stringify(sent)?.slice(0, 200)} gave ${status}: ${text.slice(0, 200)}`
    assert.ok(status < 500, what)
    assert.ok(!text.includes(secret), what)
    if (status >= 400) assert.equal(typeof JSON.parse(text).message, "string", what)
  }
  assert.deepEqual(faults, [])
  assert.equal((await host.ask("GET", "/api/status")).status, 200)
})

test("terminals are off, and say so", async () => {
  await using space = workspace()
  await using host = await hostOf(space)
  for (const [method, path] of [
    ["GET", ""],
    ["POST", ""],
    ["GET", "/1"],
    ["DELETE", "/1"],
  ] as const) {
    const answer = await host.ask(method, `/api/terminals${path}`)
    assert.equal(answer.status, 404)
    assert.match(answer.json().message, /Terminals are off/)
  }
})

test("half requests, slow ones and giant headers hold nobody else up", async () => {
  await using space = workspace()
  await using host = await hostOf(space)
  const port = Number(new URL(host.address).port)
  const texts = [
    "GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n",
    "POST /api/kernels HTTP/1.1\r\nContent-Length: 1000000\r\n\r\n{",
    `GET / HTTP/1.1\r\nX: ${"y".repeat(100_000)}\r\n`,
    "\x16\x03\x01\x02\x00",
    "GET http://evil.example/ HTTP/1.1\r\nHost: evil.example\r\n\r\n",
    "POST /api/contents HTTP/1.1\r\nTransfer-Encoding: chunked\r\nContent-Length: 4\r\n\r\nzz\r\n",
  ]
  const sockets = Array.from({ length: 60 }, (_, i) => {
    const socket = connect(port, "127.0.0.1").on("error", () => {})
    socket.write(texts[i % texts.length]!)
    return socket
  })
  await Promise.all(sockets.map(socket => once(socket, "connect").catch(() => {})))
  assert.equal((await host.ask("GET", "/api/status")).status, 200)
  for (const socket of sockets) socket.destroy()
  assert.equal((await host.ask("GET", "/api/status")).status, 200)
})

test("a body without the token is not read, and one over the limit is refused", async () => {
  await using space = workspace()
  await using host = await hostOf(space)
  const port = Number(new URL(host.address).port)
  const head = (length: number, token: string) =>
    `PUT /api/contents/a.txt HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nAuthorization: token ${token}\r\nContent-Length: ${length}\r\n\r\n`
  for (const [token, wanted] of [
    ["wrong", / 403 /],
    [host.token, / 413 /],
  ] as const) {
    const socket = connect(port, "127.0.0.1").on("error", () => {})
    socket.write(head(8e9, token))
    const [data] = await once(socket, "data")
    assert.match(String(data).split("\r\n")[0]!, wanted)
    socket.destroy()
  }
})

test("random bytes over a kernel's WebSocket end that connection at most, and the kernel answers the next", async () => {
  await using space = workspace()
  await using host = await hostOf(space)
  const { id } = (await host.ask("POST", "/api/kernels", {})).json()
  const pick = random(11)
  for (let round = 0; round < 40; round++) {
    const json = pick(2) === 0
    await using socket = await openSocket(host.address, host.token, id, { session: `s${round}`, json })
    const bytes = Buffer.from(Array.from({ length: pick(400) }, () => pick(256)))
    socket.socket.send(json ? bytes.toString("latin1") : bytes)
    if (pick(2) === 0) socket.send("no_such_request", { odd: [] })
  }
  await using good = await openSocket(host.address, host.token, id, { session: "good" })
  await good.idleOf(good.execute("console.log('here')"))
  assert.match(good.text(), /here/)
})
