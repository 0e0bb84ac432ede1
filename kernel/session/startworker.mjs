// In JavaScript for the reason that start.mjs gives; a worker has a compile cache of its own to turn on.
import { enableCompileCache } from "node:module"

enableCompileCache()
await import("./worker.ts")
