import { kindSymbol } from "../contracts/brand.ts"
import type { Bundle } from "../contracts/bundle.ts"

/** What one example of a service is, for its page and its clients. */
export type InputSpec = Bundle["input"]
export type ImageInput = Extract<InputSpec, { kind: "image" }> & { readonly [kindSymbol]: "image" }

/** An image of height × width pixels as a service's input. */
export const image = (height: number, width: number, channels = 1): ImageInput => ({
  [kindSymbol]: "image",
  kind: "image",
  height,
  width,
  channels,
})
