import assert from "node:assert/strict"
import { spawn } from "node:child_process"
import { once } from "node:events"
import { createServer, type Socket } from "node:net"
import test from "node:test"
import { scratch, writePlugin } from "./written-plugin.ts"

test("a plugin's process ends when the process that started it is killed", { timeout: 20_000 }, async () => {
  await using folder = await scratch()
  const server = createServer().listen(0, "127.0.0.1")
  await once(server, "listening")
  const address = server.address()
  assert.ok(address !== null && typeof address === "object")
  // The plugin holds a connection for as long as it lives, and never answers.
  await writePlugin(folder.path, {
    permissions: { network: ["localhost"] },
    load: `(await import("node:net")).connect(${address.port}, "127.0.0.1"); await new Promise(() => {})`,
  })
  const connected = once(server, "connection")
  const datasets = new URL("../../kernel/plugins/datasets.ts", import.meta.url).href
  const code = `const { loadDataset } = await import(${JSON.stringify(datasets)}); await loadDataset("probe", { workspace: ${JSON.stringify(folder.path)} })`
  const parent = spawn(process.execPath, ["--input-type=module", "-e", code], { stdio: "inherit" })
  const early = once(parent, "exit").then(() => assert.fail("the loading process ended before the plugin was at work"))
  const [socket]: Socket[] = await Promise.race([connected, early])
  assert.ok(socket !== undefined)
  const closed = once(socket.on("error", () => {}).resume(), "close")
  early.catch(() => {})
  parent.kill("SIGKILL")
  await closed
  server.close()
})
