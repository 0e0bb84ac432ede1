import { mkdir, rename, rm, stat, statfs, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { KaonError } from "../../contracts/errors.ts"
import { type FetchOptions, fetchFile, isWhole, type Wheel } from "./fetch.ts"
import { holdLock } from "./lock.ts"
import { pipDownloads } from "./pip.ts"
import { folderOf, type Installed, installedVariant, manifestName, nativeHome } from "./place.ts"
import type { SetupPlan, Variant, WheelSpec } from "./platform.ts"
import { resolveWheel, type Sources } from "./resolve.ts"
import { unzip } from "./unzip.ts"

/** How far a setup is: which file, and of how many bytes. */
export interface SetupProgress {
  step: "find" | "download" | "unpack"
  file: string
  bytes: number
  total: number | undefined
}

export interface SetupOptions {
  sources: Sources
  env?: Record<string, string | undefined>
  progress?: (progress: SetupProgress) => void
  signal?: AbortSignal | undefined
  /** Install again what is there. */
  force?: boolean
  /** Does what was unpacked work here? Says what is wrong where it does not. */
  works?: (folder: string) => Promise<string | undefined>
}

/** A wheel's libraries take about four times the room of the wheel. */
const growth = 4

/**
 * Brings the libraries of a plan into the user's cache, whole or not at all. A download that broke off goes on where it
 * stopped. Throws DOWNLOAD_FAILED, WRITE_FAILED (no room, no right to write); the installation before it stays.
 */
export async function install(plan: SetupPlan, options: SetupOptions): Promise<Installed> {
  const { env, sources, progress = () => {}, signal, force = false, works = async () => undefined } = options
  const present = installedVariant(plan.variant, env)
  if (present?.version === plan.version && !force) return present
  const home = nativeHome(env)
  const downloads = join(home, "downloads")
  const check = async (folder: string) => {
    const why = await works(folder)
    if (why === undefined) return
    throw new KaonError("NATIVE_UNSUPPORTED", `TensorFlow was unpacked but does not work here: ${why}.`, {
      fix: "Nothing was changed; the JavaScript backend goes on being used.",
    })
  }
  const staging = join(home, `.new-${plan.variant}-${process.pid}`)
  try {
    await mkdir(downloads, { recursive: true })
    await using _lock = await holdLock(join(home, "setup.lock"))
    await mkdir(staging, { recursive: true })
    for (const spec of plan.wheels) {
      signal?.throwIfAborted()
      progress({ step: "find", file: spec.project, bytes: 0, total: undefined })
      const wheel = await resolveWheel(spec, sources)
      const file = join(downloads, wheel.name)
      const report = (bytes: number, total: number | undefined) =>
        progress({ step: "download", file: wheel.name, bytes, total })
      await bring(spec, wheel, downloads, { signal, progress: report }, sources)
      await checkRoom(home, file)
      await unpack(spec, wheel, file, staging, progress)
    }
    const { variant, version, library } = plan
    await writeFile(join(staging, manifestName), `${JSON.stringify({ variant, version, library }, null, 2)}\n`)
    await check(staging)
    await replace(staging, folderOf(variant, env))
    await rm(downloads, { recursive: true, force: true })
    return installedVariant(variant, env)!
  } catch (cause) {
    throw explained(cause, home)
  } finally {
    await rm(staging, { recursive: true, force: true }).catch(() => {})
  }
}

/** By a download of our own, which shows progress and goes on where it stopped; by pip's where the address is closed to it. */
async function bring(
  spec: WheelSpec,
  wheel: Wheel,
  folder: string,
  options: FetchOptions,
  { run }: Sources,
): Promise<void> {
  const file = join(folder, wheel.name)
  try {
    await fetchFile(wheel, file, options)
  } catch (cause) {
    if (!(cause instanceof KaonError) || options.signal?.aborted || !(await pipDownloads(spec, folder, run)))
      throw cause
    if (await isWhole(file, wheel.sha256)) return
    await rm(file, { force: true })
    throw cause
  }
}

/** Removes what `kaon setup` installed; false where there was nothing. */
export async function uninstall(variant: Variant, env?: Record<string, string | undefined>): Promise<boolean> {
  const was = installedVariant(variant, env) !== undefined
  await rm(folderOf(variant, env), { recursive: true, force: true })
  await rm(join(nativeHome(env), "downloads"), { recursive: true, force: true })
  return was
}

async function unpack(
  spec: WheelSpec,
  { name }: Wheel,
  file: string,
  staging: string,
  progress: NonNullable<SetupOptions["progress"]>,
): Promise<void> {
  const report = (bytes: number, total: number) => progress({ step: "unpack", file: name, bytes, total })
  const names = await unzip(file, staging, spec.members, report).catch(cause => {
    if ((cause as NodeJS.ErrnoException).code !== undefined) throw cause
    throw new KaonError("DOWNLOAD_FAILED", `${name} cannot be unpacked: ${(cause as Error).message}.`, { cause })
  })
  if (names.length > 0) return
  throw new KaonError("DOWNLOAD_FAILED", `${name} does not hold the libraries that are expected in it.`, {
    fix: "Update Kaon: this version of it does not know this build.",
  })
}

async function checkRoom(home: string, wheel: string): Promise<void> {
  const [{ bavail, bsize }, { size }] = await Promise.all([statfs(home), stat(wheel)])
  if (bavail * bsize < size * growth) throw noRoom(home, size * growth)
}

/** Puts the new folder in the place of the old one, which is back if that fails. */
async function replace(staging: string, folder: string): Promise<void> {
  const old = `${folder}.old`
  await rm(old, { recursive: true, force: true })
  const had = await rename(folder, old).then(
    () => true,
    () => false,
  )
  await rename(staging, folder).catch(async cause => {
    if (had) await rename(old, folder)
    throw cause
  })
  await rm(old, { recursive: true, force: true })
}

const noRoom = (home: string, bytes?: number): KaonError =>
  new KaonError(
    "WRITE_FAILED",
    `There is not enough room below ${home}${bytes === undefined ? "" : `: ${Math.ceil(bytes / 1e6)} MB are needed`}.`,
    { fix: "Free some room, or set KAON_HOME to a folder on another disk, and run it again." },
  )

const refusals = new Set(["EACCES", "EPERM", "EROFS", "ENOTDIR", "EEXIST"])

function explained(cause: unknown, home: string): unknown {
  const { code, message } = cause as NodeJS.ErrnoException
  if (cause instanceof KaonError) return cause
  if ((cause as Error).name === "AbortError") {
    return new KaonError("INTERRUPTED", "The setup was stopped; what was downloaded is kept for the next time.", {
      cause,
    })
  }
  if (code === "ENOSPC") return noRoom(home)
  if (code !== undefined && refusals.has(code)) {
    return new KaonError("WRITE_FAILED", `${home} cannot be written: ${message}.`, {
      fix: "Set KAON_HOME to a folder of yours, and run it again.",
      cause,
    })
  }
  return cause
}
