// In JavaScript, because it runs before the compile cache is on: a TypeScript file here would load the type stripper at every start.
import { enableCompileCache } from "node:module"

enableCompileCache()
await import("./main.ts")
