import { parse } from "yaml"

/** The notebook metadata of a script that states none: it is ours. */
const own = {
  kernelspec: { display_name: "TypeScript (Kaon)", language: "typescript", name: "kaon" },
  language_info: { name: "typescript" },
}

/** The commented YAML block at the top of a script (jupytext's): how many lines it takes, and the notebook metadata in it. */
export function readHeader(lines: readonly string[]): { lines: number; metadata: Record<string, unknown> } {
  const first = lines.findIndex(line => line.trim() !== "")
  if (first < 0 || lines[first] !== "// ---") return { lines: 0, metadata: own }
  const length = lines.slice(first + 1).indexOf("// ---")
  if (length < 0) return { lines: 0, metadata: own }
  const yaml = lines.slice(first + 1, first + 1 + length).map(line => line.replace(/^\/\/ ?/, ""))
  return { lines: first + length + 2, metadata: metadataOf(yaml.join("\n")) }
}

/** The header of a script for a notebook's metadata; none where a script without one means the same. YAML may hold JSON. */
export function formatHeader(metadata: Record<string, unknown>): string[] {
  if (JSON.stringify(metadata) === JSON.stringify(own)) return []
  return ["// ---", `// jupyter: ${JSON.stringify(metadata)}`, "// ---", ""]
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
