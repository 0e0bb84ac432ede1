import { spawn } from "node:child_process"
import { existsSync, readFileSync } from "node:fs"
import { join } from "node:path"

/**
 * Electron's program: where its package has downloaded it, or the folder named by ELECTRON_OVERRIDE_DIST_PATH has it. Undefined where
 * it is not there; nothing is downloaded.
 */
export function electronProgram(root: string, env: NodeJS.ProcessEnv = process.env): string | undefined {
  const home = join(root, "node_modules", "electron")
  const override = env.ELECTRON_OVERRIDE_DIST_PATH
  let name = override === undefined ? undefined : process.platform === "win32" ? "electron.exe" : "electron"
  try {
    name = readFileSync(join(home, "path.txt"), "utf8")
  } catch {
    // The package writes this file when it has its program.
  }
  const program = name === undefined ? undefined : join(override ?? join(home, "dist"), name)
  return program !== undefined && existsSync(program) ? program : undefined
}

/** Runs the desktop app until it ends, and gives its exit status. */
export async function runDesktop(program: string, main: string, path: string | undefined): Promise<number> {
  // Editors that are Electron apps themselves leave this in their terminals; it would make Electron a plain Node.
  const { ELECTRON_RUN_AS_NODE: _, ...env } = process.env
  const child = spawn(program, [main, ...(path === undefined ? [] : [path])], { stdio: "inherit", env })
  // The terminal sends Ctrl-C to both; the app decides what becomes of it.
  process.on("SIGINT", () => {})
  for (const signal of ["SIGTERM", "SIGHUP"] as const) process.on(signal, () => child.kill(signal))
  return new Promise((resolve, reject) => {
    child.once("error", reject)
    child.once("exit", code => resolve(code ?? 1))
  })
}
