import { spawn } from "node:child_process"
import { text } from "node:stream/consumers"
import { z } from "zod"
import type { Wheel } from "./fetch.ts"
import { python, type WheelSpec } from "./platform.ts"

/** Runs a program; undefined where there is none. */
export type Program = (command: string, args: readonly string[]) => Promise<{ status: number; out: string } | undefined>

export const runProgram: Program = async (command, args) => {
  const child = spawn(command, args, { stdio: ["ignore", "pipe", "ignore"] })
  const ended = new Promise<number | undefined>(resolve => {
    child.once("error", () => resolve(undefined))
    child.once("close", code => resolve(code ?? 1))
  })
  const out = await text(child.stdout).catch(() => "")
  const status = await ended
  return status === undefined ? undefined : { status, out }
}

const report = z.object({
  install: z.array(
    z.object({
      download_info: z.object({
        url: z.string(),
        archive_info: z.object({ hashes: z.object({ sha256: z.string() }) }),
      }),
    }),
  ),
})

/** pip's choice for the platform, without a download. Undefined where pip is not there, is too old (< 23), or finds none. */
export async function pipFinds(spec: WheelSpec, run: Program): Promise<Wheel | undefined> {
  const how = ["install", "--dry-run", "--ignore-installed", "--report", "-", "--target", "."]
  const out = await pip([...how, ...choice(spec)], run)
  const [found] = report.safeParse(json(out)).data?.install ?? []
  if (found === undefined) return undefined
  const { url, archive_info } = found.download_info
  return { name: nameOf(url), url, sha256: archive_info.hashes.sha256 }
}

/** Lets pip download the wheel itself, with its own proxies, certificates and passwords; false where it could not. */
export const pipDownloads = async (spec: WheelSpec, folder: string, run: Program): Promise<boolean> =>
  (await pip(["download", "--dest", folder, ...choice(spec)], run)) !== undefined

const choice = ({ requirement, tags }: WheelSpec): string[] => [
  "--no-deps",
  "--quiet",
  "--only-binary=:all:",
  "--python-version",
  python.version,
  ...tags.flatMap(tag => ["--platform", tag]),
  requirement,
]

async function pip(args: readonly string[], run: Program): Promise<string | undefined> {
  for (const command of ["python3", "python"]) {
    const done = await run(command, ["-m", "pip", "--disable-pip-version-check", ...args])
    if (done?.status === 0) return done.out
  }
  return undefined
}

const nameOf = (url: string): string => decodeURIComponent(new URL(url).pathname.split("/").at(-1)!)

function json(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? "")
  } catch {
    return undefined
  }
}
