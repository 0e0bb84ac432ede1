import assert from "node:assert/strict"
import { execFileSync } from "node:child_process"
import { existsSync } from "node:fs"
import { copyFile, mkdir, readFile, writeFile } from "node:fs/promises"
import { delimiter, join } from "node:path"
import { test } from "node:test"
import { fileURLToPath } from "node:url"
import { startKernel } from "../../kernel/client/index.ts"
import { folder, kaon, start } from "./command.ts"

const file = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url))

test("the help names every command, the version is that of package.json", async () => {
  const help = await kaon(["--help"]).ended
  assert.equal(help.status, 0)
  for (const verb of ["run", "kernel", "deployments", "stop", "setup", "doctor"])
    assert.match(help.out, new RegExp(`^  ${verb} `, "m"))
  const { version } = JSON.parse(await readFile(file("package.json"), "utf8"))
  assert.deepEqual(await kaon(["--version"]).ended, { status: 0, out: `${version}\n`, err: "" })
})

test("an unknown command or option is exit status 2, with what may have been meant", async () => {
  const command = await kaon(["rnu"]).ended
  assert.equal(command.status, 2)
  assert.match(command.err, /unknown command 'rnu'\n\(Did you mean run\?\)/)
  assert.equal((await kaon(["run", "x.ipynb", "--jsno"]).ended).status, 2)
  assert.equal((await kaon(["run"]).ended).status, 2)
})

test("the installed kernelspec starts a kernel from anywhere, and uninstall removes it", async () => {
  await using place = await folder()
  const installed = await kaon(["kernel", "install", "--prefix", place.path]).ended
  assert.equal(installed.status, 0, installed.err)
  const path = join(place.path, "share", "jupyter", "kernels", "kaon", "kernel.json")
  const text = await readFile(path, "utf8")
  assert.equal(text, (await kaon(["kernel", "spec"]).ended).out)
  const { argv, display_name, language, interrupt_mode } = JSON.parse(text)
  assert.deepEqual([display_name, language, interrupt_mode], ["TypeScript (Kaon)", "typescript", "message"])
  await using client = await startKernel({ argv, cwd: place.path })
  assert.equal((await client.execute("1 + 1")).status, "ok")
  assert.equal((await kaon(["kernel", "uninstall", "--prefix", place.path]).ended).status, 0)
  assert.equal(existsSync(path), false)
  const again = await kaon(["kernel", "uninstall", "--prefix", place.path]).ended
  assert.match(again.err, /KERNEL_NOT_FOUND/)
})

test("a kernel cannot be installed in two places at once", async () => {
  const { status, err } = await kaon(["kernel", "install", "--user", "--sys-prefix"]).ended
  assert.equal(status, 2)
  assert.match(err, /Only one of/)
})

test("stopping a service that is not there says which there are", async () => {
  await using place = await folder()
  const { status, err } = await kaon(["stop", "digits"], { cwd: place.path }).ended
  assert.equal(status, 1)
  assert.match(err, /no deployment called digits/)
  assert.equal((await kaon(["deployments", "--json"], { cwd: place.path }).ended).out, "[]\n")
})

test("the doctor finds a working kernel", async () => {
  await using place = await folder()
  const { status, out } = await kaon(["doctor"], { env: { JUPYTER_DATA_DIR: place.path } }).ended
  assert.match(out, /✓ Node[\s\S]*✓ Kernel +answers/)
  assert.match(out, /Kernelspec/)
  assert.equal(status, 0, out)
})

/** Every other Node on PATH of version 20 or later. */
const nodes = [...new Set((process.env.PATH ?? "").split(delimiter).map(path => join(path, "node")))].filter(path => {
  if (path.includes("node_modules") || !existsSync(path)) return false
  return Number(execFileSync(path, ["--version"], { encoding: "utf8" }).slice(1).split(".")[0]) >= 20
})

test("the command works from an older Node and passes on the exit status", {
  skip: nodes.length === 0 && "no other Node on PATH",
}, async () => {
  for (const node of nodes) {
    const { status, err } = await start(node, [file("kernel/cli/kaon.mjs"), "rnu"]).ended
    assert.equal(status, 2, err)
    assert.match((await start(node, [file("kernel/cli/kaon.mjs"), "--version"]).ended).out, /^\d+\.\d+\.\d+\n$/)
  }
})

test("the installer is silent and fast where nothing is missing", async () => {
  const began = performance.now()
  const ended = await start(nodes[0] ?? process.execPath, [file("kernel/cli/install.mjs")]).ended
  assert.deepEqual(ended, { status: 0, out: "", err: "" })
  assert.ok(performance.now() - began < 1000)
})

test("the installer runs npm ci where a package is missing, and passes on how that ends", async () => {
  await using place = await folder()
  const lock = (version: string) => ({
    lockfileVersion: 3,
    packages: {
      "": {},
      "node_modules/a": { version, integrity: "sha512-x" },
      "node_modules/elsewhere": { version: "1.0.0", optional: true },
    },
  })
  const npm = join(place.path, "npm.js")
  await writeFile(npm, `require("node:fs").writeFileSync("called", process.argv.slice(2).join(" ")); process.exit(7)`)
  await writeFile(join(place.path, "package-lock.json"), JSON.stringify(lock("1.0.0")))
  const install = () =>
    start(process.execPath, [file("kernel/cli/install.mjs"), place.path], { env: { npm_execpath: npm } }).ended
  const missing = await install()
  assert.equal(missing.status, 7)
  assert.match(missing.err, /nothing is installed yet[\s\S]*npm ci ended with status 7/)
  assert.equal(await readFile(join(place.path, "called"), "utf8"), "ci --include=dev --no-audit --no-fund")
  await mkdir(join(place.path, "node_modules", "node", "bin"), { recursive: true })
  await writeFile(
    join(place.path, "node_modules", "node", "bin", process.platform === "win32" ? "node.exe" : "node"),
    "",
  )
  const installed = join(place.path, "node_modules", ".package-lock.json")
  await writeFile(installed, JSON.stringify(lock("0.9.0")))
  assert.match((await install()).err, /a 1\.0\.0 is not installed/)
  await copyFile(join(place.path, "package-lock.json"), installed)
  assert.deepEqual(await install(), { status: 0, out: "", err: "" })
})
