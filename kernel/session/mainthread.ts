import type { ToMain, Wires } from "../runtime/protocol.ts"
import { startRuntime } from "../runtime/runtime.ts"
import { lazyGlobals } from "./globals.ts"

/** Composes the main thread: the runtime, with the stages and libraries that it loads on first need. */
export function startMain(wires: Wires, directory: string): (message: ToMain) => void {
  return startRuntime({
    directory,
    wires,
    lazyGlobals,
    virtual: async specifier => (await import("../stages/virtual.ts")).virtualModule(specifier, directory),
    finishStage: async (header, names, read) => (await import("../stages/finish.ts")).finishStage(header, names, read),
  })
}
