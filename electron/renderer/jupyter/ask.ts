import { z } from "zod"

/** Where a Jupyter server is, and what it wants to see with each request ("" where a cookie says it). */
export interface Server {
  readonly base: string
  readonly token: string
}

/** A request that the server refused, or that did not reach it (status 0). Kaon's host says with a code what was wrong, and what to do. */
export class ServerRefused extends Error {
  override readonly name = "ServerRefused"
  readonly status: number
  readonly code: string | undefined
  readonly fix: string | undefined
  constructor(
    status: number,
    message: string,
    { code, fix }: { code?: string | undefined; fix?: string | undefined } = {},
  ) {
    super(message)
    this.status = status
    this.code = code
    this.fix = fix
  }
}

const failure = z.looseObject({
  message: z.string(),
  code: z.string().optional().catch(undefined),
  fix: z.string().optional().catch(undefined),
})

export type Ask = (method: string, path: string, body?: unknown) => Promise<unknown>

/** Requests to a server, in JSON both ways; rejects with ServerRefused. Paths are below `api/`, or Kaon's own below `kaon/`. */
export function asking(server: Server): Ask {
  return async (method, path, body) => {
    const url = new URL(path.startsWith("kaon/") ? path : `api/${path}`, server.base)
    const headers: Record<string, string> = { "content-type": "application/json", ...xsrf() }
    if (server.token !== "") headers.authorization = `token ${server.token}`
    const request = {
      method,
      headers,
      credentials: "same-origin",
      ...(body !== undefined && { body: body instanceof Blob ? body : JSON.stringify(body) }),
    } as const
    const response = await fetch(url, request).catch((cause: Error) => {
      throw new ServerRefused(0, cause.message)
    })
    const text = await response.text()
    const json: unknown = text === "" ? undefined : parsed(text)
    if (response.ok) return json
    const said = failure.safeParse(json).data
    throw new ServerRefused(response.status, said?.message ?? response.statusText, said)
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** Jupyter Server wants its cookie back as a header for requests that a cookie alone signs in. */
function xsrf(): Record<string, string> {
  const found = /(?:^|; )_xsrf=([^;]+)/.exec(globalThis.document?.cookie ?? "")?.[1]
  return found === undefined ? {} : { "x-xsrftoken": found }
}
