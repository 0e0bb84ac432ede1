import assert from "node:assert/strict"
import { execFileSync, spawnSync } from "node:child_process"
import { createHash } from "node:crypto"
import { cpSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs"
import { createServer } from "node:http"
import type { AddressInfo } from "node:net"
import { join, resolve } from "node:path"
import { test } from "node:test"
import { bringElectron } from "../../kernel/cli/app/bring.ts"
import { workspace } from "../host/hosts.ts"

const packages = resolve(import.meta.dirname, "../../node_modules")
const { version } = JSON.parse(readFileSync(join(packages, "electron/package.json"), "utf8"))
const archive = `electron-v${version}-linux-x64.zip`
const skip = spawnSync("python3", ["--version"]).status !== 0 && "no python3 to write the archive with"

/** A folder with Electron's own package, as npm leaves it: without the program. */
function rootIn(folder: string): string {
  mkdirSync(join(folder, "node_modules"), { recursive: true })
  cpSync(join(packages, "electron"), join(folder, "node_modules/electron"), {
    recursive: true,
    filter: source => !/electron\/(?:dist|path\.txt)/.test(source),
  })
  for (const name of ["@electron", "@electron-internal"])
    symlinkSync(join(packages, name), join(folder, "node_modules", name))
  return folder
}

/** A place on loopback that offers these files below the version's folder. */
async function mirrorOf(files: Record<string, Buffer | string>) {
  const asked: string[] = []
  const server = createServer((request, response) => {
    const name = request.url!.split("/").at(-1)!
    asked.push(name)
    const file = files[name]
    response.writeHead(file === undefined ? 404 : 200).end(file)
  })
  await new Promise<void>(done => server.listen(0, "127.0.0.1", done))
  return {
    asked,
    env: {
      ...process.env,
      ELECTRON_SKIP_BINARY_DOWNLOAD: "",
      ELECTRON_MIRROR: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
      ELECTRON_INSTALL_PLATFORM: "linux",
      ELECTRON_INSTALL_ARCH: "x64",
      electron_use_remote_checksums: "1",
    },
    [Symbol.asyncDispose]: () => new Promise<void>(done => server.close(() => done())),
  }
}

function programArchive(folder: string): Buffer {
  writeFileSync(join(folder, "electron"), "#!/bin/sh\n", { mode: 0o755 })
  writeFileSync(join(folder, "version"), version)
  execFileSync("python3", ["-m", "zipfile", "-c", "a.zip", "electron", "version"], { cwd: folder })
  return readFileSync(join(folder, "a.zip"))
}

const sumsOf = (content: Buffer) => `${createHash("sha256").update(content).digest("hex")} *${archive}\n`

test("Electron's program is brought by its package's installer, and its hash is checked", { skip }, async () => {
  await using space = workspace()
  const content = programArchive(space.folder)
  const root = rootIn(join(space.folder, "root"))
  const said: string[] = []
  const bring = (env: NodeJS.ProcessEnv, now = 0) =>
    bringElectron({ root, state: join(space.folder, "state"), say: text => said.push(text), env, now: () => now })
  const caches = (name: string) => ({ electron_config_cache: join(space.folder, name) })
  {
    await using wrong = await mirrorOf({ [archive]: Buffer.from("other"), "SHASUMS256.txt": sumsOf(content) })
    assert.equal(await bring({ ...wrong.env, ...caches("one") }), undefined)
    assert.match(said.at(-1)!, /could not be downloaded: .*checksum/i)
  }
  await using mirror = await mirrorOf({ [archive]: content, "SHASUMS256.txt": sumsOf(content) })
  assert.equal(await bring({ ...mirror.env, ...caches("two") }, 3600_000), undefined, "not again within a day")
  assert.deepEqual(mirror.asked, [])
  const program = await bring({ ...mirror.env, ...caches("two") }, 25 * 3600_000)
  assert.equal(program, join(root, "node_modules/electron/dist/electron"))
  assert.equal(readFileSync(program!, "utf8"), "#!/bin/sh\n")
})

test("without a network, or where it is not wanted, the browser is opened without much ado", { skip }, async () => {
  await using space = workspace()
  const root = rootIn(join(space.folder, "root"))
  const said: string[] = []
  const bringing = { root, state: join(space.folder, "state"), say: (text: string) => said.push(text) }
  const mirror = await mirrorOf({})
  await mirror[Symbol.asyncDispose]()
  assert.equal(
    await bringElectron({ ...bringing, env: { ...mirror.env, ELECTRON_SKIP_BINARY_DOWNLOAD: "1" } }),
    undefined,
  )
  assert.deepEqual(said, [])
  const nowhere = { ...mirror.env, electron_config_cache: join(space.folder, "cache") }
  assert.equal(await bringElectron({ ...bringing, env: nowhere }), undefined)
  assert.match(said.join("\n"), /could not be downloaded: its server cannot be reached/)
  assert.equal(said.join("\n").includes("    at "), false)
})
