import { enableCompileCache } from "node:module"

enableCompileCache()
// A pipe that its reader closed (`kaon run … | head`) ends the output, not the work.
process.stdout.on("error", () => {})

const { kaon } = await import("./program.ts")
process.exitCode = await kaon(process.argv.slice(2))
