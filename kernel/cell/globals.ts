/** What Kaon adds to the platform's globals. */
export const kaonGlobals = [
  "tf",
  "fit",
  "evaluate",
  "expect",
  "serve",
  "connect",
  "image",
  "plot",
  "data",
  "display",
  "Jupyter",
  "require",
  "module",
  "exports",
  "__kaon",
] as const

/** Names that every cell may use without a definition: read from the runtime before any cell ran. */
export const globals: ReadonlySet<string> = new Set([
  ...Object.getOwnPropertyNames(globalThis),
  ...kaonGlobals,
  "arguments",
])
