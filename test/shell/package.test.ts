import assert from "node:assert/strict"
import { existsSync, globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import path from "node:path"
import { after, before, test } from "node:test"
import { listPackage } from "@electron/asar"
import { FuseV1Options, getCurrentFuseWire } from "@electron/fuses"
import { placesIn } from "../../electron/main/places.ts"
import { configurationOf } from "../../electron/package/configuration.ts"
import { fuses } from "../../electron/package/fuses.ts"
import { packageApp } from "../../electron/package/package.ts"
import { inThePage, lockSchema, runtimePackages } from "../../electron/package/packages.ts"
import { importsOf } from "../check/imports.ts"
import { notebookOf, start } from "../cli/command.ts"
import { electronDist } from "./packages.ts"

/* electron-builder itself makes a package, of everything but Electron's program: that one is stood in for by its fuses. */

const root = path.resolve(import.meta.dirname, "../..")
const json = (file: string) => JSON.parse(readFileSync(path.join(root, file), "utf8"))
const output = mkdtempSync(path.join(tmpdir(), "kaon-package-"))
const app = path.join(output, "linux-unpacked")
const skip = process.platform !== "linux" && "packages are made for the system they are made on"

before(async () => {
  if (skip !== false) return
  using electron = electronDist(json("package.json").devDependencies.electron)
  const directories = { ...configurationOf([]).directories, output }
  await packageApp(true, { electronDist: electron.folder, directories })
})
after(() => rmSync(output, { recursive: true, force: true }))

test("the archive holds main and preload alone", { skip }, () => {
  const files = listPackage(path.join(app, "resources/app.asar"), { isPack: false })
  assert.deepEqual(files.filter(file => /\.\w+$/.test(file)).sort(), [
    "/electron/main/dist/main.mjs",
    "/electron/preload/dist/preload.cjs",
    "/package.json",
  ])
})

test("the fuses of the packaged program are set: no Node from outside, its own archive and no other, checked", {
  skip,
}, async () => {
  const wire = await getCurrentFuseWire(path.join(app, "kaon"))
  const isOn = (fuse: FuseV1Options) => String.fromCharCode(Number(wire[fuse]))
  assert.deepEqual(
    {
      runAsNode: isOn(FuseV1Options.RunAsNode),
      nodeOptions: isOn(FuseV1Options.EnableNodeOptionsEnvironmentVariable),
      inspect: isOn(FuseV1Options.EnableNodeCliInspectArguments),
      integrity: isOn(FuseV1Options.EnableEmbeddedAsarIntegrityValidation),
      onlyAsar: isOn(FuseV1Options.OnlyLoadAppFromAsar),
      cookies: isOn(FuseV1Options.EnableCookieEncryption),
      file: isOn(FuseV1Options.GrantFileProtocolExtraPrivileges),
    },
    { runAsNode: "0", nodeOptions: "0", inspect: "0", integrity: "1", onlyAsar: "1", cookies: "1", file: "0" },
  )
  assert.equal(Object.values(fuses).length, 8)
})

test("the packaged kernel runs on the Node that is shipped, with its plugins, from anywhere", {
  skip,
}, async () => {
  const { node, command } = placesIn(path.join(app, "resources/app.asar"))
  assert.ok(existsSync(node) && existsSync(command))
  const folder = path.join(output, "work")
  mkdirSync(folder)
  const cells = [
    `process.execPath`,
    `import digitsSource from "kaon:datasets/digits"\nconst digits = await digitsSource.load()`,
    `tf.tensor([1, 2]).sum().dataSync()[0]`,
  ]
  writeFileSync(path.join(folder, "a.ipynb"), notebookOf(cells))
  const env = { KAON_HOME: path.join(output, "home") }
  const { status, out, err } = await start(node, [command, "run", "a.ipynb", "--json"], { cwd: folder, env }).ended
  assert.equal(status, 0, out + err)
  assert.match(out, new RegExp(`'${node}'`))
  const host = start(node, [command, "app", "--no-open", folder], { env })
  const address = /http:\/\/\S+/.exec(await host.prints(/Ctrl-C/))![0]
  const page = await fetch(address, { headers: { accept: "text/html" }, redirect: "manual" })
  assert.equal(page.status, 302)
  host.child.kill("SIGINT")
  assert.equal((await host.ended).status, 0)
})

test("what stays out of the package is in the page's build: nothing that runs on Node imports it", () => {
  const { packages } = lockSchema.parse(json("package-lock.json"))
  const runtime = runtimePackages({ packages })
  for (const name of inThePage) {
    assert.ok(name in json("package.json").dependencies, `${name} is no dependency any more`)
    assert.ok(!runtime.includes(`node_modules/${name}`), name)
  }
  for (const name of ["node", "zeromq", "fastify", "typescript", "oxc-parser", "zod"]) {
    assert.ok(runtime.includes(`node_modules/${name}`), name)
  }
  for (const name of ["electron", "electron-builder", "vite", "@biomejs/biome"]) {
    assert.ok(!runtime.includes(`node_modules/${name}`), name)
  }
  const onNode = globSync("{kernel,plugins,electron/host}/**/*.{ts,mjs}", {
    cwd: root,
    exclude: name => /^(?:node_modules|\.tsbuild)$/.test(name),
  })
  assert.ok(onNode.length > 200)
  const wrong = onNode.flatMap(file =>
    importsOf(file, readFileSync(path.join(root, file), "utf8")).filter(({ specifier }) =>
      inThePage.some(name => specifier === name || specifier.startsWith(`${name}/`)),
    ),
  )
  assert.deepEqual(wrong, [])
  const { extraResources } = configurationOf(runtime)
  assert.ok(Array.isArray(extraResources))
  const shipped = extraResources.map(entry => (typeof entry === "string" ? entry : (entry.from ?? "")))
  for (const folder of ["kernel", "electron/host", "plugins", "electron/renderer/dist"])
    assert.ok(shipped.includes(folder))
  const command = readFileSync(path.join(root, "kernel/cli/app/verb.ts"), "utf8")
  for (const { specifier } of importsOf("verb.ts", command)) {
    const built = /electron\/build\/(\w+\.ts)$/.exec(specifier)?.[1]
    if (built !== undefined) assert.ok(existsSync(path.join(app, "resources/kaon/electron/build", built)), built)
  }
})

test("a package that another one brings in its own folder is found before the one above", () => {
  const lock = lockSchema.parse({
    packages: {
      "": { dependencies: { a: "1", "@s/b": "1" } },
      "node_modules/a": { dependencies: { c: "2" }, optionalDependencies: { gone: "1" } },
      "node_modules/a/node_modules/c": { dependencies: { d: "1" } },
      "node_modules/@s/b": { peerDependencies: { c: "1" } },
      "node_modules/c": {},
      "node_modules/d": { dependencies: { a: "1" } },
      "node_modules/dev": {},
    },
  })
  const places = ["@s/b", "a", "a/node_modules/c", "c", "d"].map(place => `node_modules/${place}`)
  assert.deepEqual(runtimePackages(lock), places)
})

test("the configuration has all three systems, both kinds of files, icons, and no updates", () => {
  const { linux, win, mac, fileAssociations, publish, directories, appId } = configurationOf([])
  assert.ok(linux?.target && win?.target && mac?.target && mac.hardenedRuntime)
  assert.ok(Array.isArray(fileAssociations))
  assert.deepEqual(
    fileAssociations.map(({ ext }) => ext),
    ["ipynb", "kaon.ts"],
  )
  assert.equal(publish, null)
  assert.match(appId ?? "", /^[a-z]+(\.[a-z]+){2}$/)
  assert.equal(
    Object.keys(json("package-lock.json").packages).some(place => /electron-updater/.test(place)),
    false,
  )
  const icon = readFileSync(path.join(root, directories!.buildResources!, "icon.png"))
  assert.deepEqual([icon.readUInt32BE(16), icon.readUInt32BE(20)], [1024, 1024])
  assert.match(readFileSync(path.join(root, String(mac.entitlements)), "utf8"), /allow-jit/)
})
