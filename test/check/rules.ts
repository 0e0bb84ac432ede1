/** Which npm packages a layer may import: a list, or "any". What is not named may import any but the reserved ones. */
export const packagesOf: Record<string, readonly string[]> = {
  "kernel/contracts": ["zod"],
  "kernel/graph": [],
  "kernel/wire": ["zeromq"],
  "kernel/plugin-api": [],
}

/** Layers of the project that a layer may see whatever its tsconfig.json says. What is not named may see what it references. */
export const layersOf: Record<string, readonly string[]> = {
  "electron/renderer": ["kernel/contracts"],
  "electron/preload": ["kernel/contracts"],
  "electron/main": ["kernel/contracts"],
  "electron/build": ["kernel/contracts"],
  "electron/package": ["electron/build"],
  "electron/host": [
    "contracts",
    "wire",
    "client",
    "keeper",
    "notebook",
    "graph",
    "plugins",
    "runs",
    "schedules",
    "secrets",
    "serving",
    "store",
  ].map(name => `kernel/${name}`),
}

/** Packages that one layer alone may import. */
export const reserved: Record<string, string> = {
  zeromq: "kernel/wire",
}

/** Layers that may import no part of Node. */
export const withoutNode = new Set(["kernel/contracts", "kernel/graph", "kernel/plugin-api"])

/** What a plugin may import of Kaon. */
export const pluginApi = "@kaon/plugin-api"

/** No source file is longer. */
export const longestFile = 300
