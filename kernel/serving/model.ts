import type { LoadedModel } from "../learn/bundle/load.ts"

/** What the server needs of a loaded model: `predictTensor` for tensors, `classify` for examples in any form. */
export type Model = Pick<
  LoadedModel,
  "bundle" | "inputWidth" | "outputWidth" | "predictTensor" | "classify" | "dispose"
>
