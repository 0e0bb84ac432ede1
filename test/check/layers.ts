import path from "node:path"
import { checkLayers } from "./check.ts"

const { files, violations } = checkLayers(path.resolve(import.meta.dirname, "../.."))
for (const { file, line, why } of violations) console.error(`${file}:${line} ${why}`)
console.log(`layers: ${files} files, ${violations.length} violations`)
// A check that read nothing has proved nothing.
process.exitCode = violations.length > 0 || files < 20 ? 1 : 0
