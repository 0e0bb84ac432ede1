import { existsSync, readdirSync, readFileSync } from "node:fs"
import { isBuiltin } from "node:module"
import path from "node:path"
import { importsOf } from "./imports.ts"
import { layersOf, longestFile, packagesOf, pluginApi, reserved, withoutNode } from "./rules.ts"

export interface Violation {
  file: string
  line: number
  why: string
}

/**
 * Checks every source file below `kernel/`, `electron/` and `plugins/` of a project: a layer imports only the layers that its tsconfig.json
 * references, only the packages that the rules allow it; plugins import the plugin API alone; no file is too long; no cycles.
 */
export function checkLayers(root: string): { files: number; violations: Violation[] } {
  const references = readReferences(root)
  const violations: Violation[] = [...cycles(references)]
  const files = [...sources(root, "kernel"), ...sources(root, "plugins"), ...sources(root, "electron")]
  for (const file of files) {
    const source = readFileSync(path.join(root, file), "utf8")
    const lines = source.split("\n").length - 1
    if (lines > longestFile)
      violations.push({ file, line: lines, why: `has ${lines} lines; ${longestFile} is the most` })
    for (const { specifier, line } of importsOf(file, source)) {
      const why = file.startsWith("plugins/") ? pluginFault(file, specifier) : kernelFault(file, specifier, references)
      if (why !== undefined) violations.push({ file, line, why })
    }
  }
  return { files: files.length, violations }
}

const layerOf = (file: string): string => file.split("/").slice(0, 2).join("/")

function kernelFault(file: string, specifier: string, references: Map<string, Set<string>>): string | undefined {
  const layer = layerOf(file)
  if (specifier.startsWith(".")) {
    const target = layerOf(path.posix.join(path.posix.dirname(file), specifier))
    if (target === layer || target === "..") return undefined
    if (layersOf[layer]?.includes(target) === false) return `${layer} may not import ${target}`
    return references.get(layer)?.has(target) ? undefined : `${layer} may not import ${target} (see its tsconfig.json)`
  }
  if (isBuiltin(specifier)) return withoutNode.has(layer) ? `${layer} may not import Node's ${specifier}` : undefined
  const name = packageOf(specifier)
  const owner = reserved[name]
  if (owner !== undefined && owner !== layer) return `only ${owner} may import ${name}`
  const allowed = packagesOf[layer]
  return allowed === undefined || allowed.includes(name) ? undefined : `${layer} may not import the package ${name}`
}

function pluginFault(file: string, specifier: string): string | undefined {
  if (specifier.startsWith(".")) {
    const target = path.posix.join(path.posix.dirname(file), specifier)
    return layerOf(target) === layerOf(file)
      ? undefined
      : `a plugin may import ${pluginApi} and its own files, not ${target}`
  }
  if (isBuiltin(specifier) || !specifier.startsWith("@kaon/")) return undefined
  return packageOf(specifier) === pluginApi ? undefined : `a plugin may import ${pluginApi}, not ${specifier}`
}

const packageOf = (specifier: string): string =>
  specifier
    .split("/")
    .slice(0, specifier.startsWith("@") ? 2 : 1)
    .join("/")

function readReferences(root: string): Map<string, Set<string>> {
  const layers = ["kernel", "electron"].flatMap(folder =>
    foldersIn(path.join(root, folder)).map(name => `${folder}/${name}`),
  )
  return new Map(
    layers.map(layer => {
      const file = path.join(root, layer, "tsconfig.json")
      const config = (existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : {}) as {
        references?: { path: string }[]
      }
      return [layer, new Set((config.references ?? []).map(reference => path.posix.join(layer, reference.path)))]
    }),
  )
}

const foldersIn = (folder: string): string[] =>
  existsSync(folder)
    ? readdirSync(folder, { withFileTypes: true }).flatMap(entry => (entry.isDirectory() ? [entry.name] : []))
    : []

function cycles(references: Map<string, Set<string>>): Violation[] {
  const done = new Set<string>()
  const found: Violation[] = []
  const visit = (layer: string, trail: string[]): void => {
    if (trail.includes(layer)) {
      found.push({
        file: `${layer}/tsconfig.json`,
        line: 1,
        why: `a cycle: ${[...trail.slice(trail.indexOf(layer)), layer].join(" → ")}`,
      })
      return
    }
    if (done.has(layer)) return
    for (const next of references.get(layer) ?? []) visit(next, [...trail, layer])
    done.add(layer)
  }
  for (const layer of references.keys()) visit(layer, [])
  return found
}

function* sources(root: string, folder: string): Generator<string> {
  let entries: import("node:fs").Dirent[]
  try {
    entries = readdirSync(path.join(root, folder), { withFileTypes: true })
  } catch {
    return
  }
  for (const entry of entries) {
    const file = `${folder}/${entry.name}`
    if (entry.isDirectory() && entry.name !== "node_modules" && entry.name !== "dist" && !entry.name.startsWith("."))
      yield* sources(root, file)
    else if (/\.[mc]?tsx?$/.test(entry.name)) yield file
  }
}
