import { createRequire } from "node:module"
import type { MimeBundle } from "../contracts/mime.ts"
import { mimeTypes } from "../contracts/mimetypes.ts"
import { inspectValue } from "./inspect.ts"
import { sendable } from "./sendable.ts"

export const displaySymbol: unique symbol = Symbol.for("Jupyter.display") as never

/** The bundle of a value that shows nothing as a result. */
export const nothing: MimeBundle = {}

type Shown = { [displaySymbol]?: unknown; toMimeBundle?: unknown; $schema?: unknown }

/**
 * A value as a MIME bundle, always with text/plain. A value says how it looks by a method under `Symbol.for("Jupyter.display")`
 * or named `toMimeBundle` (either may be asynchronous); a Vega-Lite specification is a chart, an array of plain objects or an Arrow table
 * a table, a tensor its values; all else is text.
 * `nothing` for a value that gives an empty bundle: it is shown already.
 */
export async function bundleOf(value: unknown): Promise<MimeBundle> {
  if ((typeof value !== "object" && typeof value !== "function") || value === null)
    return { "text/plain": inspectValue(value) }
  const own = await ownBundle(value)
  if (own !== undefined && Object.keys(own).length === 0) return nothing
  if (own !== undefined) return "text/plain" in own ? own : { ...own, "text/plain": inspectValue(value) }
  const known = { ...chartOf(value), ...showKnown(value) }
  return "text/plain" in known ? known : { ...known, "text/plain": inspectValue(value) }
}

const require = createRequire(import.meta.url)

let recognisers: typeof import("./show/recognisers.ts") | undefined

/** Loaded with the first object that is shown: a kernel starts without it. */
function showKnown(value: object): MimeBundle {
  recognisers ??= require("./show/recognisers.ts") as typeof import("./show/recognisers.ts")
  return recognisers.showKnown(value)
}

async function ownBundle(value: object): Promise<MimeBundle | undefined> {
  for (const key of [displaySymbol, "toMimeBundle"] as const) {
    const method = read(value, key)
    if (typeof method !== "function") continue
    const bundle: unknown = await method.call(value)
    // An iPython-style pair of data and metadata is accepted too.
    const data = Array.isArray(bundle) ? bundle[0] : bundle
    if (typeof data === "object" && data !== null) return data === nothing ? nothing : sendable(data as MimeBundle)
  }
  return undefined
}

function chartOf(value: object): MimeBundle {
  const schema = read(value, "$schema")
  if (typeof schema !== "string" || !schema.includes("vega-lite")) return {}
  const spec = JSON.parse(JSON.stringify(value)) as unknown
  return schema.includes("/v5")
    ? { [mimeTypes.vegaLite5]: spec }
    : { [mimeTypes.vegaLite6]: spec, [mimeTypes.vegaLite5]: spec }
}

function read(value: object, key: keyof Shown): unknown {
  try {
    return (value as Shown)[key]
  } catch {
    return undefined
  }
}
