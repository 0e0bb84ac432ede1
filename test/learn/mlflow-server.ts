import { type ChildProcess, spawn } from "node:child_process"
import { once } from "node:events"
import { mkdtempSync } from "node:fs"
import { rm } from "node:fs/promises"
import { createServer } from "node:net"
import { tmpdir } from "node:os"
import path from "node:path"
import { pythonOf } from "./oracle.ts"

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1")
  await once(server, "listening")
  const { port } = server.address() as { port: number }
  server.close()
  return port
}

/** A real `mlflow server` of its own, with a store that starts empty. Disposing ends it. */
export async function mlflowServer() {
  const home = mkdtempSync(path.join(tmpdir(), "kaon-mlflow-server-"))
  const port = await freePort()
  const process = start(home, port)
  await listening(process)
  return {
    url: `http://127.0.0.1:${port}`,
    async [Symbol.asyncDispose]() {
      const ended = once(process, "exit")
      // Its workers are in its own group.
      globalThis.process.kill(-process.pid!, "SIGKILL")
      await ended
      await rm(home, { recursive: true, force: true })
    },
  }
}

function start(home: string, port: number): ChildProcess {
  const options = {
    "--backend-store-uri": `sqlite:///${home}/mlflow.db`,
    "--artifacts-destination": path.join(home, "artifacts"),
    "--host": "127.0.0.1",
    "--port": String(port),
    "--workers": "1",
  }
  return spawn(pythonOf("tracking"), ["-m", "mlflow", "server", ...Object.entries(options).flat()], {
    stdio: ["ignore", "pipe", "pipe"],
    detached: true,
    env: { ...globalThis.process.env, MLFLOW_DISABLE_TELEMETRY: "true", DO_NOT_TRACK: "true" },
  })
}

/** Resolves when it says that it listens; rejects with what it said where it ends before. */
async function listening(server: ChildProcess): Promise<void> {
  let said = ""
  await new Promise<void>((resolve, reject) => {
    const hear = (chunk: Buffer) => {
      said += chunk
      if (/Application startup complete/.test(said)) resolve()
    }
    server.stdout!.on("data", hear)
    server.stderr!.on("data", hear)
    server.once("exit", () => reject(new Error(`mlflow server ended: ${said}`)))
  })
}
