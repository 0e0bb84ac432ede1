import { startHost } from "../../electron/host/index.ts"
import { KaonError } from "../contracts/errors.ts"
import { styled, terminalOf } from "./terminal.ts"
import { untilAsked } from "./until.ts"

export interface ServeFlags {
  port: string | undefined
  token: string | undefined
}

/** Serves a folder's notebooks on loopback until Ctrl-C. Its kernels run on: the next `kaon serve` finds them. */
export async function serveVerb(folder: string, { port, token }: ServeFlags): Promise<void> {
  const host = await startHost({ folder, port: portOf(port), token })
  const terminal = terminalOf(process.stdout)
  terminal.write(`Serving ${host.folder}\n${styled(terminal, "cyan", host.url)}\n`)
  await untilAsked()
  await host.close()
}

function portOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined
  const port = Number(text)
  if (/^\d+$/.test(text) && port <= 65_535) return port
  throw new KaonError("USAGE", `${JSON.stringify(text)} is no port.`, { fix: "Give a number from 0 to 65535." })
}
