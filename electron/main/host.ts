import { spawn } from "node:child_process"
import { createInterface } from "node:readline"
import { type Announcement, announcementSchema, hostWords } from "../../kernel/contracts/shell/announcement.ts"
import type { Places } from "./places.ts"

/** The host of one window, a process of its own. */
export interface HostProcess extends Announcement {
  pid: number
  /** Resolves when it has ended, with its last words. */
  ended: Promise<{ words: string }>
  /** Ends it, and its kernels where that is said. Resolves when it has ended. */
  end(kernels: boolean): Promise<void>
}

/** Characters of a host's complaints that are kept. */
const lastWords = 4000

/** The environment of a host: the person's, without what steers Electron. */
const environment = (): NodeJS.ProcessEnv =>
  Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(?:ELECTRON_|NODE_OPTIONS$)/.test(name)))

/** Starts a host for a folder or a notebook (without one, for the folder that was open last). Rejects with its last words. */
export async function startHost(
  { node, command }: Places,
  home: string,
  wanted: string | undefined,
): Promise<HostProcess> {
  const args = [command, "app", "--shell", "--home", home, ...(wanted === undefined ? [] : ["--", wanted])]
  const child = spawn(node, args, { stdio: ["pipe", "pipe", "pipe"], env: environment(), windowsHide: true })
  let words = ""
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    words = (words + text).slice(-lastWords)
  })
  child.stdin.on("error", () => {})
  const ended = new Promise<{ words: string }>(resolve => {
    child.once("error", ({ message }) => resolve({ words: message }))
    child.once("close", () => resolve({ words: words.trim() }))
  })
  const announced = new Promise<Announcement>((resolve, reject) => {
    createInterface({ input: child.stdout }).once("line", line => {
      try {
        resolve(announcementSchema.parse(JSON.parse(line)))
      } catch (cause) {
        reject(new Error(`The host said what is not its address: ${line}`, { cause }))
      }
    })
  })
  const gone = ended.then(({ words }): never => {
    throw new Error(words)
  })
  const announcement = await Promise.race([announced, gone])
  gone.catch(() => {})
  return {
    ...announcement,
    pid: child.pid!,
    ended,
    end: async kernels => {
      if (kernels) child.stdin.write(`${hostWords.endKernels}\n`)
      child.stdin.end()
      await ended
    },
  }
}
