import type { ExtensionResult, Loaded } from "../../contracts/extension.ts"

/** What training will use, and what is in use. The library itself is loaded by the first training, on the main thread; nothing is loaded for this answer. */
export async function backend(loaded: Loaded | undefined): Promise<ExtensionResult<"learning.backend">> {
  const { expected, isMissing } = await import("../../native/expected.ts")
  const found = expected()
  if (isMissing(found)) return { name: "javascript", ...found, ...(loaded && { loaded }) }
  return { name: "tensorflow", version: found.version, variant: found.variant, ...(loaded && { loaded }) }
}
