import { subscribe } from "node:diagnostics_channel"
import { computingChannel } from "../contracts/computing.ts"
import type { Loaded } from "../contracts/extension.ts"
import { type Resolved, secretChannel } from "../contracts/secrets.ts"
import type { ToMain, Wires } from "../runtime/protocol.ts"
import { type Caching, startRuntime } from "../runtime/runtime.ts"
import { lazyGlobals } from "./globals.ts"

let made: Promise<Caching> | undefined
const caching = (): Promise<Caching> => {
  made ??= import("../stages/cache.ts").then(({ CellCaching }) => new CellCaching())
  return made
}

/** Composes the main thread: the runtime, with the stages and libraries that it loads on first need. */
export function startMain(wires: Wires, directory: string): (message: ToMain) => void {
  subscribe(computingChannel, loaded => wires.post({ type: "computes", loaded: loaded as Loaded }))
  subscribe(secretChannel, said => wires.post({ type: "secret", said: said as Resolved }))
  return startRuntime({
    directory,
    wires,
    lazyGlobals,
    virtual: async specifier => (await import("../stages/virtual.ts")).virtualModule(specifier, directory),
    caching: () => caching(),
    finishStage: async (header, names, read) => (await import("../stages/finish.ts")).finishStage(header, names, read),
  })
}
