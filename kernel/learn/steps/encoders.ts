import { oneHot, ordinal } from "./encode.ts"
import type { ColumnStep } from "./step.ts"
import { type TargetOptions, targetEncoding } from "./target-encode.ts"
import { type TokenOptions, tokenise } from "./text/tokens.ts"
import { type VectoriseOptions, vectorise } from "./text/vectorise.ts"

/** What each encoding can be told. */
export interface EncodeOptions {
  "one-hot": object
  ordinal: object
  target: TargetOptions
  "tf-idf": VectoriseOptions
  "bag-of-words": VectoriseOptions
  tokens: TokenOptions
}

export type Encoding = keyof EncodeOptions

export const encoders: { [E in Encoding]: (options: EncodeOptions[E]) => ColumnStep } = {
  "one-hot": () => oneHot,
  ordinal: () => ordinal,
  target: targetEncoding,
  "tf-idf": options => vectorise("tf-idf", options),
  "bag-of-words": options => vectorise("bag-of-words", options),
  tokens: tokenise,
}
