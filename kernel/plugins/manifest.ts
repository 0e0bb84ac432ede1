import { readFile } from "node:fs/promises"
import { dirname, isAbsolute, join, relative } from "node:path"
import semver from "semver"
import { z } from "zod"
import { KaonError } from "../contracts/errors.ts"
import { type Manifest, manifestSchema, pluginApiVersion } from "../contracts/plugin.ts"

/** A plugin on disk whose manifest was read and found good. None of its code has run. */
export interface InstalledPlugin {
  manifest: Manifest
  /** The plugin's folder. */
  directory: string
  /** Absolute path of its entry. */
  main: string
  version: string
}

const packageSchema = z.object({ version: z.string().default("0.0.0"), kaon: z.unknown().optional() })

/**
 * The plugin that a package.json describes, or undefined where it has no `kaon` field.
 * Throws PLUGIN_INVALID naming the file and the field.
 */
export async function readManifest(file: string): Promise<InstalledPlugin | undefined> {
  const found = packageSchema.safeParse(parseJson(await readFile(file, "utf8"), file))
  if (!found.success) throw invalid(file, found.error)
  if (found.data.kaon === undefined) return undefined
  const parsed = manifestSchema.safeParse(found.data.kaon)
  if (!parsed.success) throw invalid(file, parsed.error, ["kaon"])
  const manifest = parsed.data
  checkApi(manifest, file)
  const directory = dirname(file)
  const main = join(directory, manifest.main)
  const inside = relative(directory, main)
  if (inside.startsWith("..") || isAbsolute(inside))
    throw refuse(file, `kaon.main is ${manifest.main}, which lies outside the plugin's folder`)
  return { manifest, directory, main, version: found.data.version }
}

function checkApi({ id, api }: Manifest, file: string): void {
  if (semver.validRange(api) === null)
    throw refuse(file, `kaon.api is ${JSON.stringify(api)}, which is no range of versions`)
  if (!semver.satisfies(pluginApiVersion, api))
    throw new KaonError(
      "PLUGIN_INVALID",
      `The plugin ${id} needs plugin API ${api}, and this Kaon offers ${pluginApiVersion} (${file}, field kaon.api).`,
      { fix: "Install a version of the plugin made for this Kaon, or another version of Kaon.", place: { file } },
    )
}

function parseJson(text: string, file: string): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw refuse(file, "it is no JSON", cause)
  }
}

const invalid = (file: string, error: z.ZodError, prefix: string[] = []): KaonError =>
  refuse(
    file,
    error.issues.map(({ path, message }) => `${[...prefix, ...path].join(".") || "the whole"}: ${message}`).join("; "),
  )

const refuse = (file: string, reason: string, cause?: unknown): KaonError =>
  new KaonError("PLUGIN_INVALID", `The plugin manifest in ${file} is not valid: ${reason}.`, {
    fix: "Correct the field, or remove the plugin's folder.",
    place: { file },
    cause,
  })
