import assert from "node:assert/strict"
import { once } from "node:events"
import { readFile, symlink, writeFile } from "node:fs/promises"
import { createServer } from "node:net"
import { join } from "node:path"
import test from "node:test"
import { loadDataset } from "../../kernel/plugins/datasets.ts"
import { scratch, writePlugin } from "./written-plugin.ts"

type Permissions = { network?: string[]; files?: ("data" | "cache")[] }

/** Runs an attempt inside a plugin; its error code, or "allowed". */
async function attempt(code: string, permissions: Permissions = {}, dataDirectories: string[] = []): Promise<string> {
  await using folder = await scratch()
  await writePlugin(folder.path, {
    permissions,
    load: `try { ${code} } catch (error) { throw new Error("denied " + (error.code ?? error.cause?.code ?? error.message)) }; throw new Error("allowed")`,
  })
  const options = { workspace: folder.path, dataDirectories, cacheDirectory: join(folder.path, "cache") }
  return await loadDataset("probe", options).then(
    () => "loaded",
    (error: Error) => error.message.replace("The plugin dataset-probe failed: ", ""),
  )
}

const denied = "denied ERR_ACCESS_DENIED"

const probes: Record<string, [string, string]> = {
  "read a file outside its folder": [`(await import("node:fs")).readFileSync("/etc/hostname")`, denied],
  "read its parent's folder": [`(await import("node:fs")).readdirSync(new URL("..", import.meta.url))`, denied],
  "write in its own folder": [`(await import("node:fs")).writeFileSync(new URL("./x", import.meta.url), "")`, denied],
  "read what its parent was started with": [
    `(await import("node:fs")).readFileSync("/proc/" + process.ppid + "/environ")`,
    denied,
  ],
  "start a process": [`(await import("node:child_process")).spawnSync("true")`, denied],
  "start a thread": [`new (await import("node:worker_threads")).Worker("", { eval: true })`, denied],
  "open the inspector": [`(await import("node:inspector")).open(0)`, denied],
  "use sqlite, which knows no grants": [`await import("node:sqlite")`, "denied ERR_UNKNOWN_BUILTIN_MODULE"],
  "use foreign functions": [`await import("node:ffi")`, "denied ERR_UNKNOWN_BUILTIN_MODULE"],
  "load an addon": [`process.dlopen({ exports: {} }, "/nowhere.node")`, "denied ERR_DLOPEN_DISABLED"],
  "signal its parent": [`process.kill(process.ppid, 0)`, "denied PLUGIN_FAILED"],
  "bring back signals by deleting the guard": [
    `Reflect.deleteProperty(process, "kill"); process.kill(process.ppid, 0)`,
    "denied PLUGIN_FAILED",
  ],
  "look up a name": [`await (await import("node:dns/promises")).lookup("localhost")`, denied],
}

for (const [what, [code, expected]] of Object.entries(probes))
  test(`a plugin without grants cannot ${what}`, async () => assert.equal(await attempt(code), expected))

test("a plugin sees none of the environment", async () => {
  assert.equal(
    await attempt(`if (Object.keys(process.env).length > 0) throw new Error(Object.keys(process.env).join())`),
    "allowed",
  )
})

const listen = async (where: { path: string } | { port: 0; host: string }) => {
  const server = createServer(socket => socket.end()).listen(where)
  await once(server, "listening")
  const address = server.address()
  const port = address !== null && typeof address === "object" ? address.port : undefined
  return { port, [Symbol.dispose]: () => void server.close() }
}

test("a socket opens only for a plugin whose manifest names hosts", async () => {
  using server = await listen({ port: 0, host: "127.0.0.1" })
  const connect = `await new Promise(async (r, no) => (await import("node:net")).connect(${server.port}, "127.0.0.1", r).on("error", no))`
  assert.equal(await attempt(connect), denied)
  assert.equal(await attempt(connect, { network: ["localhost"] }), "allowed")
})

test("a Unix socket is a socket too", async t => {
  if (process.platform === "win32") return t.skip("no Unix sockets here")
  await using folder = await scratch()
  const path = join(folder.path, "socket")
  using _server = await listen({ path })
  const connect = `await new Promise(async (r, no) => (await import("node:net")).connect(${JSON.stringify(path)}, r).on("error", no))`
  assert.equal(await attempt(connect), denied)
})

test("the dataset folders are readable only with the grant, and never writable", async () => {
  await using data = await scratch()
  const file = join(data.path, "rows.csv")
  await writeFile(file, "1")
  const read = `(await import("node:fs")).readFileSync(${JSON.stringify(file)})`
  const write = `(await import("node:fs")).writeFileSync(${JSON.stringify(file)}, "2")`
  assert.equal(await attempt(read, {}, [data.path]), denied)
  assert.equal(await attempt(read, { files: ["data"] }, [data.path]), "allowed")
  assert.equal(await attempt(write, { files: ["data"] }, [data.path]), denied)
  assert.equal(await readFile(file, "utf8"), "1")
})

test("the cache folder is the plugin's own, and writable only with the grant", async () => {
  const write = `(await import("node:fs")).writeFileSync(host.cacheDirectory + "/x", "1")`
  const beside = `(await import("node:fs")).writeFileSync(host.cacheDirectory + "/../x", "1")`
  assert.equal(await attempt(write), denied)
  assert.equal(await attempt(write, { files: ["cache"] }), "allowed")
  assert.equal(await attempt(beside, { files: ["cache"] }), denied)
})

test("a link out of a granted folder cannot be made by the plugin", async () => {
  const link = `(await import("node:fs")).symlinkSync("/etc/hostname", host.cacheDirectory + "/x")`
  assert.equal(await attempt(link, { files: ["cache"] }), denied)
})

test("a data folder that is itself a link can be read", async () => {
  await using data = await scratch()
  await using links = await scratch()
  await writeFile(join(data.path, "rows.csv"), "1")
  const link = join(links.path, "data")
  await symlink(data.path, link)
  const read = `(await import("node:fs")).readFileSync(${JSON.stringify(join(link, "rows.csv"))})`
  assert.equal(await attempt(read, { files: ["data"] }, [link]), "allowed")
})
