import assert from "node:assert/strict"
import { once } from "node:events"
import { request } from "node:http"
import { connect } from "node:net"
import { test } from "node:test"
import WebSocket from "ws"
import { hostOf, workspace } from "./hosts.ts"

/** A request with whatever headers, as a page, a rebound name or a script could make them happen. */
async function raw(address: string, path: string, headers: Record<string, string>, method = "GET") {
  const asked = request(`${address}${path}`, { method, headers, setHost: headers.host === undefined })
  asked.end()
  const [response] = await once(asked, "response")
  let body = ""
  for await (const chunk of response) body += chunk
  return { status: response.statusCode as number, headers: response.headers as Record<string, string | string[]>, body }
}

test("without the token nobody gets in, and what is not there is not told", async () => {
  await using space = workspace()
  await using host = await hostOf(space)
  const tries = [
    ["/api/contents", {}],
    ["/api/nothing", {}],
    ["/files/a.txt", {}],
    ["/kaon/openapi.json", {}],
    ["/", {}],
    ["/api/status", { authorization: "token wrong" }],
    ["/api/status", { authorization: `token ${host.token.slice(0, -1)}` }],
    ["/api/status?token=", {}],
    ["/api/status", { cookie: `${new URL(host.address).port}=${host.token}` }],
    ["/api/status", { cookie: `kaon-${new URL(host.address).port}=${host.token}` }],
  ] as const
  for (const [path, headers] of tries) assert.equal((await raw(host.address, path, headers)).status, 403, path)
  for (const authorization of [`token ${host.token}`, `Bearer ${host.token}`]) {
    assert.equal((await raw(host.address, "/api/status", { authorization })).status, 200)
  }
  assert.equal((await raw(host.address, `/api/status?token=${host.token}`, {})).status, 200)
})

test("paths that only look like an open one are as closed as they are, and odd ones harm nobody", async () => {
  await using space = workspace()
  await using host = await hostOf(space)
  const { port } = new URL(host.address)
  for (const path of [
    "/api/contents/..",
    "/api/kernels/..",
    "/files/../api",
    "//127.0.0.1/api",
    "//[",
    "/api/../api",
    "/%",
    "/api/contents/%ff",
  ]) {
    const statusLine = await firstLine(
      Number(port),
      `GET ${path} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nConnection: close\r\n\r\n`,
    )
    assert.match(statusLine, / 40[03] /, path)
    const upgrade =
      "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n"
    assert.match(
      await firstLine(Number(port), `GET ${path} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\n${upgrade}\r\n`),
      / 40[034] /,
      path,
    )
  }
  assert.equal((await host.ask("GET", "/api/status")).status, 200)
  const elsewhere = await raw(host.address, `//evil.example/?token=${host.token}`, { accept: "text/html" })
  assert.equal(elsewhere.headers.location, "/evil.example/")
})

async function firstLine(port: number, text: string): Promise<string> {
  const socket = connect(port, "127.0.0.1")
  socket.write(text)
  const [data] = await once(socket, "data")
  socket.destroy()
  return String(data).split("\r\n")[0]!
}

test("the first load puts the token into a cookie that scripts cannot read, and takes it off the address", async () => {
  await using space = workspace()
  await using host = await hostOf(space)
  const first = await raw(host.address, `/?token=${host.token}&x=1`, { accept: "text/html" })
  assert.equal(first.status, 302)
  assert.equal(first.headers.location, "/?x=1")
  const [cookie = ""] = first.headers["set-cookie"] ?? []
  assert.match(cookie, /HttpOnly/)
  assert.match(cookie, /SameSite=Strict/)
  assert.ok(!cookie.includes(host.token))
  const jar = { cookie: cookie.split(";")[0]! }
  assert.equal((await raw(host.address, "/api/status", jar)).status, 200)
  assert.equal((await raw(host.address, "/api/status", { ...jar, "sec-fetch-site": "same-origin" })).status, 200)
  for (const site of ["cross-site", "same-site"]) {
    assert.equal((await raw(host.address, "/api/status", { ...jar, "sec-fetch-site": site })).status, 403)
  }
})

test("a name that was bound to loopback is refused, whatever else the request shows", async () => {
  await using space = workspace()
  await using host = await hostOf(space)
  const { port } = new URL(host.address)
  const authorization = `token ${host.token}`
  for (const name of [
    "evil.example",
    `evil.example:${port}`,
    "127.0.0.1",
    `127.0.0.1.evil.example:${port}`,
    "127.0.0.1:1",
  ]) {
    assert.equal((await raw(host.address, "/api/status", { host: name, authorization })).status, 403, name)
  }
  assert.equal((await raw(host.address, "/api/status", { host: `localhost:${port}`, authorization })).status, 200)
})

test("pages of other origins are refused, frames without an origin too, over HTTP and WebSocket", async () => {
  await using space = workspace()
  await using host = await hostOf(space)
  const { port } = new URL(host.address)
  const authorization = `token ${host.token}`
  const { id } = (await host.ask("POST", "/api/kernels", {})).json()
  const strangers = [
    "null",
    "https://evil.example",
    `http://localhost:${port}`,
    `https://127.0.0.1:${port}`,
    "http://127.0.0.1:1",
  ]
  for (const origin of strangers) {
    assert.equal((await raw(host.address, "/api/kernels", { origin, authorization }, "POST")).status, 403, origin)
    const url = `${host.address.replace("http", "ws")}/api/kernels/${id}/channels?token=${host.token}`
    const [, response] = await once(
      new WebSocket(url, { origin }).on("error", () => {}),
      "unexpected-response",
    )
    assert.equal(response.statusCode, 403, origin)
  }
  assert.equal((await host.ask("GET", "/api/kernels")).json().length, 1)
  const own = await raw(host.address, "/api/status", { origin: host.address, authorization })
  assert.equal(own.status, 200)
})

test("a WebSocket needs the token, and a kernel that is there", async () => {
  await using space = workspace()
  await using host = await hostOf(space)
  const { id } = (await host.ask("POST", "/api/kernels", {})).json()
  const address = host.address.replace("http", "ws")
  const refused = async (path: string) => {
    const [, response] = await once(
      new WebSocket(`${address}${path}`).on("error", () => {}),
      "unexpected-response",
    )
    return response.statusCode as number
  }
  assert.equal(await refused(`/api/kernels/${id}/channels`), 403)
  assert.equal(await refused(`/api/kernels/${id}/channels?token=x`), 403)
  assert.equal(await refused(`/api/kernels/none/channels?token=${host.token}`), 404)
  assert.equal(await refused(`/api/terminals/websocket/1?token=${host.token}`), 404)
})
