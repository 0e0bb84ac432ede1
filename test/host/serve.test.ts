import assert from "node:assert/strict"
import { execFile } from "node:child_process"
import { globSync, readFileSync, statSync } from "node:fs"
import { join } from "node:path"
import { test } from "node:test"
import { setTimeout } from "node:timers/promises"
import { promisify } from "node:util"
import { main, served, workspace } from "./hosts.ts"

/** Resolves when a file that fits is there: files of another process come without a word. */
async function appears(pattern: string): Promise<void> {
  while (globSync(pattern).length === 0) await setTimeout(10)
}

/** The status and the words of a `kaon serve` that must fail. */
async function failing(...args: string[]): Promise<{ code: number; stderr: string }> {
  return promisify(execFile)(process.execPath, [main, "serve", ...args], { timeout: 15_000 }).then(
    () => assert.fail("it started"),
    ({ code, stderr }) => ({ code, stderr }),
  )
}

test("kaon serve prints an address with its token, and ends at SIGTERM without a trace of it", async () => {
  await using space = workspace()
  await using host = await served(space, "--token", "mine")
  assert.equal(host.url, `${host.address}/?token=mine`)
  const place = join(space.folder, ".kaon", "host.json")
  assert.equal(JSON.parse(readFileSync(place, "utf8")).token, "mine")
  if (process.platform !== "win32") assert.equal(statSync(place).mode & 0o077, 0)
  assert.equal((await host.ask("GET", "/api/status")).status, 200)
  await host.stop()
  assert.throws(() => statSync(place))
})

test("a host that is told to end while a kernel starts does not wait for it, and the next one finds the kernel", async () => {
  await using space = workspace()
  {
    await using host = await served(space)
    const starting = host.ask("POST", "/api/kernels", {}).catch(() => undefined)
    await appears(join(space.folder, ".kaon/kernels/*/keeper.log"))
    const ended = host.stop()
    assert.equal(await Promise.race([ended.then(() => "ended"), setTimeout(15_000, "runs on")]), "ended")
    await starting
  }
  await appears(join(space.folder, ".kaon/kernels/*/keeper.json"))
  await using next = await served(space)
  assert.equal((await next.ask("GET", "/api/kernels")).json().length, 1)
})

test("two hosts of one folder share its kernels, each at its own address", async () => {
  await using space = workspace()
  await using one = await served(space)
  const { id } = (await one.ask("POST", "/api/kernels", {})).json()
  await using two = await served(space)
  assert.notEqual(two.address, one.address)
  assert.notEqual(two.token, one.token)
  assert.equal((await two.ask("GET", `/api/kernels/${id}`)).json().id, id)
})

test("kaon serve says what is wrong with a port or a folder, and what to do", async () => {
  await using space = workspace()
  await using host = await served(space)
  const { port } = new URL(host.address)
  await host.ask("POST", "/api/kernels", {})
  const taken = await failing(space.folder, "--port", port)
  assert.deepEqual([taken.code, /in use.*PORT_IN_USE/.test(taken.stderr)], [1, true])
  for (const args of [
    ["--port", "http"],
    ["--port", "70000"],
    ["--port", "1.5"],
    ["--keep", "-1"],
  ]) {
    const wrong = await failing(space.folder, ...args)
    assert.deepEqual([wrong.code, /Give a number/.test(wrong.stderr)], [2, true], args.join(" "))
  }
  const nowhere = await failing(join(space.folder, "nowhere"))
  assert.deepEqual([nowhere.code, /no folder/.test(nowhere.stderr)], [2, true])
})
