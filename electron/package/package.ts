import { mkdirSync, readFileSync, writeFileSync } from "node:fs"
import path from "node:path"
import { type Configuration, build as makePackage } from "electron-builder"
import { build } from "../build/build.ts"
import { root } from "../build/places.ts"
import { configurationOf, identity } from "./configuration.ts"
import { lockSchema, runtimePackages } from "./packages.ts"

/** The packages of this system: optional ones of other systems are not there. */
export function installedPackages(): string[] {
  const installed = lockSchema.parse(
    JSON.parse(readFileSync(path.join(root, "node_modules/.package-lock.json"), "utf8")),
  )
  const wanted = lockSchema.parse(JSON.parse(readFileSync(path.join(root, "package-lock.json"), "utf8")))
  return runtimePackages(wanted).filter(place => place in installed.packages)
}

/** What Kaon's own files ask package.json for: its version, and that they are modules. */
function writeIdentity(): void {
  const { name, version, license, type } = JSON.parse(readFileSync(path.join(root, "package.json"), "utf8"))
  mkdirSync(path.join(root, identity), { recursive: true })
  writeFileSync(
    path.join(root, identity, "package.json"),
    JSON.stringify({ name, version, license, type, private: true }),
  )
}

/**
 * Makes the app's package for this system and processor, whose Node and native parts it brings; gives the files that it made. With
 * `folderOnly`, the unpacked app alone. `change` may set where Electron comes from and the package goes.
 */
export async function packageApp(folderOnly: boolean, change: Configuration = {}): Promise<string[]> {
  await build()
  writeIdentity()
  return makePackage({
    projectDir: root,
    publish: "never",
    dir: folderOnly,
    config: { ...configurationOf(installedPackages()), ...change },
  })
}
