import { spawn } from "node:child_process"
import { existsSync } from "node:fs"
import { delimiter, join } from "node:path"

export interface Machine {
  platform: NodeJS.Platform
  env: NodeJS.ProcessEnv
}

type Opener = (machine: Machine) => readonly string[] | undefined

const openers: Partial<Record<NodeJS.Platform, Opener>> = {
  darwin: () => ["open"],
  win32: () => ["rundll32", "url.dll,FileProtocolHandler"],
}

/** Is there anything to show a window on? Systems but Linux always have it where people start programs. */
export const hasScreen = ({ platform, env }: Machine): boolean =>
  platform in openers || Boolean(env.DISPLAY) || Boolean(env.WAYLAND_DISPLAY)

/** Where a screen is, the desktop's own opener. */
const desktop: Opener = machine => {
  if (!hasScreen(machine)) return undefined
  const { env } = machine
  const folders = (env.PATH ?? "").split(delimiter)
  const found = folders.map(folder => join(folder, "xdg-open")).find(file => existsSync(file))
  return found === undefined ? undefined : [found]
}

/** The command that opens an address in the person's browser; undefined where there is no screen or no such command. */
export const openerOf = (machine: Machine): readonly string[] | undefined =>
  (openers[machine.platform] ?? desktop)(machine)

/** Opens an address; false where that cannot be. The browser does not hang on this process. */
export function openInBrowser(url: string, machine: Machine = process): Promise<boolean> {
  const [program, ...args] = openerOf(machine) ?? []
  if (program === undefined) return Promise.resolve(false)
  const opener = spawn(program, [...args, url], { stdio: "ignore", detached: true, env: machine.env })
  opener.unref()
  return new Promise(resolve => {
    opener.once("spawn", () => resolve(true))
    opener.once("error", () => resolve(false))
  })
}
