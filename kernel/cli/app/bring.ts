import { spawn } from "node:child_process"
import { mkdir, readFile, rm } from "node:fs/promises"
import { join } from "node:path"
import { z } from "zod"
import { writeWhole } from "../../notebook/write.ts"
import { electronProgram } from "./desktop.ts"

/** After a failure the next attempt waits this long (ms): who is offline must not wait at every start. */
const patience = 24 * 3600 * 1000
/** An attempt is given up after this long (ms). */
const longest = 15 * 60 * 1000

const failureSchema = z.object({ format: z.literal("kaon-electron/1"), at: z.number() })

export interface Bringing {
  /** The folder whose node_modules has the package `electron`. */
  root: string
  /** Where the app keeps its state. */
  state: string
  say: (text: string) => void
  env?: NodeJS.ProcessEnv
  now?: () => number
}

/**
 * Downloads Electron's program by the installer of its own package, which checks its hash, and gives the program's path. Undefined where
 * that fails, has failed within a day, or is not wanted (ELECTRON_SKIP_BINARY_DOWNLOAD).
 */
export async function bringElectron(bringing: Bringing): Promise<string | undefined> {
  const { root, state, say, env = process.env, now = Date.now } = bringing
  if (env.ELECTRON_SKIP_BINARY_DOWNLOAD) return undefined
  const kept = join(state, "electron.json")
  if (now() - (await lastFailure(kept)) < patience) return undefined
  say("Bringing Electron, the program of the app's own window (about 110 MB, once) …")
  const trouble = await install(join(root, "node_modules", "electron", "install.js"), env)
  const program = trouble === undefined ? electronProgram(root, env) : undefined
  if (program !== undefined) {
    await rm(kept, { force: true })
    return program
  }
  say(`Electron could not be downloaded: ${trouble ?? "its package left no program"}.`)
  await mkdir(state, { recursive: true })
  await writeWhole(kept, `${JSON.stringify({ format: "kaon-electron/1", at: now() })}\n`)
  return undefined
}

async function lastFailure(file: string): Promise<number> {
  try {
    return failureSchema.parse(JSON.parse(await readFile(file, "utf8"))).at
  } catch {
    return Number.NEGATIVE_INFINITY
  }
}

/** Runs the installer; why it failed, in a line, or undefined. Its progress is shown, not its stack. */
function install(installer: string, env: NodeJS.ProcessEnv): Promise<string | undefined> {
  const child = spawn(process.execPath, [installer], { stdio: ["ignore", "inherit", "pipe"], env, timeout: longest })
  let told = ""
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    told = (told + text).slice(-4000)
    if (text.startsWith("\r") || text.startsWith("Downloading")) process.stderr.write(text)
  })
  return new Promise(resolve => {
    child.once("error", error => resolve(error.message))
    child.once("close", (code, signal) => {
      if (code === 0) resolve(undefined)
      else
        resolve(reasonIn(told) ?? (signal === null ? `its installer ended with status ${code}` : `ended by ${signal}`))
    })
  })
}

/** The message of the error whose stack the installer prints; fetch's own for any failure of the network says nothing. */
function reasonIn(stack: string): string | undefined {
  const message = /^\w*Error: (.+)$/m.exec(stack)?.[1]
  return message === "fetch failed" ? "its server cannot be reached from here" : message
}
