import { homedir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { ensureBuilt } from "../../../electron/build/ensure.ts"
import { programs } from "../../../electron/build/places.ts"
import { userFolders } from "../../plugins/folders.ts"
import { styled, terminalOf } from "../terminal.ts"
import { untilAsked } from "../until.ts"
import { bringElectron } from "./bring.ts"
import { hasScreen, openInBrowser } from "./browser.ts"
import { electronProgram, runDesktop } from "./desktop.ts"
import { keepLastFolder, lastFolder } from "./last.ts"
import { opening } from "./opening.ts"
import { portNear } from "./port.ts"

const root = fileURLToPath(new URL("../../../", import.meta.url))
const examples = join(root, "workspaces")

export interface AppFlags {
  /** Open in the browser even where Electron is. */
  browser?: boolean
  /** False: only print the address. */
  open?: boolean
  /** Leave the kernels running at the end. */
  keep?: boolean
  /** Serve a window of the desktop app: say the address as JSON, end when stdin ends. */
  shell?: boolean
  /** The folder to begin with; where it is new, the examples are put there. */
  home?: string
}

/** Opens the app on a folder or a notebook, until Ctrl-C. Gives the exit status. */
export async function appVerb(path: string | undefined, flags: AppFlags = {}): Promise<number> {
  const terminal = terminalOf(process.stdout)
  const say = (text: string) => terminal.write(`${text}\n`)
  const { state } = userFolders()
  const inBrowser = flags.browser === true || flags.open === false
  if (flags.shell !== true && !inBrowser && hasScreen(process)) {
    const program = electronProgram(root) ?? (await bringElectron({ root, state, say }))
    if (program !== undefined) {
      await ensureBuilt(say)
      return runDesktop(program, programs.main, path)
    }
  }
  const host = import("../../../electron/host/index.ts")
  const first = flags.home ?? examples
  const { folder, file } = await opening({ path, last: await lastFolder(state), first, examples })
  await ensureBuilt(flags.shell === true ? text => process.stderr.write(`${text}\n`) : say)
  const kept = keepLastFolder(state, folder).catch(() => {})
  if (flags.shell === true) {
    const { serveShell } = await import("./shell.ts")
    await serveShell(folder, file)
    await kept
    return 0
  }
  if (!inBrowser && electronProgram(root) === undefined)
    say(
      styled(terminal, "dim", "Electron is not here, so Kaon opens in the browser; `npx install-electron` brings it."),
    )
  const { runningHost, startHost } = await host
  const part = file === undefined ? "" : `#${encodeURI(file)}`
  const show = async (visit: string) => {
    if (flags.open === false || (await openInBrowser(`${visit}${part}`))) return
    say("No browser could be opened here: open the address yourself.")
  }
  const running = await runningHost(folder)
  if (running !== undefined) {
    say(`Kaon runs already for ${shown(folder)}: ${running.address}`)
    await show(await running.visit())
    return 0
  }
  const own = await startHost({ folder, near: portNear(folder) })
  const asked = untilAsked()
  say(
    `${styled(terminal, "bold", "Kaon")} serves ${shown(own.folder)} at\n${styled(terminal, "cyan", `${own.url}${part}`)}`,
  )
  await show(own.visit())
  say(
    styled(
      terminal,
      "dim",
      flags.keep === true ? "Ctrl-C ends it; its kernels run on." : "Ctrl-C ends it and its kernels.",
    ),
  )
  await asked
  await own.close({ kernels: flags.keep !== true })
  return 0
}

/** A path as people write it. */
const shown = (folder: string): string => (folder.startsWith(homedir()) ? `~${folder.slice(homedir().length)}` : folder)
