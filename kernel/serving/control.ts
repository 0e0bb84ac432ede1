import { createHash } from "node:crypto"
import { once } from "node:events"
import { rmSync } from "node:fs"
import { connect, createServer, type Server } from "node:net"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { createInterface } from "node:readline"
import type { DeploymentRecord } from "../contracts/deployment.ts"

type Identified = Pick<DeploymentRecord, "name" | "started" | "supervisor">

/**
 * Where a supervisor listens for `hello` and `stop`. The address is made of what identifies one start of one deployment, so that a record
 * whose process number now belongs to another program reaches nobody: liveness is an answer here, never a process number.
 */
export function controlPath({ name, started, supervisor }: Identified): string {
  const id = createHash("sha256").update(`${name}\n${started}\n${supervisor}`).digest("hex").slice(0, 24)
  return process.platform === "win32" ? `\\\\.\\pipe\\kaon-${id}` : join(tmpdir(), `kaon-${id}.sock`)
}

/** Answers on the control address: `hello` → `here`; `stop` → calls `stop`, and the connection ends when the process does. */
export async function openControl(who: Identified, stop: () => void): Promise<Server> {
  const path = controlPath(who)
  const server = createServer(socket => {
    socket.on("error", () => {})
    createInterface({ input: socket }).on("line", line => {
      if (line === "hello") socket.write("here\n")
      if (line === "stop") stop()
    })
  })
  server.listen(path)
  await once(server, "listening")
  process.once("exit", () => rmSync(path, { force: true }))
  return server
}

/** Is the supervisor of this record alive? */
export async function running(who: Identified): Promise<boolean> {
  const socket = connect(controlPath(who))
  try {
    await once(socket, "connect")
    socket.write("hello\n")
    const [answer] = await once(socket, "data", { signal: AbortSignal.timeout(5000) })
    return String(answer) === "here\n"
  } catch {
    return false
  } finally {
    socket.destroy()
  }
}

/** Asks the supervisor to stop its server and itself, and resolves once it is gone. False where it was not there, or is still there after `patience` ms. */
export async function askToStop(who: Identified, patience: number): Promise<boolean> {
  const socket = connect(controlPath(who))
  try {
    await once(socket, "connect")
    socket.resume().write("stop\n")
    await once(socket, "close", { signal: AbortSignal.timeout(patience) })
    return true
  } catch (error) {
    // A connection that breaks off is that of a process that has ended.
    return (error as { code?: unknown }).code === "ECONNRESET"
  } finally {
    socket.destroy()
  }
}
