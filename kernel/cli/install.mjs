// Installs what package-lock.json names if it is not there yet. Runs on any Node from 20 on and needs no package.
import { spawnSync } from "node:child_process"
import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs"
import { dirname, join } from "node:path"
import { fileURLToPath } from "node:url"

const root = process.argv[2] ?? dirname(dirname(dirname(fileURLToPath(import.meta.url))))
const node = join(root, "node_modules", "node", "bin", process.platform === "win32" ? "node.exe" : "node")

/** The packages of a lockfile, by their place; none where it cannot be read. */
function packages(path) {
  try {
    return JSON.parse(readFileSync(path, "utf8")).packages ?? {}
  } catch {
    return {}
  }
}

/** Why the installed packages are not those of package-lock.json, or undefined. Optional ones (of other systems) may be missing. */
function missing() {
  const wanted = packages(join(root, "package-lock.json"))
  const found = packages(join(root, "node_modules", ".package-lock.json"))
  for (const [place, { version, integrity, optional, devOptional, link }] of Object.entries(wanted)) {
    if (!place.includes("node_modules/")) continue
    const there = found[place]
    if (there === undefined && (optional || devOptional)) continue
    const name = place.slice(place.lastIndexOf("node_modules/") + "node_modules/".length)
    if (there === undefined)
      return Object.keys(found).length === 0 ? "nothing is installed yet" : `${name} is not installed`
    if (!link && (there.version !== version || there.integrity !== integrity))
      return `${name} ${version} is not installed`
  }
  return existsSync(node) ? undefined : "Node 26 is not installed"
}

const lock = join(root, ".installing")

/** Does the process that a lock names still run? */
function held(file) {
  try {
    return process.kill(Number(readFileSync(file, "utf8")), 0)
  } catch {
    return false
  }
}

/** Takes a lock away whose process is gone. Who moved it aside looks again: it may have been another's new one. */
function release() {
  const aside = `${lock}.${process.pid}`
  try {
    renameSync(lock, aside)
    if (held(aside)) renameSync(aside, lock)
    else rmSync(aside)
  } catch {
    // Another was quicker.
  }
}

/** Lets one process install at a time: npm would remove the folder under another's feet. A lock whose process is gone is nobody's. */
function alone(work) {
  for (let told = false; ; ) {
    try {
      writeFileSync(lock, String(process.pid), { flag: "wx" })
      break
    } catch (cause) {
      if (cause.code !== "EEXIST") throw cause
      if (!held(lock)) release()
      else {
        if (!told) process.stderr.write("Kaon's packages are being installed by another process; waiting for it …\n")
        told = true
        Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 250)
      }
    }
  }
  process.on("exit", () => rmSync(lock, { force: true }))
  work()
}

function install() {
  const why = missing()
  if (why === undefined) return
  process.stderr.write(`Installing Kaon's packages (${why}); this is needed once …\n`)
  const npm = process.env.npm_execpath
  const [program, args] = npm?.endsWith(".js") ? [process.execPath, [npm]] : ["npm", []]
  const { status, signal, error } = spawnSync(program, [...args, "ci", "--include=dev", "--no-audit", "--no-fund"], {
    cwd: root,
    stdio: ["ignore", 2, 2],
    shell: program === "npm" && process.platform === "win32",
  })
  const still = status === 0 ? missing() : undefined
  if (status === 0 && still === undefined) return
  const reason =
    error?.message ??
    still ??
    (signal === null ? `npm ci ended with status ${status}` : `npm ci was ended by ${signal}`)
  process.stderr.write(
    `\nKaon's packages could not be installed: ${reason}.\n  npm's own words are above. Without a network they must have been installed before; then run: npm ci.\n`,
  )
  process.exitCode = status === null || status === 0 ? 1 : status
}

if (missing() !== undefined) alone(install)
