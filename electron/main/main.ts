import { fileURLToPath } from "node:url"
import * as electron from "electron"
import { appAbove } from "./places.ts"
import { runShell } from "./run.ts"

const root = appAbove(fileURLToPath(import.meta.url))
void runShell(electron, { root, argv: process.argv, cwd: process.cwd() })
