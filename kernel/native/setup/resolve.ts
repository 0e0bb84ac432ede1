import { z } from "zod"
import { KaonError } from "../../contracts/errors.ts"
import type { Wheel } from "./fetch.ts"
import { type Program, pipFinds, runProgram } from "./pip.ts"
import { python, type WheelSpec } from "./platform.ts"

export interface Sources {
  run: Program
  /** A simple index that answers in JSON, such as PyPI's. */
  index: string
}

export const sources = (env: NodeJS.ProcessEnv = process.env): Sources => ({
  run: runProgram,
  index: env.PIP_INDEX_URL ?? "https://pypi.org/simple",
})

/** Where a wheel is and what its hash is: as pip says, with the index and mirrors that it is set up for, else by the index. */
export async function resolveWheel(spec: WheelSpec, { run, index }: Sources): Promise<Wheel> {
  const wheel = (await pipFinds(spec, run)) ?? (await byIndex(spec, index))
  if (spec.sha256 === undefined || spec.sha256 === wheel.sha256) return wheel
  throw new KaonError(
    "DOWNLOAD_FAILED",
    `The package index offers ${wheel.name} with another hash than the published one.`,
    {
      fix: "Let pip use PyPI or a faithful mirror of it (pip config list shows what is set).",
      cause: new Error(`sha256 ${wheel.sha256}, expected ${spec.sha256}`),
    },
  )
}

const page = z.object({
  files: z.array(
    z.object({
      filename: z.string(),
      url: z.string(),
      hashes: z.record(z.string(), z.string()),
      yanked: z.union([z.boolean(), z.string()]).default(false),
    }),
  ),
})

async function byIndex(spec: WheelSpec, index: string): Promise<Wheel> {
  const address = `${index.replace(/\/$/, "")}/${spec.project}/`
  const response = await fetch(address, { headers: { accept: "application/vnd.pypi.simple.v1+json" } }).catch(cause => {
    throw new KaonError("DOWNLOAD_FAILED", `The package index could not be reached: ${reason(cause)}.`, {
      fix: "Check the connection, or name an index with PIP_INDEX_URL.",
      cause,
    })
  })
  const files = response.ok ? page.safeParse(await response.json().catch(() => undefined)).data?.files : undefined
  const fitting = (files ?? []).filter(({ filename, hashes, yanked }) => {
    const [, version, pythonTag, , platforms] = /^[^-]+-([^-]+)-([^-]+)-([^-]+)-(.+)\.whl$/.exec(filename) ?? []
    const forPython = pythonTag === python.tag || pythonTag === "py3" || pythonTag?.startsWith("py2.py3")
    const forPlatform = platforms?.split(".").some(tag => spec.tags.includes(tag))
    return yanked === false && hashes.sha256 !== undefined && forPython && forPlatform && satisfies(version!, spec)
  })
  const best = fitting.sort((a, b) => compare(versionOf(b.filename), versionOf(a.filename)))[0]
  if (best !== undefined) {
    return { name: best.filename, url: new URL(best.url, response.url).href, sha256: best.hashes.sha256! }
  }
  throw new KaonError("DOWNLOAD_FAILED", `The package index has no wheel for ${spec.requirement} (${spec.tags[0]}).`, {
    fix: "Let pip use PyPI or a full mirror of it (pip config list shows what is set), or name one with PIP_INDEX_URL.",
  })
}

const versionOf = (filename: string): string => filename.split("-")[1]!

/** Versions of these projects are numbers with dots, of up to four parts, which semver's three do not hold. */
const compare = (a: string, b: string): number => {
  const [left, right] = [a, b].map(version => version.split(".").map(Number)) as [number[], number[]]
  for (let i = 0; i < Math.max(left.length, right.length); i++) {
    const difference = (left[i] ?? 0) - (right[i] ?? 0)
    if (difference !== 0) return difference
  }
  return 0
}

const holds: Record<string, (difference: number) => boolean> = {
  "==": difference => difference === 0,
  ">=": difference => difference >= 0,
  "<": difference => difference < 0,
}

function satisfies(version: string, { requirement, project }: WheelSpec): boolean {
  if (!/^\d+(\.\d+)*$/.test(version)) return false
  return requirement
    .slice(project.length)
    .split(",")
    .every(bound => {
      const [, sign = "", wanted = ""] = /^(==|>=|<)(.+)$/.exec(bound) ?? []
      return holds[sign]?.(compare(version, wanted)) ?? false
    })
}

const reason = (cause: unknown): string => (cause as { cause?: Error }).cause?.message ?? (cause as Error).message
