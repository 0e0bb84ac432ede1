import { realpath } from "node:fs/promises"
import { z } from "zod"
import { isAlive, lastPlace } from "./place.ts"

const passSchema = z.object({ pass: z.string() })

/** A host of another process that serves a folder now. */
export interface RunningHost {
  address: string
  /** An address that opens its page once. */
  visit(): Promise<string>
}

/** The host that serves a folder already, or undefined where none answers within two seconds. */
export async function runningHost(folder: string): Promise<RunningHost | undefined> {
  const place = await lastPlace(await realpath(folder).catch(() => folder))
  // A place whose process is gone may be anybody's by now, who is not to see the token.
  if (place === undefined || !isAlive(place.pid)) return undefined
  const address = `http://127.0.0.1:${place.port}`
  const ask = async (method: string, path: string): Promise<unknown> => {
    const response = await fetch(`${address}${path}`, {
      method,
      headers: { authorization: `token ${place.token}` },
      signal: AbortSignal.timeout(2000),
    })
    if (!response.ok) throw new Error(`The host at ${address} answered ${response.status}.`)
    return response.json()
  }
  const answers = await ask("GET", "/api/status").catch(() => undefined)
  if (answers === undefined) return undefined
  return {
    address,
    visit: async () => `${address}/?pass=${passSchema.parse(await ask("POST", "/kaon/passes")).pass}`,
  }
}
