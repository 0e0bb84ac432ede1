// Installs what package-lock.json names if it is not there yet. Runs on any Node from 20 on and needs no package.
import { spawnSync } from "node:child_process"
import { existsSync, readFileSync } from "node:fs"
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

const why = missing()
if (why !== undefined) {
  process.stderr.write(`Installing Kaon's packages (${why}); this is needed once …\n`)
  const npm = process.env.npm_execpath
  const [program, args] = npm?.endsWith(".js") ? [process.execPath, [npm]] : ["npm", []]
  const { status, signal, error } = spawnSync(program, [...args, "ci", "--no-audit", "--no-fund"], {
    cwd: root,
    stdio: ["ignore", 2, 2],
    shell: program === "npm" && process.platform === "win32",
  })
  const still = status === 0 ? missing() : undefined
  if (status !== 0 || still !== undefined) {
    const reason =
      error?.message ??
      still ??
      (signal === null ? `npm ci ended with status ${status}` : `npm ci was ended by ${signal}`)
    process.stderr.write(
      `\nKaon's packages could not be installed: ${reason}.\n  npm's own words are above. Without a network they must have been installed before; then run: npm ci.\n`,
    )
    process.exitCode = status === null || status === 0 ? 1 : status
  }
}
