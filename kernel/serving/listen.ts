import type { FastifyInstance } from "fastify"
import { KaonError } from "../contracts/errors.ts"

export type PortPolicy = "exact" | "next-free"

/** How many ports after the wanted one are tried. */
const tries = 100

/** Listens on the port, or with "next-free" on the first free one from there; 0 is any free one. Returns the port. Throws PORT_IN_USE. */
export async function listen(app: FastifyInstance, host: string, port: number, policy: PortPolicy): Promise<number> {
  const last = policy === "exact" || port === 0 ? port : Math.min(port + tries, 65535)
  for (let candidate = port; candidate <= last; candidate++)
    try {
      await app.listen({ host, port: candidate })
      const address = app.server.address()
      return typeof address === "object" && address !== null ? address.port : candidate
    } catch (cause) {
      if (codeOf(cause) !== "EADDRINUSE") throw cannotListen(host, candidate, cause)
    }
  const range = last === port ? `Port ${port} on ${host} is` : `The ports ${port} to ${last} on ${host} are`
  throw new KaonError("PORT_IN_USE", `${range} in use by another program.`, {
    fix: "Stop that program, or choose another port with --port (0 takes any free one).",
  })
}

const codeOf = (error: unknown): unknown => (error as { code?: unknown }).code

const cannotListen = (host: string, port: number, cause: unknown): KaonError =>
  new KaonError("SERVICE_FAILED", `The server cannot listen on ${host}:${port} (${codeOf(cause) ?? String(cause)}).`, {
    fix: codeOf(cause) === "EACCES" ? "Choose a port from 1024 upwards." : "Check the host's name or address.",
    cause,
  })
