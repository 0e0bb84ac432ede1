import type { Model } from "./model.ts"
import { RequestError } from "./request-error.ts"

/** What a process that asks `/v2` learns, to tell this server from any other at the same address. */
export interface Identity {
  /** Name of the deployment that this server belongs to. */
  deployment?: string | undefined
  /** When that deployment was started (ISO 8601). */
  started: string
}

/** The life of a server: loading → ready → draining → closing. */
export interface ServerState {
  model: Model | undefined
  /** Readiness fails: no new requests should be sent here. */
  draining: boolean
  /** The port is closed: each answer closes its connection. */
  closing: boolean
  identity: Identity
}

export const isReady = (state: ServerState): boolean => state.model !== undefined && !state.draining

/** The model, by name and version where the request names them. Throws 503 while it loads, 404 for another. */
export function modelOf(state: ServerState, name?: string, version?: string): Model {
  const { model } = state
  if (model === undefined) throw new RequestError(503, "The model is still loading.")
  const { bundle } = model
  if (name !== undefined && name !== bundle.name)
    throw new RequestError(404, `There is no model ${name} here; this server has ${bundle.name}.`)
  if (version !== undefined && version !== bundle.version)
    throw new RequestError(
      404,
      `There is no version ${version} of ${bundle.name} here; this server has ${bundle.version}.`,
    )
  return model
}
