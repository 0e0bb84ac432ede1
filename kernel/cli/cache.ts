import { existsSync } from "node:fs"
import { resolve } from "node:path"
import { KaonError } from "../contracts/errors.ts"
import { type Limits, Store, storeFolder } from "../store/index.ts"
import { openedRuns } from "./runs/opened.ts"

const day = 24 * 60 * 60 * 1000
const gigabyte = 1e9

const sized = (bytes: number): string =>
  bytes < 1e6
    ? `${Math.ceil(bytes / 1e3)} kB`
    : bytes < gigabyte
      ? `${(bytes / 1e6).toFixed(1)} MB`
      : `${(bytes / gigabyte).toFixed(1)} GB`

/** `kaon cache`: what the store of a folder holds. */
export async function sizeVerb(folder: string): Promise<void> {
  using store = opened(folder)
  const artefacts = (await store?.objects.list()) ?? []
  const bytes = artefacts.reduce((sum, artefact) => sum + artefact.bytes, 0)
  const runs = store?.entries.byUse().length ?? 0
  process.stdout.write(`${runs} results of cells, ${artefacts.length} artefacts, ${sized(bytes)}\n`)
}

/** `kaon cache trim`. Throws USAGE where it is not said what may stay. */
export async function trimVerb(
  folder: string,
  { days, gigabytes }: Record<"days" | "gigabytes", string | undefined>,
): Promise<void> {
  if (days === undefined && gigabytes === undefined) {
    throw new KaonError("USAGE", "It is not said what may stay.", {
      fix: "Write, for example, --days 30 or --gigabytes 2.",
    })
  }
  await collected(folder, {
    ...(days === undefined ? {} : { age: amount(days) * day }),
    ...(gigabytes === undefined ? {} : { bytes: amount(gigabytes) * gigabyte }),
  })
}

/** `kaon cache clear`: all but what runs and deployments hold. */
export const clearVerb = (folder: string): Promise<void> => collected(folder, { bytes: -1 })

async function collected(folder: string, limits: Limits): Promise<void> {
  using store = opened(folder)
  using runs = openedRuns(resolve(folder))
  const collected = await store?.collect(limits, () => runs?.referred() ?? new Set())
  const { entries, artefacts, bytes } = collected ?? { entries: 0, artefacts: 0, bytes: 0 }
  process.stdout.write(`${entries} results of cells and ${artefacts} artefacts are gone: ${sized(bytes)}\n`)
}

function opened(folder: string): Store | undefined {
  const root = storeFolder(resolve(folder))
  return existsSync(root) ? new Store(root) : undefined
}

function amount(text: string): number {
  const value = Number(text)
  if (value >= 0) return value
  throw new KaonError("USAGE", `${text} is no number.`, { fix: "Write, for example, 30." })
}
