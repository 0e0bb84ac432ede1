import { readFileSync } from "node:fs"
import { createContext, runInContext } from "node:vm"
import { build } from "../../electron/build/build.ts"
import { programs } from "../../electron/build/places.ts"
import type { ShellBridge } from "../../kernel/contracts/shell/channels.ts"

/** The built preload, as Electron loads it into a sandboxed page. */
export async function preloadSource(): Promise<string> {
  await build()
  return readFileSync(programs.preload, "utf8")
}

/** Electron's side of a preload: what it sends and hears. */
export interface Ipc {
  invoke(channel: string, request: unknown): Promise<unknown>
  send(channel: string, message: unknown): void
  on(channel: string, listener: (event: unknown, message: unknown) => void): void
  off(channel: string, listener: (event: unknown, message: unknown) => void): void
}

/** Runs the preload in a context of its own, that has nothing but what a sandboxed preload may require, and gives what it exposes. */
export async function preloaded(
  ipc: Ipc,
): Promise<{ exposed: Record<string, unknown>; required: string[]; bridge: ShellBridge }> {
  const exposed: Record<string, unknown> = {}
  const required: string[] = []
  const modules: Record<string, unknown> = {
    electron: {
      ipcRenderer: ipc,
      contextBridge: {
        exposeInMainWorld: (name: string, value: unknown) => {
          exposed[name] = value
        },
      },
    },
  }
  const require = (name: string) => {
    required.push(name)
    if (!(name in modules)) throw new Error(`A sandboxed preload may not require ${name}.`)
    return modules[name]
  }
  runInContext(await preloadSource(), createContext({ require, module: { exports: {} }, exports: {} }))
  return { exposed, required, bridge: exposed.kaon as ShellBridge }
}
