import { createRequire } from "node:module"
import { dirname, join } from "node:path"

/** The native TypeScript compiler of the npm package `typescript` that Kaon brings: run it directly, its bin script only wraps it. */
export function findCompiler(from: string = import.meta.url): string {
  const typescript = createRequire(from).resolve("typescript/package.json")
  const platform = createRequire(typescript).resolve(
    `@typescript/typescript-${process.platform}-${process.arch}/package.json`,
  )
  return join(dirname(platform), "lib", process.platform === "win32" ? "tsc.exe" : "tsc")
}
