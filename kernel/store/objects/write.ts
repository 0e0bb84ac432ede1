import { closeSync, mkdirSync, openSync, renameSync, writeSync } from "node:fs"
import { mkdir, open, rename } from "node:fs/promises"
import { dirname } from "node:path"
import type { ReadyFile } from "./ready.ts"

/** Bytes up to which a write takes less time than to wait for another thread. */
export const small = 65_536

/** Writes the parts under a name of their own, then gives them the name that others look for. */
export async function writeLarge(
  fresh: string,
  file: string,
  parts: readonly Uint8Array[],
  syncs: boolean,
): Promise<void> {
  {
    await using handle = await open(fresh, "wx").catch(async cause => {
      await madeFor(cause, fresh)
      return await open(fresh, "wx")
    })
    for (const part of parts) await handle.writeFile(part)
    if (syncs) await handle.sync()
  }
  await rename(fresh, file).catch(async cause => {
    await madeFor(cause, file)
    await rename(fresh, file)
  })
}

/** The same at once, for little; into a file that was made ahead of time, where there is one. */
export function writeSmall(fresh: ReadyFile | string, file: string, parts: readonly Uint8Array[]): void {
  const whole = Buffer.concat(parts)
  const { path, handle } =
    typeof fresh === "string" ? { path: fresh, handle: within(fresh, () => openSync(fresh, "wx")) } : fresh
  try {
    for (let at = 0; at < whole.length; ) at += writeSync(handle, whole, at)
  } finally {
    closeSync(handle)
  }
  within(file, () => renameSync(path, file))
}

/** Makes a file's folder where that is what was missing: nearly always it is there. */
async function madeFor(cause: NodeJS.ErrnoException, file: string): Promise<void> {
  if (cause.code !== "ENOENT") throw cause
  await mkdir(dirname(file), { recursive: true })
}

function within<T>(file: string, work: () => T): T {
  try {
    return work()
  } catch (cause) {
    if (!(cause instanceof Error && "code" in cause && cause.code === "ENOENT")) throw cause
    mkdirSync(dirname(file), { recursive: true })
    return work()
  }
}
