import { createHash } from "node:crypto"
import { existsSync, readdirSync, readFileSync } from "node:fs"
import path from "node:path"
import { z } from "zod"
import { page, programs, root, stampFile } from "./places.ts"

const stampSchema = z.object({ key: z.string(), files: z.array(z.string()) })
export type Stamp = z.infer<typeof stampSchema>

const projectSchema = z.object({ references: z.array(z.object({ path: z.string() })).default([]) })

/** A layer and those that it may import. */
function layersOf(folder: string): string[] {
  const project = projectSchema.parse(JSON.parse(readFileSync(path.join(root, folder, "tsconfig.json"), "utf8")))
  return [folder, ...project.references.flatMap(reference => layersOf(path.posix.join(folder, reference.path)))]
}

const built = new Set(["dist", "node_modules"])

function* filesIn(folder: string): Generator<string> {
  for (const entry of readdirSync(path.join(root, folder), { withFileTypes: true })) {
    const file = `${folder}/${entry.name}`
    if (entry.name.startsWith(".") || built.has(entry.name)) continue
    if (entry.isDirectory()) yield* filesIn(file)
    else yield file
  }
}

/** What the build is made of: two equal keys stand for the same sources, packages and builder. */
export function sourceKey(): string {
  const layers = ["electron/renderer", "electron/main", "electron/preload", "electron/build"].flatMap(layersOf)
  const files = [...new Set(layers)].flatMap(layer => [...filesIn(layer)]).sort()
  const hash = createHash("sha256")
  for (const file of [...files, "package-lock.json"]) {
    const text = readFileSync(path.join(root, file))
    hash.update(`${file} ${text.length}\n`).update(text)
  }
  return hash.digest("hex")
}

export function readStamp(): Stamp | undefined {
  try {
    return stampSchema.parse(JSON.parse(readFileSync(stampFile, "utf8")))
  } catch {
    return undefined
  }
}

/** Is the build there, whole, and of these sources? */
export function isFresh(key: string): boolean {
  const stamp = readStamp()
  if (stamp?.key !== key) return false
  return [...stamp.files.map(file => path.join(page, file)), ...Object.values(programs)].every(existsSync)
}
