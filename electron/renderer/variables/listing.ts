import type { Variable } from "../state/model.ts"

export type SortBy = "name" | "type" | "size"

const sorts: Readonly<Record<SortBy, (one: Variable, other: Variable) => number>> = {
  name: () => 0,
  type: (one, other) => one.type.localeCompare(other.type),
  // The largest first: it is what fills the memory.
  size: (one, other) => extentOf(other) - extentOf(one),
}

const extentOf = ({ bytes, shape }: Variable): number =>
  bytes ?? shape?.reduce((product, size) => product * size, 1) ?? 0

/** The variables that hold every word of a text in their name, type or preview, sorted; of one name the later cell's alone. */
export function listing(variables: readonly Variable[], text: string, by: SortBy): Variable[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean)
  const latest = [...new Map(variables.map(variable => [variable.name, variable])).values()]
  const found = latest.filter(({ name, type, preview }) => {
    const all = `${name} ${type} ${preview}`.toLowerCase()
    return words.every(word => all.includes(word))
  })
  return found.sort((one, other) => sorts[by](one, other) || one.name.localeCompare(other.name))
}

/** Type and extent: "DataFrame 1000 × 4". */
export const typeOf = ({ type, shape }: Variable): string =>
  shape !== undefined && shape.length > 0 ? `${type} ${shape.join(" × ")}` : type

/** Whether a value has rows that a grid can show. */
export const hasRows = ({ shape }: Variable): boolean => shape !== undefined && shape.length > 0 && shape[0]! > 0

const units = ["B", "KB", "MB", "GB", "TB"]

export function sizeText(bytes: number | undefined): string {
  if (bytes === undefined) return ""
  const step = Math.min(units.length - 1, Math.floor(Math.log(Math.max(1, bytes)) / Math.log(1000)))
  const value = bytes / 1000 ** step
  return `${step === 0 || value >= 100 ? Math.round(value) : value.toFixed(1)} ${units[step]}`
}
