import { spawn } from "node:child_process"
import { existsSync } from "node:fs"
import path from "node:path"
import { KaonError } from "../../kernel/contracts/errors.ts"
import { isFresh, sourceKey } from "./stamp.ts"

const entry = path.join(import.meta.dirname, "main.ts")

/**
 * Sees to it that the interface is built of the sources that are here; `say` is told where that takes a while. A packaged Kaon brings
 * its build and no sources. Throws BUILD_FAILED.
 */
export async function ensureBuilt(say: (what: string) => void): Promise<void> {
  if (!existsSync(path.join(import.meta.dirname, "../renderer/main.tsx"))) return
  if (isFresh(sourceKey())) return
  say("Building the interface (once for each change of its sources) …")
  const builder = spawn(process.execPath, [entry], { stdio: ["ignore", "ignore", "pipe"] })
  let words = ""
  builder.stderr.setEncoding("utf8").on("data", (text: string) => {
    words += text
  })
  const status = await new Promise(resolve => builder.once("close", resolve))
  if (status === 0) return
  throw new KaonError("BUILD_FAILED", `The interface could not be built:\n${words.trim()}`, {
    fix: "Install the packages again with npm ci; where that does not help, the sources have an error.",
  })
}
