import assert from "node:assert/strict"
import { spawn } from "node:child_process"
import { once } from "node:events"
import { rm } from "node:fs/promises"
import { test } from "node:test"
import { setTimeout } from "node:timers/promises"
import { Attachment, attach, attachAll } from "../../kernel/keeper/index.ts"
import { isIdleOf, keepersFolder, kept, talker, textOf } from "./keepers.ts"

test("what a kernel says is in the journal, numbered without a gap, the reply for the client that asked", async () => {
  await using keepers = keepersFolder()
  await using kernel = await kept(keepers.folder)
  const client = talker(kernel)
  const id = client.execute("for (let i = 0; i < 2000; i++) console.log(i)\n6 * 7")
  const seen = []
  for await (const entry of client.from(0)) {
    seen.push(entry)
    if (isIdleOf(id)(entry)) break
  }
  assert.deepEqual(
    seen.map(({ seq }) => seq),
    seen.map((_, i) => i + 1),
  )
  const printed = seen.filter(({ type }) => type === "stream").map(({ parts }) => JSON.parse(textOf(parts[3])).text)
  assert.equal(printed.join(""), Array.from({ length: 2000 }, (_, i) => `${i}\n`).join(""))
  assert.equal(
    JSON.parse(textOf(seen.find(({ type }) => type === "execute_result")?.parts[3])).data["text/plain"],
    "42",
  )
  const request = seen.find(({ type }) => type === "execute_request")
  assert.equal(request?.from, "talker")
  const rest = []
  for await (const entry of client.from(0)) {
    rest.push(entry)
    if (entry.type === "execute_reply") break
  }
  assert.equal(rest.at(-1)?.to, "talker")
})

test("a kernel outlives the process that started it, and another one attaches to it with nothing lost", async () => {
  await using keepers = keepersFolder()
  const host = new URL("./host.ts", import.meta.url)
  const starter = spawn(process.execPath, [host.pathname, keepers.folder], { stdio: ["ignore", "pipe", "inherit"] })
  await once(starter.stdout, "data")
  starter.kill("SIGKILL")
  await once(starter, "exit")
  const [kernel] = await attachAll(keepers.folder)
  assert.ok(kernel)
  const client = talker(kernel, "host")
  const lines = []
  for await (const entry of client.from(0)) {
    if (entry.type === "stream") lines.push(...JSON.parse(textOf(entry.parts[3])).text.trimEnd().split("\n"))
    if (lines.at(-1) === "line 99") break
  }
  assert.deepEqual(
    lines,
    Array.from({ length: 100 }, (_, i) => `line ${i}`),
  )
  const id = client.execute("kept + 1")
  for await (const entry of client.from(0)) {
    if (entry.type === "execute_result" && entry.parent === id) {
      assert.match(textOf(entry.parts[3]), /"text\/plain":"42"/)
      break
    }
  }
  await kernel.attachment.call("shutdown")
  await kernel.attachment.closed
  assert.equal(await attach(kernel.folder), undefined)
})

test("a kernel that is killed is started again and says so; one that is restarted forgets", async () => {
  await using keepers = keepersFolder()
  await using kernel = await kept(keepers.folder)
  const client = talker(kernel)
  const first = kernel.attachment.state.pid
  process.kill(first, "SIGKILL")
  for await (const entry of client.from(0)) if (textOf(entry.parts[3]).includes('"restarting"')) break
  const id = client.execute("globalThis.kept = 1")
  for await (const entry of client.from(0)) if (isIdleOf(id)(entry)) break
  assert.notEqual(kernel.attachment.state.pid, first)
  await kernel.attachment.call("restart")
  const asked = client.execute("typeof kept")
  for await (const entry of client.from(0)) {
    if (entry.type !== "execute_result" || entry.parent !== asked) continue
    assert.match(textOf(entry.parts[3]), /undefined/)
    break
  }
  assert.equal(kernel.attachment.state.life, 3)
})

test("a stranger without the secret is not let in", async () => {
  await using keepers = keepersFolder()
  await using kernel = await kept(keepers.folder)
  assert.equal(await Attachment.open({ address: kernel.record.address, secret: "guess" }), undefined)
})

test("a kernel that nobody is attached to ends after its idle time, and its keeper with it", async () => {
  await using keepers = keepersFolder()
  await using kernel = await kept(keepers.folder, { idleAfter: 1500 })
  const { pid } = kernel.record
  kernel.attachment.close()
  await ended(pid)
  assert.equal(await attach(kernel.folder), undefined)
})

test("a keeper whose folder was removed ends, busy or not, when its host leaves", async () => {
  await using keepers = keepersFolder()
  const kernel = await kept(keepers.folder, { idleAfter: 6000 })
  talker(kernel).execute("while (true) {}")
  await rm(kernel.folder, { recursive: true })
  kernel.attachment.close()
  const start = Date.now()
  await ended(kernel.record.pid)
  assert.ok(Date.now() - start < 15_000)
})

test("a keeper that is killed takes its kernel with it", async () => {
  await using keepers = keepersFolder()
  const kernel = await kept(keepers.folder)
  const { pid } = kernel.attachment.state
  process.kill(kernel.record.pid, "SIGKILL")
  await kernel.attachment.closed
  await ended(pid)
  assert.deepEqual(await attachAll(keepers.folder), [])
})

/** Resolves when a process that is no child of this one has ended. */
async function ended(pid: number): Promise<void> {
  for (;;) {
    try {
      process.kill(pid, 0)
    } catch {
      return
    }
    await setTimeout(20)
  }
}
