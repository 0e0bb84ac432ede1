import { createRequire } from "node:module"

const require = createRequire(import.meta.url)

/** Makes a function that loads a module at its first call: plain cells never pay for what only others need. */
const lazily = <T>(load: () => T): (() => T) => {
  let loaded: { value: T } | undefined
  return () => {
    loaded ??= { value: load() }
    return loaded.value
  }
}

export const oxc = lazily((): typeof import("oxc-parser") => require("oxc-parser"))
export const esbuild = lazily((): typeof import("esbuild") => require("esbuild"))
export const scopeManager = lazily((): typeof import("@typescript-eslint/scope-manager") =>
  require("@typescript-eslint/scope-manager"),
)
export const headerSchemas = lazily((): typeof import("../contracts/stage.ts") => require("../contracts/stage.ts"))
