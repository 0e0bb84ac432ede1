import { isDeepStrictEqual } from "node:util"
import { isMap, parse, parseDocument } from "yaml"

/** The notebook metadata of a script that states none: it is ours. */
const own = {
  kernelspec: { display_name: "TypeScript (Kaon)", language: "typescript", name: "kaon" },
  language_info: { name: "typescript" },
}

const rule = "// ---"
const isComment = (line: string): boolean => /^\s*(?:\/\/.*|#!.*)?$/.test(line)
const uncomment = (lines: readonly string[]): string => lines.map(line => line.replace(/^\/\/ ?/, "")).join("\n")

/** Where the commented YAML block stands: the indices of its two rules. Only comments and a hashbang may come before it. */
function blockOf(lines: readonly string[]): { from: number; to: number } | undefined {
  const from = lines.indexOf(rule)
  if (from < 0 || !lines.slice(0, from).every(isComment)) return undefined
  const to = lines.indexOf(rule, from + 1)
  return to < 0 ? undefined : { from, to }
}

/** The commented YAML block at the top of a script (jupytext's): how many lines it takes, and the notebook metadata in it. */
export function readHeader(lines: readonly string[]): { lines: number; metadata: Record<string, unknown> } {
  const block = blockOf(lines)
  if (block === undefined) return { lines: 0, metadata: own }
  return { lines: block.to + 1, metadata: metadataOf(uncomment(lines.slice(block.from + 1, block.to))) }
}

/** The header of a script for a notebook's metadata; none where a script without one means the same. YAML may hold JSON. */
export function formatHeader(metadata: Record<string, unknown>): string[] {
  if (JSON.stringify(metadata) === JSON.stringify(own)) return []
  return [rule, `// jupyter: ${JSON.stringify(metadata)}`, rule, ""]
}

/** The lines of a script's header with other notebook metadata: keys that are not the notebook's, comments and order stay. */
export function changeHeader(lines: readonly string[], metadata: Record<string, unknown>): string[] {
  const block = blockOf(lines)
  if (block === undefined) {
    const top = lines[0]?.startsWith("#!") ? 1 : 0
    return [...lines.slice(0, top), ...formatHeader(metadata), ...lines.slice(top)]
  }
  const { from, to } = block
  const document = parseDocument(uncomment(lines.slice(from + 1, to)))
  if (document.errors.length > 0) return [...formatHeader(metadata), ...lines.slice(to + 1)]
  const before = metadataOf(uncomment(lines.slice(from + 1, to)))
  if (!isMap(document.contents) || !isMap(document.get("jupyter"))) document.set("jupyter", metadata)
  else {
    for (const key of Object.keys(before)) if (!(key in metadata)) document.deleteIn(["jupyter", key])
    for (const [key, value] of Object.entries(metadata))
      if (!isDeepStrictEqual(before[key], value)) document.setIn(["jupyter", key], value)
  }
  const yaml = document.toString({ lineWidth: 0 }).trimEnd().split("\n")
  const commented = yaml.map(line => (line === "" ? "//" : `// ${line}`))
  return [...lines.slice(0, from + 1), ...commented, ...lines.slice(to)]
}

function metadataOf(yaml: string): Record<string, unknown> {
  try {
    const found: unknown = parse(yaml)
    const jupyter: unknown =
      typeof found === "object" && found !== null && "jupyter" in found ? found.jupyter : undefined
    return typeof jupyter === "object" && jupyter !== null ? { ...jupyter } : own
  } catch {
    return own
  }
}
