import { setTimeout as delay } from "node:timers/promises"
import { z } from "zod"
import { KaonError } from "../contracts/errors.ts"

/** Where requests go, and how patiently. */
export interface Transport {
  base: string
  timeout: number
  retries: number
  apiKey: string | undefined
  signal: AbortSignal | undefined
}

/** What a reader of an answer returns where the service is there and not ready. */
export const Busy: unique symbol = Symbol("busy")

/** An answer that says no: its status and its sentence. */
class Refused extends Error {
  readonly status: number
  constructor(status: number, message: string) {
    super(message)
    this.status = status
  }
}

const errorSchema = z.object({ error: z.string() })

/**
 * GET, or POST where there is a body. Predictions change nothing on the server, so a request is tried again where the connection fails or the
 * answer is 503 or 429, after 0.1, 0.2, 0.4 … seconds. Throws what `asKaonError` turns into an error with a code.
 */
export async function request<T>(
  transport: Transport,
  path: string,
  body: unknown,
  read: (body: unknown) => T | typeof Busy,
): Promise<T> {
  const timeout = AbortSignal.timeout(transport.timeout)
  const signal = transport.signal === undefined ? timeout : AbortSignal.any([timeout, transport.signal])
  for (let attempt = 0; ; attempt++)
    try {
      const answer = read(await once(transport, path, body, signal))
      if (answer !== Busy) return answer
      throw new Refused(503, "The model is still loading, or the server is stopping.")
    } catch (error) {
      if (signal.aborted || attempt >= transport.retries || !isPassing(error)) throw error
      await delay(100 * 2 ** attempt, undefined, { signal })
    }
}

async function once({ base, apiKey }: Transport, path: string, body: unknown, signal: AbortSignal): Promise<unknown> {
  const response = await fetch(base + path, {
    signal,
    headers: {
      ...(body === undefined ? {} : { "content-type": "application/json" }),
      ...(apiKey === undefined ? {} : { authorization: `Bearer ${apiKey}` }),
    },
    ...(body === undefined ? {} : { method: "POST", body: JSON.stringify(body) }),
  })
  const text = await response.text()
  if (response.ok) return JSON.parse(text)
  throw new Refused(response.status, sentence(text) ?? `The service answered ${response.status}.`)
}

function sentence(text: string): string | undefined {
  try {
    return errorSchema.safeParse(JSON.parse(text)).data?.error
  } catch {
    return undefined
  }
}

const isPassing = (error: unknown): boolean =>
  error instanceof Refused ? error.status === 503 || error.status === 429 : error instanceof TypeError

/** The error with a code for whatever `request` threw. */
export function asKaonError(error: unknown, { base, timeout, signal }: Transport): KaonError {
  if (signal?.aborted) return new KaonError("INTERRUPTED", `The request to ${base} was stopped.`, { cause: error })
  if (error instanceof DOMException || (error instanceof Error && error.name === "AbortError"))
    return new KaonError("SERVICE_FAILED", `The service at ${base} did not answer within ${timeout / 1000} s.`, {
      fix: "Try again, or give connect a longer timeout.",
      cause: error,
    })
  if (error instanceof Refused) return refusal(error, base)
  if (error instanceof TypeError)
    return new KaonError("SERVICE_NOT_FOUND", `No service answers at ${base} (${reason(error)}).`, {
      fix: "Check the address, and that the service runs: its deploy cell shows both.",
      cause: error,
    })
  return new KaonError("SERVICE_FAILED", `What answers at ${base} is no model server of Kaon.`, {
    fix: "Check the address.",
    cause: error,
  })
}

function refusal(error: Refused, base: string): KaonError {
  const { status, message } = error
  if (status === 401 || status === 403)
    return new KaonError("REQUEST_INVALID", message, { fix: "Give connect a valid apiKey.", cause: error })
  if (status >= 400 && status < 500 && status !== 404 && status !== 429)
    return new KaonError("REQUEST_INVALID", message, {
      fix: "Give examples as the model was trained on.",
      cause: error,
    })
  return status === 404
    ? new KaonError("SERVICE_NOT_FOUND", `What answers at ${base} is no model server of Kaon.`, {
        fix: "Check the address.",
        cause: error,
      })
    : new KaonError("SERVICE_FAILED", message, { fix: "Try again; the server's log says more.", cause: error })
}

const reason = ({ cause, message }: TypeError): string =>
  cause instanceof Error ? ((cause as { code?: string }).code ?? cause.message) : message
