import { randomUUID } from "node:crypto"
import { readFileSync, writeFileSync } from "node:fs"
import { createServer } from "node:net"
import { KaonError } from "../contracts/errors.ts"

export const channels = ["shell", "iopub", "stdin", "control", "hb"] as const
export type Channel = (typeof channels)[number]

/** A connection file, as Jupyter defines it. */
export interface Connection {
  transport: "tcp" | "ipc"
  ip: string
  key: string
  signature_scheme: string
  kernel_name?: string
  shell_port: number
  iopub_port: number
  stdin_port: number
  control_port: number
  hb_port: number
}

/** The ZeroMQ address of one channel. */
export const endpoint = (connection: Connection, channel: Channel): string => {
  const port = connection[`${channel}_port`]
  return connection.transport === "ipc" ? `ipc://${connection.ip}-${port}` : `tcp://${connection.ip}:${port}`
}

/** @throws KaonError CONNECTION_INVALID naming the field */
export function parseConnection(value: unknown, file: string): Connection {
  const fail = (why: string): never => {
    throw new KaonError("CONNECTION_INVALID", `The connection file ${file} is not usable: ${why}.`, {
      fix: "Let a Jupyter client write it; its fields are those of Jupyter's connection files.",
    })
  }
  if (typeof value !== "object" || value === null) return fail("it holds no JSON object")
  const found = { transport: "tcp", ip: "127.0.0.1", key: "", signature_scheme: "hmac-sha256", ...value } as Record<
    string,
    unknown
  >
  if (found.transport !== "tcp" && found.transport !== "ipc")
    return fail(`transport ${JSON.stringify(found.transport)} is neither tcp nor ipc`)
  if (found.signature_scheme !== "hmac-sha256")
    return fail(`signature_scheme ${JSON.stringify(found.signature_scheme)} is not hmac-sha256`)
  for (const field of ["ip", "key"]) if (typeof found[field] !== "string") return fail(`${field} is not a string`)
  for (const channel of channels) {
    const port = found[`${channel}_port`]
    if (!Number.isInteger(port) || (port as number) < 1 || (port as number) > 65535)
      return fail(`${channel}_port is not a port number`)
  }
  return found as unknown as Connection
}

/** @throws KaonError CONNECTION_INVALID where the file cannot be read or is not a connection */
export function readConnectionFile(file: string): Connection {
  let value: unknown
  try {
    value = JSON.parse(readFileSync(file, "utf8"))
  } catch (cause) {
    throw new KaonError(
      "CONNECTION_INVALID",
      `The connection file ${file} cannot be read: ${(cause as Error).message}.`,
      { cause },
    )
  }
  return parseConnection(value, file)
}

/** Writes a connection file that only its owner may read, for it holds the key. */
export function writeConnectionFile(file: string, connection: Connection): void {
  writeFileSync(file, JSON.stringify(connection, null, 2), { mode: 0o600, flag: "wx" })
}

/** A connection on free loopback ports, with a fresh key. */
export async function createConnection(kernelName: string, ip = "127.0.0.1"): Promise<Connection> {
  const servers = await Promise.all(channels.map(() => listen(ip)))
  const ports = servers.map(server => server.port)
  await Promise.all(servers.map(server => server.close()))
  const named = Object.fromEntries(channels.map((channel, i) => [`${channel}_port`, ports[i]]))
  return parseConnection(
    { transport: "tcp", ip, key: randomUUID(), signature_scheme: "hmac-sha256", kernel_name: kernelName, ...named },
    "(new)",
  )
}

function listen(ip: string): Promise<{ port: number; close: () => Promise<void> }> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once("error", reject)
    server.listen(0, ip, () => {
      const address = server.address()
      const port = typeof address === "object" && address !== null ? address.port : 0
      resolve({ port, close: () => new Promise(done => server.close(() => done())) })
    })
  })
}
