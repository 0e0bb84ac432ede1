import assert from "node:assert/strict"
import { type ChildProcess, spawn } from "node:child_process"
import { once } from "node:events"
import { mkdtemp, rm } from "node:fs/promises"
import { getPriority, tmpdir } from "node:os"
import path from "node:path"
import { test } from "node:test"
import { setTimeout as pause } from "node:timers/promises"
import { findCompiler } from "../../kernel/language/binary.ts"
import type { SpawnServer } from "../../kernel/language/index.ts"
import { spawnServer } from "../../kernel/language/server.ts"
import { cursor, notebook } from "./notebook.ts"

/** Starts real servers and remembers them. */
function recorder(): { servers: ChildProcess[]; spawn: SpawnServer } {
  const servers: ChildProcess[] = []
  const start: SpawnServer = cwd => {
    const server = spawn(findCompiler(), ["--lsp", "--stdio"], { cwd, stdio: "pipe" })
    servers.push(server)
    return server
  }
  return { servers, spawn: start }
}

const labels = (list: { label: string }[]) => list.map(({ label }) => label)

test("the server gives way to whoever types where there are too few cores", async () => {
  const folder = await mkdtemp(path.join(tmpdir(), "kaon-server-"))
  const server = spawnServer(folder)
  try {
    assert.equal(getPriority(server.pid), Math.min(19, getPriority() + 5))
  } finally {
    const ended = once(server, "exit")
    server.kill()
    await ended
    await rm(folder, { recursive: true, force: true })
  }
})

test("no server is started before the first question", async () => {
  const { servers, spawn } = recorder()
  await using book = await notebook({ a: "const rows = [1]" }, { spawn })
  assert.equal(servers.length, 0)
  assert.equal(book.service.pid, undefined)
  await book.service.warm()
  assert.equal(servers.length, 1)
  assert.equal(book.service.pid, servers[0]?.pid)
})

test("a server that is killed comes back with all cells, and the question under way is answered", async () => {
  const { servers, spawn } = recorder()
  await using book = await notebook({ a: "const rows = [1]", b: "const [first] = rows" }, { spawn })
  await book.service.warm()
  const underWay = book.service.complete(...cursor("first.|"))
  servers[0]?.kill("SIGKILL")
  assert.ok(labels(await underWay).includes("toFixed"))
  assert.equal(servers.length, 2)
  assert.ok(labels(await book.service.complete(...cursor("rows.|"))).includes("map"))
})

test("a server that dies again and again is not started more than five times a minute", async () => {
  let starts = 0
  const spawnDying: SpawnServer = () => {
    starts += 1
    return spawn(process.execPath, ["-e", "process.exit(3)"], { stdio: "pipe" })
  }
  await using book = await notebook({}, { spawn: spawnDying })
  for (let i = 0; i < 9; i++) assert.deepEqual(await book.service.complete({ source: "x" }, 1), [])
  assert.equal(starts, 5)
})

test("a server that cannot be started gives empty answers", async () => {
  const missing: SpawnServer = () => spawn("/no/such/program", [], { stdio: "pipe" })
  await using book = await notebook({ a: "let x = 1" }, { spawn: missing })
  assert.deepEqual(await book.service.complete({ source: "x" }, 1), [])
  assert.equal(await book.service.inspect({ source: "x" }, 1, 0), undefined)
  assert.deepEqual(await book.service.diagnose({ source: "x" }), [])
})

test("a server that hangs gives an empty answer in time, and is replaced", {
  skip: process.platform === "win32",
}, async () => {
  const { servers, spawn } = recorder()
  await using book = await notebook({ a: "const rows = [1]" }, { spawn, stuckAfterMs: 100 })
  await book.service.warm()
  servers[0]?.kill("SIGSTOP")
  const ended = once(servers[0]!, "exit")
  const asked = performance.now()
  assert.deepEqual(await book.service.complete({ source: "rows." }, 5, { timeoutMs: 150 }), [])
  assert.ok(performance.now() - asked < 2000)
  await ended
  assert.ok(labels(await book.service.complete(...cursor("rows.|"))).includes("map"))
  assert.equal(servers.length, 2)
})

test("an aborted question is answered empty at once", async () => {
  const { servers, spawn } = recorder()
  await using book = await notebook({}, { spawn })
  await book.service.warm()
  servers[0]?.kill("SIGSTOP")
  const controller = new AbortController()
  const asked = book.service.complete({ source: "[1]." }, 4, { signal: controller.signal })
  controller.abort()
  assert.deepEqual(await asked, [])
  servers[0]?.kill("SIGCONT")
  assert.ok((await book.service.complete({ source: "[1]." }, 4)).length > 0)
})

test("the server ends when its parent is killed", { skip: process.platform === "win32" }, async () => {
  const url = new URL("../../kernel/language/index.ts", import.meta.url).href
  const program = `import { startLanguageService } from ${JSON.stringify(url)}
    const service = startLanguageService({ directory: process.cwd(), globals: "export {}\\n" })
    await service.warm(); console.log(service.pid)`
  const parent = spawn(process.execPath, ["--input-type=module", "-e", program], {
    stdio: ["ignore", "pipe", "inherit"],
  })
  const [line] = await once(parent.stdout, "data")
  const server = Number(String(line))
  assert.doesNotThrow(() => process.kill(server, 0))
  parent.kill("SIGKILL")
  await once(parent, "exit")
  // No event tells of the end of another process's child.
  const isGone = () => {
    try {
      process.kill(server, 0)
      return false
    } catch {
      return true
    }
  }
  for (const limit = Date.now() + 10_000; !isGone() && Date.now() < limit; ) await pause(10)
  assert.ok(isGone())
})
