import { randomUUID } from "node:crypto"
import { mkdir, readdir, readFile, rename, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { type DeploymentRecord, deploymentRecordSchema } from "../contracts/deployment.ts"
import { KaonError } from "../contracts/errors.ts"

/** Folder of the deployment records of a notebook folder. */
export const recordsFolder = (directory: string): string => join(directory, ".kaon", "deployments")

/** Path of a deployment's record. Throws USAGE for a name that could leave the folder. */
export function recordPath(directory: string, name: string): string {
  if (!/^[\w$][\w$-]*$/.test(name))
    throw new KaonError("USAGE", `A deployment cannot be named ${JSON.stringify(name)}.`, {
      fix: "Use letters, digits, dashes and underscores.",
    })
  return join(recordsFolder(directory), `${name}.json`)
}

/** Writes the record whole or not at all. */
export async function writeRecord(directory: string, record: DeploymentRecord): Promise<void> {
  const path = recordPath(directory, record.name)
  const temporary = `${path}.${randomUUID().slice(0, 8)}.new`
  await mkdir(recordsFolder(directory), { recursive: true })
  await writeFile(temporary, `${JSON.stringify(record, null, 2)}\n`)
  await rename(temporary, path)
}

/** The record as it was last written, or undefined where there is none that can be read. It may be stale: see `running`. */
export async function readRecord(directory: string, name: string): Promise<DeploymentRecord | undefined> {
  const text = await readFile(recordPath(directory, name), "utf8").catch(() => undefined)
  return text === undefined ? undefined : parse(text)
}

/** Every record of the folder, by name. */
export async function readRecords(directory: string): Promise<DeploymentRecord[]> {
  const files = await readdir(recordsFolder(directory)).catch(() => [])
  const names = files.filter(file => file.endsWith(".json")).map(file => file.slice(0, -".json".length))
  const records = await Promise.all(names.sort().map(name => readRecord(directory, name)))
  return records.filter(record => record !== undefined)
}

function parse(text: string): DeploymentRecord | undefined {
  try {
    return deploymentRecordSchema.safeParse(JSON.parse(text)).data
  } catch {
    return undefined
  }
}
