import { createHash } from "node:crypto"
import { mkdir, readFile, rename, rm } from "node:fs/promises"
import { join } from "node:path"
import { type DatasetHost, KaonError } from "@kaon/plugin-api"
import { fetchInto, Unreachable } from "./fetch.ts"
import { originalName, type Part } from "./files.ts"
import { candidates } from "./find.ts"
import { unpack } from "./idx.ts"

/** Addresses of folders that hold the four original files, tried in this order. */
export type Mirrors = readonly string[]
export const mirrors: Mirrors = [
  "https://storage.googleapis.com/cvdf-datasets/mnist/",
  "https://ossci-datasets.s3.amazonaws.com/mnist/",
]

type Host = Pick<DatasetHost, "dataDirectories" | "cacheDirectory" | "signal" | "progress">

/**
 * The path of the part in the cache folder once it is downloaded, unpacked and its SHA-256 is the original's.
 * What an earlier attempt left is taken up where it ended. Throws DOWNLOAD_FAILED where a mirror answered but the file could not be had,
 * DATASET_NOT_FOUND where no mirror was reached.
 */
export async function download(part: Part, host: Host, from: Mirrors): Promise<string> {
  const name = originalName(part)
  const target = join(host.cacheDirectory, name)
  const temporary = `${target}.part`
  await mkdir(host.cacheDirectory, { recursive: true })
  const problems: { mirror: string; error: unknown }[] = []
  for (const mirror of from) {
    try {
      await fetchChecked(part, new URL(name, mirror), temporary, host)
      await rename(temporary, target)
      return target
    } catch (error) {
      host.signal.throwIfAborted()
      problems.push({ mirror, error })
    }
  }
  throw failure(name, host, problems)
}

async function fetchChecked(part: Part, address: URL, temporary: string, host: Host): Promise<void> {
  const progress = (received: number, total: number | undefined) =>
    host.progress(total ? received / total : null, `Downloading ${originalName(part)}`)
  const { resumed } = await fetchInto(address, temporary, { signal: host.signal, progress })
  try {
    await verify(part, temporary)
  } catch (error) {
    // The earlier part may have come from another mirror's packing of the same file: only a whole download is a verdict.
    if (!resumed) throw error
    await fetchInto(address, temporary, { signal: host.signal, progress })
    await verify(part, temporary)
  }
}

async function verify(part: Part, file: string): Promise<void> {
  const digest = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex")
  try {
    if (digest(unpack(await readFile(file), file)) === part.sha256) return
  } catch {
    // Bytes that do not unpack are as wrong as those with another digest.
  }
  await rm(file, { force: true })
  throw new Error("its SHA-256 is not that of the original file")
}

function failure(name: string, host: Host, problems: { mirror: string; error: unknown }[]): KaonError {
  const folders = candidates([...host.dataDirectories, host.cacheDirectory]).join(", ")
  const fix = "Put the four MNIST files into a folder named mnist, and set KAON_DATA to the folder that holds it."
  const reasons = problems.map(({ mirror, error }) => `${mirror}: ${error instanceof Error ? error.message : error}`)
  const cause = problems.at(-1)?.error
  return problems.every(({ error }) => error instanceof Unreachable)
    ? new KaonError(
        "DATASET_NOT_FOUND",
        `The MNIST file ${name} is in none of ${folders}, and no mirror could be reached${reasons.length > 0 ? ` (${reasons.join("; ")})` : ""}.`,
        { fix, cause },
      )
    : new KaonError(
        "DOWNLOAD_FAILED",
        `The MNIST file ${name} is in none of ${folders}, and its download failed (${reasons.join("; ")}).`,
        { fix, cause },
      )
}
