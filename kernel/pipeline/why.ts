type Parts = Readonly<Record<string, string>>

const named: Readonly<Record<string, string>> = {
  code: "its code changed",
  machine: "the machine or its libraries changed",
  kaon: "Kaon itself changed",
  python: "its Python or a package of it changed",
  format: "the form of the cache changed",
}

function changeOf(part: string, before: Parts, now: Parts): string {
  const known = named[part]
  if (known !== undefined) return known
  if (!(part in before)) return `${part} is new`
  return part in now ? `${part} changed` : `${part} is gone`
}

/** Why a cell runs, by the parts of its key that are not what they were when it was last decided about. */
export function whyOf(before: Parts | undefined, now: Parts): string {
  if (before === undefined) return "it has not run here before"
  const changed = [...new Set([...Object.keys(before), ...Object.keys(now)])].filter(part => before[part] !== now[part])
  if (changed.length === 0) return "what it left is not in the store any more"
  return changed.map(part => changeOf(part, before, now)).join(", ")
}
