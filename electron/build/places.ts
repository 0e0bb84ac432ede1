import path from "node:path"

export const root = path.resolve(import.meta.dirname, "../..")

/** Where the interface's build goes: what the host serves. */
export const page = path.join(root, "electron/renderer/dist")

/** The shell's own two programs, made of `electron/main` and `electron/preload`. */
export const programs = {
  main: path.join(root, "electron/main/dist/main.mjs"),
  preload: path.join(root, "electron/preload/dist/preload.cjs"),
} as const

/** Says of which sources the build is, and which files it has. Written last: without it there is no build. */
export const stampFile = path.join(page, ".build.json")

/** The database whose lock one builder holds. */
export const lockFile = path.join(root, "electron/build/.tsbuild/building")
