import { startHost } from "../../electron/host/index.ts"
import { KaonError } from "../contracts/errors.ts"
import { styled, terminalOf } from "./terminal.ts"
import { untilAsked } from "./until.ts"

export interface ServeFlags {
  port: string | undefined
  token: string | undefined
  keep: string | undefined
}

/** Serves a folder's notebooks on loopback until Ctrl-C. Its kernels run on: the next `kaon serve` finds them. */
export async function serveVerb(folder: string, { port, token, keep }: ServeFlags): Promise<void> {
  const hours = numberOf("--keep", keep, 10_000)
  const idle = hours === undefined ? {} : { idleAfter: hours * 3_600_000 }
  const host = await startHost({ folder, port: portOf(port), token, ...idle })
  const asked = untilAsked()
  const terminal = terminalOf(process.stdout)
  terminal.write(`Serving ${host.folder}\n${styled(terminal, "cyan", host.url)}\n`)
  await asked
  await host.close()
}

function portOf(text: string | undefined): number | undefined {
  const port = numberOf("--port", text, 65_535)
  if (port === undefined || Number.isInteger(port)) return port
  throw notANumber("--port", text, 65_535)
}

function numberOf(flag: string, text: string | undefined, most: number): number | undefined {
  if (text === undefined) return undefined
  const value = text.trim() === "" ? Number.NaN : Number(text)
  if (value >= 0 && value <= most) return value
  throw notANumber(flag, text, most)
}

const notANumber = (flag: string, text: string | undefined, most: number) =>
  new KaonError("USAGE", `${flag} cannot be ${JSON.stringify(text)}.`, { fix: `Give a number from 0 to ${most}.` })
