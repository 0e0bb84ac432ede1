import path from "node:path"
import { z } from "zod"

const dependencies = z.record(z.string(), z.string()).default({})
const entrySchema = z.object({
  version: z.string().optional(),
  link: z.boolean().optional(),
  dependencies,
  optionalDependencies: dependencies,
  peerDependencies: dependencies,
})
export const lockSchema = z.object({ packages: z.record(z.string(), entrySchema) })
export type Lock = z.infer<typeof lockSchema>

/** Packages that are in the interface's build already: nothing on Node imports them. */
export const inThePage: readonly string[] = [
  "@fontsource-variable/inter",
  "@fontsource-variable/jetbrains-mono",
  "dompurify",
  "lucide-react",
  "monaco-editor",
  "react",
  "react-dom",
  "vega-embed",
]

/** Where Node finds a package that is asked for from a place of the lock: in the node_modules of each folder upwards. */
function placeOf(lock: Lock, from: string, name: string): string | undefined {
  const place = path.posix.join(from, "node_modules", name)
  if (place in lock.packages) return place
  if (from === "") return undefined
  const above = from.lastIndexOf("node_modules/")
  return placeOf(lock, above <= 0 ? "" : from.slice(0, above - 1), name)
}

/**
 * The places ("node_modules/zod") of all packages that the host, kernels and plugins need when they run: what package.json depends on
 * but for the page's, and what those depend on in turn, optional ones too. Sorted. Links of the workspace are left out.
 */
export function runtimePackages(lock: Lock): string[] {
  const found = new Set<string>()
  const visit = (from: string, names: readonly string[]): void => {
    for (const name of names) {
      const place = placeOf(lock, from, name)
      const entry = place === undefined ? undefined : lock.packages[place]
      if (place === undefined || entry === undefined || entry.link === true || found.has(place)) continue
      found.add(place)
      visit(place, [entry.dependencies, entry.optionalDependencies, entry.peerDependencies].flatMap(Object.keys))
    }
  }
  const own = lock.packages[""]
  visit(
    "",
    Object.keys(own?.dependencies ?? {}).filter(name => !inThePage.includes(name)),
  )
  return [...found].sort()
}
