import assert from "node:assert/strict"
import { spawn } from "node:child_process"
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import path from "node:path"
import { after, test } from "node:test"
import {
  ClientSockets,
  createConnection,
  headerFactory,
  type Message,
  writeConnectionFile,
} from "../../kernel/wire/index.ts"

/** A kernel process and bare sockets on it: what is sent is signed, and else whatever the test wants. */
async function bareKernel() {
  const folder = mkdtempSync(path.join(tmpdir(), "kaon-fuzz-"))
  const file = path.join(folder, "connection.json")
  const connection = await createConnection("kaon")
  writeConnectionFile(file, connection)
  const main = path.resolve(import.meta.dirname, "../../kernel/session/main.ts")
  const kernel = spawn(process.execPath, [main, file], {
    stdio: ["ignore", "ignore", "pipe"],
    env: { ...process.env, KAON_HOME: folder },
  })
  let said = ""
  kernel.stderr.on("data", (chunk: Buffer) => {
    said += chunk
  })
  const { header } = headerFactory("fuzz")
  const waiting = new Map<string, (message: Message) => void>()
  const take = (message: Message) => waiting.get(message.parent.msg_id ?? "")?.(message)
  const client = new ClientSockets(connection, "fuzz")
  void client.connect({ shell: take, control: take, stdin: () => {}, iopub: () => {}, dropped: () => {} })
  const send = (
    channel: "shell" | "control" | "stdin",
    type: string,
    content: unknown,
    metadata: unknown = {},
    buffers: Uint8Array[] = [],
  ) => {
    const head = header(type)
    const reply = new Promise<Message>(resolve => waiting.set(head.msg_id, resolve))
    client.send(channel, {
      header: head,
      parent: {},
      metadata: metadata as Record<string, unknown>,
      content: content as Record<string, unknown>,
      buffers,
    })
    return reply
  }
  after(async () => {
    client.close()
    kernel.kill("SIGKILL")
    rmSync(folder, { recursive: true, force: true })
  })
  return { send, said: () => said, alive: () => kernel.exitCode === null && kernel.signalCode === null }
}

const odd: unknown[] = [
  undefined,
  null,
  true,
  -1,
  1e308,
  "",
  "x".repeat(1e5),
  [],
  [[[]]],
  {},
  { a: { b: [1] } },
  "\u0000\ud800",
  2 ** 53,
]

test("signed messages of every type with fields of every wrong kind are refused, and the kernel goes on", async () => {
  const kernel = await bareKernel()
  const random = generator(11)
  const pick = <T>(values: readonly T[]): T => values[random(values.length)]!
  const types = [
    "execute",
    "complete",
    "inspect",
    "is_complete",
    "history",
    "comm_info",
    "kernel_info",
    "connect",
    "debug",
    "interrupt",
  ]
  const fields = [
    "code",
    "cursor_pos",
    "silent",
    "store_history",
    "user_expressions",
    "allow_stdin",
    "stop_on_error",
    "hist_access_type",
    "n",
    "session",
    "start",
    "stop",
    "pattern",
    "detail_level",
    "target_name",
    "seq",
    "command",
    "arguments",
    "type",
  ]
  for (let round = 0; round < 600; round++) {
    const content = Object.fromEntries(fields.filter(() => random(3) > 0).map(field => [field, pick(odd)]))
    if (random(2) === 0)
      content.code = pick(["1", "throw 1", "(", "%%nope", "%%data", "?", "await", "import x from ''"])
    const metadata =
      random(3) === 0 ? { cellId: pick(odd), kaon: pick([...odd, { cell: pick(odd), params: pick(odd) }]) } : {}
    const channel = pick(["shell", "control"] as const)
    void kernel.send(
      channel,
      `${pick(types)}_request`,
      content,
      metadata,
      random(10) === 0 ? [Buffer.alloc(random(1000))] : [],
    )
  }
  for (const type of [
    "comm_open",
    "comm_msg",
    "comm_close",
    "input_reply",
    "no_such_request",
    "__proto__",
    "constructor",
    "toString",
  ]) {
    for (const channel of ["shell", "control", "stdin"] as const)
      for (const value of odd)
        void kernel.send(channel, type, { comm_id: value, target_name: value, data: value, value })
  }
  const reply = await kernel.send("shell", "execute_request", { code: "6 * 7", user_expressions: { value: "6 * 7" } })
  assert.equal(kernel.alive(), true, kernel.said())
  assert.equal(reply.content.status, "ok", JSON.stringify(reply.content))
})

test("huge buffers and deep JSON neither end the kernel nor stay in it", async () => {
  const kernel = await bareKernel()
  const deep: unknown[] = []
  let at = deep
  for (let level = 0; level < 2000; level++) {
    const next: unknown[] = []
    at.push(next)
    at = next
  }
  for (let round = 0; round < 3; round++)
    await kernel.send("shell", "kernel_info_request", { deep }, {}, [Buffer.alloc(50 << 20)])
  const reply = await kernel.send("shell", "execute_request", {
    code: "",
    user_expressions: { rss: "process.memoryUsage().rss" },
  })
  const { rss } = reply.content.user_expressions as { rss: { data: Record<string, string> } }
  assert.ok(Number(rss.data["text/plain"]) < 600e6, String(rss.data["text/plain"]))
})

/** Numerical Recipes' linear congruential generator; below(n) is 0 … n-1. */
function generator(seed: number): (below: number) => number {
  let state = seed
  return below => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
}
