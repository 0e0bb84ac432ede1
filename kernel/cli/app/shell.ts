import { createInterface } from "node:readline"
import { startHost } from "../../../electron/host/index.ts"
import { type Announcement, hostWords } from "../../contracts/shell/announcement.ts"
import { portNear } from "./port.ts"

/** The host of a window of the desktop app: announces itself on stdout, and ends with its stdin, so that it never outlives the app. */
export async function serveShell(folder: string, file: string | undefined): Promise<void> {
  const host = await startHost({ folder, near: portNear(folder) })
  const { address, url } = host
  const words: Announcement = { event: "serving", address, url, folder: host.folder, open: file }
  process.stdout.write(`${JSON.stringify(words)}\n`)
  // Ctrl-C in the terminal reaches this process too; the app says what is to become of the kernels.
  process.on("SIGINT", () => {})
  let kernels = false
  for await (const line of createInterface({ input: process.stdin })) kernels ||= line === hostWords.endKernels
  await host.close({ kernels })
}
