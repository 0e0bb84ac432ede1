import { existsSync } from "node:fs"
import { readdir } from "node:fs/promises"
import { join, relative } from "node:path"
import type { DeploymentRecord } from "../contracts/deployment.ts"
import { KaonError } from "../contracts/errors.ts"
import { listDeployments, stopDeployment } from "../serving/index.ts"

interface Found extends DeploymentRecord {
  /** The notebook folder that it belongs to. */
  directory: string
}

/** The deployments of a folder and of the folders in it: a notebook's services belong to the notebook's folder. */
async function deploymentsIn(folder: string): Promise<Found[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => [])
  const inside = entries.filter(
    entry => entry.isDirectory() && !entry.name.startsWith(".") && entry.name !== "node_modules",
  )
  const folders = [folder, ...inside.map(entry => join(folder, entry.name))]
  const own = folders.filter(directory => existsSync(join(directory, ".kaon", "deployments")))
  const lists = await Promise.all(
    own.map(async directory => (await listDeployments(directory)).map(record => ({ ...record, directory }))),
  )
  return lists.flat()
}

export async function deploymentsVerb(json: boolean, folder = process.cwd()): Promise<void> {
  const found = await deploymentsIn(folder)
  if (json) process.stdout.write(`${JSON.stringify(found)}\n`)
  else if (found.length === 0) process.stdout.write("There are no deployments here.\n")
  else process.stdout.write(table(found, folder))
}

function table(found: readonly Found[], folder: string): string {
  const rows = found.map(({ name, state, address, version, directory }) => [
    name,
    state,
    state === "ready" ? address : "–",
    version.slice(0, 12),
    relative(folder, directory) || ".",
  ])
  const lines = [["NAME", "STATE", "ADDRESS", "VERSION", "FOLDER"], ...rows]
  const widths = lines[0]!.map((_, column) => Math.max(...lines.map(line => line[column]!.length)))
  return lines
    .map(
      line =>
        `${line
          .map((text, column) => text.padEnd(widths[column]!))
          .join("  ")
          .trimEnd()}\n`,
    )
    .join("")
}

/** Stops a service. Throws SERVICE_NOT_FOUND, or USAGE where several folders have one of that name. */
export async function stopVerb(name: string, folder = process.cwd()): Promise<void> {
  const found = await deploymentsIn(folder)
  const named = found.filter(record => record.name === name)
  const running = named.filter(({ state }) => state === "ready" || state === "starting")
  const [one, ...more] = running.length > 0 ? running : named
  if (one === undefined) {
    const names = found.map(record => record.name).join(", ")
    throw new KaonError("SERVICE_NOT_FOUND", `There is no deployment called ${name} here.`, {
      fix: names === "" ? "Go to the notebook's folder first." : `Those here are: ${names}.`,
    })
  }
  if (more.length > 0 && running.length > 0) {
    const folders = running.map(({ directory }) => relative(folder, directory) || ".").join(", ")
    throw new KaonError("USAGE", `Several folders have a deployment called ${name}: ${folders}.`, {
      fix: "Go to the folder of the one that you mean.",
    })
  }
  const { state } = await stopDeployment(one.directory, name)
  process.stdout.write(`${name} is ${state}.\n`)
}
