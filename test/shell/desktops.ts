import { once } from "node:events"
import path from "node:path"
import { runShell } from "../../electron/main/run.ts"
import { channelOf } from "../../kernel/contracts/shell/channels.ts"
import type { Workspace } from "../host/hosts.ts"
import { type Fake, type FakeWindow, fakeElectron, sentBy } from "./electron.ts"

const root = path.resolve(import.meta.dirname, "../..")

/** The desktop app on a folder: its real main with real hosts, on an Electron that only records. Ends with its hosts. */
export async function desktopOn(
  space: Workspace,
  wanted: string | undefined = space.folder,
  options: { prepare?: (fake: Fake) => void } = {},
) {
  const before = process.env.KAON_HOME
  process.env.KAON_HOME = space.home
  const fake = fakeElectron({ data: path.join(space.folder, ".app") })
  options.prepare?.(fake)
  const argv = ["electron", "main.mjs", ...(wanted === undefined ? [] : [wanted])]
  const windows = await runShell(fake.electron, { root, argv, cwd: space.folder })
  const window = fake.windows[0]
  return Object.assign(fake, {
    shell: windows,
    /** The first window. */
    window: window!,
    origin: () => windows?.list()[0]?.origin ?? "",
    /** The page asks. */
    ask: async (name: string, request: unknown, from: FakeWindow = window!, frame?: unknown): Promise<unknown> =>
      fake.invoked.get(`kaon:${name}`)?.(sentBy(from, frame) as never, request as never),
    /** The page tells. */
    tell: (name: string, message: unknown, from: FakeWindow = window!, frame?: unknown) =>
      fake.told.emit(`kaon:${name}`, sentBy(from, frame), message),
    /** Resolves with what the shell tells the page next on a channel. */
    news: async (name: "command" | "open", from: FakeWindow = window!): Promise<unknown> => {
      for (;;) {
        const [channel, message] = await once(from.webContents, "sent")
        if (channel === channelOf(name)) return message
      }
    },
    async [Symbol.asyncDispose]() {
      fake.answers.message = 1
      if (windows !== undefined) await windows.closeAll()
      for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.removeAllListeners(signal)
      if (before === undefined) delete process.env.KAON_HOME
      else process.env.KAON_HOME = before
    },
  })
}
