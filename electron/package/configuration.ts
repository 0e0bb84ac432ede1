import type { Configuration } from "electron-builder"
import { fuses } from "./fuses.ts"

/** The folder beside the app's archive for what runs on the Node that is shipped: real files, since Node reads no archives. */
const beside = "kaon"

/** Where a package.json is put for that folder: the app's own stays in the archive, and electron-builder leaves out there what it copies elsewhere. */
export const identity = ".cache/identity"

const sources = ["!**/.tsbuild", "!**/tsconfig.json", "!**/*.map"]

/** A folder of the project, as it is. */
const folder = (name: string, filter: readonly string[] = ["**/*"]) => ({
  from: name,
  to: `${beside}/${name}`,
  filter: [...filter, ...sources],
})

/**
 * What electron-builder makes. In the archive, whose integrity Electron checks, are main and preload alone; host, kernels, plugins, the
 * built interface and the shipped Node with `packages` lie beside it.
 */
export const configurationOf = (packages: readonly string[]): Configuration => ({
  appId: "app.kaon.desktop",
  productName: "Kaon",
  // biome-ignore lint/suspicious/noTemplateCurlyInString: electron-builder fills in these names
  artifactName: "${productName}-${version}-${os}-${arch}.${ext}",
  copyright: "Apache-2.0",
  directories: { output: ".cache/package", buildResources: "electron/package/icons" },
  extraMetadata: { main: "electron/main/dist/main.mjs" },
  files: ["package.json", "electron/main/dist/main.mjs", "electron/preload/dist/preload.cjs", "!node_modules"],
  asar: true,
  npmRebuild: false,
  extraResources: [
    { from: identity, to: beside, filter: ["package.json"] },
    { from: ".", to: beside, filter: ["LICENSE"] },
    folder("kernel"),
    folder("electron/host"),
    folder("electron/build", ["ensure.ts", "places.ts", "stamp.ts"]),
    folder("electron/renderer/dist"),
    folder("plugins"),
    folder("workspaces", ["**/*.ipynb", "**/*.ts"]),
    { from: "electron/package/api", to: `${beside}/node_modules/@kaon/plugin-api`, filter: ["**/*"] },
    ...packages.map(place => ({
      from: place,
      to: `${beside}/${place}`,
      filter: ["**/*", "!node_modules", "!**/*.map"],
    })),
  ],
  electronFuses: fuses,
  fileAssociations: [
    {
      ext: "ipynb",
      name: "Jupyter notebook",
      description: "Jupyter notebook",
      mimeType: "application/x-ipynb+json",
      role: "Editor",
      rank: "Alternate",
    },
    {
      ext: "kaon.ts",
      name: "Kaon script",
      description: "Kaon script",
      mimeType: "text/x-kaon-typescript",
      role: "Editor",
      rank: "Owner",
    },
  ],
  // Nothing is looked for or sent anywhere: who wants a newer Kaon installs it.
  publish: null,
  linux: { target: ["AppImage", "tar.gz"], category: "Development", executableName: "kaon" },
  win: { target: ["nsis", "zip"] },
  nsis: { oneClick: false, perMachine: false, allowToChangeInstallationDirectory: true },
  mac: {
    target: ["dmg", "zip"],
    category: "public.app-category.developer-tools",
    hardenedRuntime: true,
    gatekeeperAssess: false,
    entitlements: "electron/package/entitlements.plist",
    entitlementsInherit: "electron/package/entitlements.plist",
  },
})
