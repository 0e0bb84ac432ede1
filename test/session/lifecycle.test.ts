import assert from "node:assert/strict"
import { spawn } from "node:child_process"
import { once } from "node:events"
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { connect } from "node:net"
import { tmpdir } from "node:os"
import path from "node:path"
import { after, test } from "node:test"
import { createConnection, writeConnectionFile } from "../../kernel/wire/index.ts"
import { isAlive, startOurs, streamOf, textOf, until } from "./kernel.ts"

const main = path.resolve(import.meta.dirname, "../../kernel/session/main.ts")

for (const [what, code] of [
  ["an endless loop", "while (true) {}"],
  ["a promise that never settles", "await new Promise(() => {})"],
  ["an endless loop of microtasks", "await (async () => { while (true) await null })()"],
] as const) {
  test(`${what} is interrupted again and again, with all state kept`, async () => {
    await using kernel = await startOurs()
    await kernel.execute("let rounds = 0")
    for (let round = 1; round <= 5; round++) {
      const started = Promise.withResolvers<void>()
      const execution = kernel.execute(`rounds++; console.log('on'); ${code}`, { onOutput: () => started.resolve() })
      await started.promise
      await kernel.interrupt()
      const { status, error } = await execution
      assert.equal(status, "error")
      assert.equal(error?.ename, "Interrupted")
      assert.equal(textOf(await kernel.execute("rounds")), String(round))
    }
  })
}

test("code that waits for input is interrupted", async () => {
  await using kernel = await startOurs()
  const asked = Promise.withResolvers<void>()
  const execution = kernel.execute("prompt('?')", {
    onInput: () => {
      asked.resolve()
      return new Promise(() => {})
    },
  })
  await asked.promise
  await kernel.interrupt()
  assert.equal((await execution).status, "error")
  assert.equal(textOf(await kernel.execute("1")), "1")
})

test("an interrupt with nothing running does nothing, and does not spoil the next prompt()", async () => {
  await using kernel = await startOurs()
  await kernel.interrupt()
  assert.equal(textOf(await kernel.execute("prompt('?')", { onInput: async () => "yes" })), "'yes'")
})

test("while a cell loops, the heartbeat, kernel_info and is_complete answer", async () => {
  await using kernel = await startOurs()
  const execution = kernel.execute("while (true) {}")
  assert.equal(await kernel.beat(5000), true)
  assert.equal((await kernel.kernelInfo()).implementation, "kaon")
  assert.equal((await kernel.isComplete("1")).status, "complete")
  await kernel.interrupt()
  assert.equal((await execution).status, "error")
})

test("shutdown ends the process and its children, also in the middle of a loop", async () => {
  const kernel = await startOurs()
  const pid = kernel.pid
  const looping = kernel.execute("while (true) {}").catch(cause => cause as Error)
  await kernel.shutdown()
  assert.equal(((await looping) as { code?: string }).code, "KERNEL_DIED")
  await until(() => !isAlive(pid))
})

test("process.exit() in a cell ends the kernel with its code, after what it printed has arrived", async () => {
  const kernel = await startOurs()
  const printed: string[] = []
  await kernel
    .execute("console.log('bye'); process.exit(7)", { onOutput: ({ content }) => printed.push(String(content.text)) })
    .catch(() => {})
  assert.equal((await kernel.exited).code, 7)
  assert.deepEqual(printed, ["bye\n"])
})

test("a kernel whose client is killed ends by itself", async () => {
  const folder = mkdtempSync(path.join(tmpdir(), "kaon-parent-"))
  const script = path.join(folder, "client.ts")
  const wire = path.resolve(import.meta.dirname, "../../kernel/client/index.ts")
  writeFileSync(
    script,
    `import { startKernel } from ${JSON.stringify(wire)}\nconst kernel = await startKernel({ kernel: "kaon" })\nconsole.log(kernel.pid)\nawait kernel.execute("while (true) {}")\n`,
  )
  const client = spawn(process.execPath, [script], { stdio: ["ignore", "pipe", "inherit"] })
  const [line] = (await once(client.stdout, "data")) as [Buffer]
  const pid = Number(line.toString())
  assert.ok(isAlive(pid))
  client.kill("SIGKILL")
  await until(() => !isAlive(pid))
  rmSync(folder, { recursive: true })
})

test("garbage on the kernel's ports neither ends it nor stops it from answering", async () => {
  await using kernel = await startOurs()
  const argv = readFileSync(`/proc/${kernel.pid}/cmdline`, "utf8").split("\0")
  const connection = JSON.parse(readFileSync(argv.find(argument => argument.endsWith(".json"))!, "utf8")) as Record<
    string,
    number
  >
  for (const channel of ["shell", "control", "iopub", "stdin", "hb"]) {
    for (const bytes of [
      Buffer.alloc(0),
      Buffer.from("GET / HTTP/1.1\r\n\r\n"),
      Buffer.alloc(100_000, 255),
      Buffer.from("ff00000000000000017f03004e554c4c", "hex"),
    ]) {
      const socket = connect(connection[`${channel}_port`]!, "127.0.0.1")
      socket.on("error", () => {})
      await once(socket, "connect")
      await new Promise(resolve => socket.write(bytes, resolve))
      socket.destroy()
    }
  }
  assert.equal(textOf(await kernel.execute("6 * 7")), "42")
})

test("a kernel that cannot have its ports says which one and ends with a failure", async () => {
  const folder = mkdtempSync(path.join(tmpdir(), "kaon-ports-"))
  const file = path.join(folder, "connection.json")
  writeConnectionFile(file, await createConnection("kaon"))
  const first = spawn(process.execPath, [main, file], { stdio: "ignore" })
  const { shell_port } = JSON.parse(readFileSync(file, "utf8")) as { shell_port: number }
  after(() => first.kill("SIGKILL"))
  await until(() => !portIsFree(shell_port))
  const second = spawn(process.execPath, [main, file], { stdio: ["ignore", "ignore", "pipe"] })
  let said = ""
  second.stderr.on("data", (chunk: Buffer) => {
    said += chunk
  })
  const [code] = (await once(second, "exit")) as [number]
  assert.notEqual(code, 0)
  assert.match(said, /channel cannot listen on tcp/)
  rmSync(folder, { recursive: true })
})

test("a broken connection file, or none, ends with one clear sentence", async () => {
  const folder = mkdtempSync(path.join(tmpdir(), "kaon-broken-"))
  const file = path.join(folder, "connection.json")
  writeFileSync(file, '{"shell_port": "x"}')
  for (const [args, expected] of [
    [[file], /connection file .* is not usable: shell_port is not a port number/],
    [[path.join(folder, "none.json")], /connection file .* cannot be read/],
    [[], /usage: /],
  ] as const) {
    const kernel = spawn(process.execPath, [main, ...args], { stdio: ["ignore", "ignore", "pipe"] })
    let said = ""
    kernel.stderr.on("data", (chunk: Buffer) => {
      said += chunk
    })
    const [code] = (await once(kernel, "exit")) as [number]
    assert.equal(code, 2)
    assert.match(said, expected)
    assert.ok(said.trim().split("\n").length <= 2, said)
  }
  rmSync(folder, { recursive: true })
})

test("output of 100,000 lines arrives whole", async () => {
  await using kernel = await startOurs()
  const execution = await kernel.execute("for (let i = 0; i < 100000; i++) console.log(i)")
  assert.equal(streamOf(execution).split("\n").length, 100_001)
})

const portIsFree = (port: number): boolean =>
  !readFileSync("/proc/net/tcp", "utf8").includes(
    `:${port.toString(16).toUpperCase().padStart(4, "0")} 00000000:0000 0A`,
  )
