import { readdir, rm, stat } from "node:fs/promises"
import { join } from "node:path"
import type { Entries } from "./index/entries.ts"
import type { Digest, Objects } from "./objects/objects.ts"

export interface Limits {
  /** Bytes that artefacts may take together; what is held counts, but is never taken away. */
  bytes?: number
  /** Milliseconds that an entry may go unused. */
  age?: number
}

export interface Collected {
  entries: number
  artefacts: number
  bytes: number
}

interface Edges {
  now?: number
  /** Milliseconds for which what nobody refers to stays. */
  spare?: number
  /** What others beside the entries refer to, at the time of asking. */
  wanted?: () => ReadonlySet<Digest>
}

/** An artefact that nobody refers to may be one that another process is about to refer to. */
const grace = 60 * 60 * 1000

/**
 * Takes away entries that are too old, then the least recently used until the rest fits, and artefacts that nothing refers to any
 * more. What a run or a deployment holds stays. A clock that went back makes nothing old.
 */
export async function collect(
  root: string,
  objects: Objects,
  entries: Entries,
  { bytes = Number.POSITIVE_INFINITY, age = Number.POSITIVE_INFINITY }: Limits,
  { now = Date.now(), spare = grace, wanted: needed = () => new Set() }: Edges = {},
): Promise<Collected> {
  const artefacts = new Map((await objects.list()).map(entry => [entry.digest, entry]))
  const held = new Set([...entries.held(), ...needed()])
  const known = entries.byUse()
  const users = new Map<Digest, number>()
  const count = (digest: Digest, by: number) => users.set(digest, (users.get(digest) ?? 0) + by)
  for (const { needs } of known) for (const digest of needs) count(digest, 1)
  const sizeOf = (digest: Digest) => artefacts.get(digest)?.bytes ?? 0
  let total = [...new Set([...users.keys(), ...held])].reduce((sum, digest) => sum + sizeOf(digest), 0)
  const leaving = known.filter(({ needs, used }) => {
    if (now - used <= age && total <= bytes) return false
    for (const digest of needs) {
      count(digest, -1)
      if (users.get(digest) === 0 && !held.has(digest)) total -= sizeOf(digest)
    }
    return true
  })
  entries.remove(leaving.map(({ key }) => key))
  // What another process wrote or committed meanwhile is not for taking.
  const wanted = new Set([...entries.byUse().flatMap(({ needs }) => needs), ...entries.held(), ...needed()])
  const freed = [...artefacts.values()].filter(
    ({ digest, used }) => !wanted.has(digest) && (users.has(digest) || now - used > spare),
  )
  for (const { digest } of freed) await objects.remove(digest)
  await sweep(join(root, "incoming"), now, spare)
  return {
    entries: leaving.length,
    artefacts: freed.length,
    bytes: freed.reduce((sum, artefact) => sum + artefact.bytes, 0),
  }
}

/** What a process that was killed left half-written. */
async function sweep(folder: string, now: number, spare: number): Promise<void> {
  for (const name of await readdir(folder).catch(() => [])) {
    const found = await stat(join(folder, name)).catch(() => undefined)
    if (found !== undefined && now - found.mtimeMs > spare && !isAlive(Number(name.split("-")[0])))
      await rm(join(folder, name), { force: true })
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (cause) {
    return cause instanceof Error && "code" in cause && cause.code === "EPERM"
  }
}
