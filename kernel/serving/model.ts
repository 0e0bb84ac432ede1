import type { LoadedBundle } from "../learn/bundle/loaded.ts"

/** What the server needs of a loaded model: `infer` for tensors, `classify` for examples in any form. */
export type Model = Pick<LoadedBundle, "bundle" | "outputs" | "infer" | "classify" | "dispose">
export type { Given } from "../learn/bundle/loaded.ts"
export type { Fed } from "../learn/models/graph/port.ts"
