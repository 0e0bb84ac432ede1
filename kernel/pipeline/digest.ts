import { hash } from "node:crypto"

/** SHA-256 of texts, each told apart from the next. */
export const digestOf = (...texts: readonly string[]): string => hash("sha256", JSON.stringify(texts))
