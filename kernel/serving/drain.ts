import { once } from "node:events"
import type { Server } from "node:http"
import { Server as NetServer } from "node:net"
import { setTimeout as delay } from "node:timers/promises"
import type { ServerState } from "./state.ts"

/** How long a kept-alive connection may stay silent once the port is closed. */
const silence = 250

export interface DrainOptions {
  /** Milliseconds from failing readiness to closing the port, for balancers to notice; 0 if absent. */
  linger?: number
  /** Milliseconds after which requests in flight are no longer waited for; 8,000 if absent. */
  patience?: number
}

/**
 * Stops a server without losing a request: readiness fails at once; after `linger` the port is closed; requests on open connections are still
 * answered, and each answer closes its connection. Resolves once no connection is left.
 */
export async function drain(server: Server, state: ServerState, options: DrainOptions): Promise<void> {
  const { linger = 0, patience = 8000 } = options
  state.draining = true
  if (linger > 0) await delay(linger)
  const closed = once(server, "close")
  // Node's http server would also cut idle connections at once, on which a client may just be sending its next request.
  NetServer.prototype.close.call(server)
  state.closing = true
  const silent = setInterval(() => server.closeIdleConnections(), silence)
  const impatient = setTimeout(() => server.closeAllConnections(), patience)
  await closed
  clearInterval(silent)
  clearTimeout(impatient)
}
