import { type ChildProcess, spawn } from "node:child_process"
import { mkdtempSync, realpathSync } from "node:fs"
import { rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join, resolve } from "node:path"
import { createInterface } from "node:readline"
import { type HostOptions, startHost } from "../../electron/host/index.ts"
import { attachAll } from "../../kernel/keeper/index.ts"
import { userFolders } from "../../kernel/plugins/folders.ts"

export const main = resolve(import.meta.dirname, "../../kernel/cli/main.ts")

/** An empty folder to serve, that ends with the test and the kernels in it. */
export function workspace() {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "kaon-host-")))
  return {
    folder,
    home: join(folder, ".home"),
    async [Symbol.asyncDispose]() {
      for (const { attachment } of await attachAll(join(folder, ".kaon", "kernels"))) {
        await attachment.call("shutdown").catch(() => {})
        attachment.close()
      }
      await rm(folder, { recursive: true, force: true })
    },
  }
}

export type Workspace = ReturnType<typeof workspace>

/** Requests to a host with its token. */
export function asking(address: string, token: string) {
  return async (method: string, path: string, body?: unknown, headers: Record<string, string> = {}) => {
    const response = await fetch(`${address}${path}`, {
      method,
      redirect: "manual",
      headers: { authorization: `token ${token}`, ...headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    const text = await response.text()
    return { status: response.status, headers: response.headers, text, json: () => JSON.parse(text) }
  }
}

/** A host in this process. */
export async function hostOf({ folder, home }: Workspace, options: Partial<HostOptions> = {}) {
  const host = await startHost({ folder, user: userFolders({ KAON_HOME: home }), ...options })
  const ask = asking(host.address, host.token)
  return Object.assign(host, { ask, [Symbol.asyncDispose]: () => host.close() })
}

/** `kaon serve` as a process of its own, to be killed. */
export async function served({ folder, home }: Workspace, ...args: string[]) {
  const child: ChildProcess = spawn(process.execPath, [main, "serve", folder, ...args], {
    env: { ...process.env, KAON_HOME: home, NO_COLOR: "1" },
    stdio: ["ignore", "pipe", "inherit"],
  })
  const exited = new Promise<void>(done => child.once("exit", () => done()))
  const url = await new Promise<string>((found, failed) => {
    createInterface({ input: child.stdout! }).on("line", line => line.startsWith("http://") && found(line))
    void exited.then(() => failed(new Error("kaon serve ended")))
  })
  const { origin, searchParams } = new URL(url)
  const token = searchParams.get("token") ?? ""
  const end = async (signal: NodeJS.Signals) => {
    child.kill(signal)
    await exited
  }
  return {
    address: origin,
    token,
    url,
    pid: child.pid!,
    ask: asking(origin, token),
    kill: () => end("SIGKILL"),
    stop: () => end("SIGTERM"),
    [Symbol.asyncDispose]: () => end("SIGKILL"),
  }
}
