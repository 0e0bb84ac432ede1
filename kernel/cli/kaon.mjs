#!/usr/bin/env node
// Works on any Node from 20 on: hands over to the Node that the project brings, which runs TypeScript.
import { spawn } from "node:child_process"
import { existsSync } from "node:fs"
import { createRequire } from "node:module"
import { dirname, join } from "node:path"
import { fileURLToPath } from "node:url"

const main = fileURLToPath(new URL("main.ts", import.meta.url))

function ownNode() {
  const program = process.platform === "win32" ? "node.exe" : "node"
  try {
    const folder = dirname(createRequire(import.meta.url).resolve("node/package.json"))
    const path = join(folder, "bin", program)
    return existsSync(path) ? path : undefined
  } catch {
    return undefined
  }
}

const node = ownNode() ?? (Number(process.versions.node.split(".")[0]) >= 26 ? process.execPath : undefined)
if (node === undefined) {
  process.stderr.write(
    `kaon: Node 26 is missing (this is ${process.versions.node}).\n  Install the packages first: npm ci.\n`,
  )
  process.exit(1)
}
const child = spawn(node, [main, ...process.argv.slice(2)], { stdio: "inherit" })
// The terminal sends Ctrl-C to both; the child decides what becomes of it.
process.on("SIGINT", () => {})
for (const signal of ["SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal))
child.on("error", cause => {
  process.stderr.write(`kaon: ${node} could not be started: ${cause.message}.\n  Install the packages again: npm ci.\n`)
  process.exitCode = 1
})
child.on("exit", (code, signal) => {
  if (signal === null) process.exitCode = code ?? 1
  else {
    process.removeAllListeners(signal)
    process.kill(process.pid, signal)
  }
})
