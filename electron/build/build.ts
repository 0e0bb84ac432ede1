import { mkdirSync, rmSync } from "node:fs"
import path from "node:path"
import { DatabaseSync } from "node:sqlite"
import type { BuildOptions } from "esbuild"
import { lockFile, page, programs, root } from "./places.ts"
import { publish } from "./publish.ts"
import { isFresh, readStamp, sourceKey } from "./stamp.ts"

/** How long a builder waits for another, in milliseconds. */
const patience = 180_000

/**
 * Builds the interface and the shell's programs, unless they are there already for these very sources. Of several that call it at
 * once, in whatever processes, one builds and the others wait; the lock ends with its process, however that ends.
 */
export async function build(): Promise<void> {
  mkdirSync(path.dirname(lockFile), { recursive: true })
  using lock = new DatabaseSync(lockFile, { timeout: patience })
  lock.exec("BEGIN EXCLUSIVE")
  const key = sourceKey()
  if (isFresh(key)) return
  const made = path.join(path.dirname(lockFile), "made")
  rmSync(made, { recursive: true, force: true })
  await Promise.all([buildPage(made), buildPrograms()])
  publish(made, page, key, readStamp())
  rmSync(made, { recursive: true, force: true })
}

async function buildPage(outDir: string): Promise<void> {
  const vite = await import("vite")
  const configFile = path.join(root, "electron/renderer/vite.config.ts")
  await vite.build({ configFile, logLevel: "error", build: { outDir, emptyOutDir: true } })
}

/** Electron brings `electron` itself, and runs neither TypeScript nor, in a sandboxed preload, modules of several files. */
async function buildPrograms(): Promise<void> {
  const esbuild = await import("esbuild")
  const shared: BuildOptions = {
    bundle: true,
    platform: "node",
    target: "node24",
    external: ["electron"],
    logLevel: "error",
  }
  await Promise.all([
    esbuild.build({
      ...shared,
      entryPoints: [path.join(root, "electron/main/main.ts")],
      outfile: programs.main,
      format: "esm",
    }),
    esbuild.build({
      ...shared,
      entryPoints: [path.join(root, "electron/preload/preload.ts")],
      outfile: programs.preload,
      format: "cjs",
    }),
  ])
}
