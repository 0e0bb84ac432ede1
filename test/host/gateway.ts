import { spawn } from "node:child_process"
import { resolve } from "node:path"
import { createInterface } from "node:readline"
import { setTimeout } from "node:timers/promises"
import { asking } from "./hosts.ts"

const jupyter = resolve(import.meta.dirname, "../../.cache/python/bin/jupyter")

/** A real jupyter_server whose kernels all come from a host: it uses the host as a Jupyter client would. */
export async function gatewayTo(address: string, token: string, folder: string) {
  const own = "gateway"
  const args = [
    "server",
    "--no-browser",
    "--allow-root",
    `--ServerApp.root_dir=${folder}`,
    `--IdentityProvider.token=${own}`,
    "--ServerApp.port=0",
    `--GatewayClient.url=${address}`,
    `--GatewayClient.auth_token=${token}`,
  ]
  const env = { ...process.env, JUPYTER_CONFIG_DIR: folder, JUPYTER_DATA_DIR: folder, JUPYTER_RUNTIME_DIR: folder }
  const server = spawn(jupyter, args, { env, stdio: ["ignore", "ignore", "pipe"] })
  const exited = new Promise<void>(done => server.once("exit", () => done()))
  const found = await new Promise<string>((ready, failed) => {
    const lines: string[] = []
    createInterface({ input: server.stderr }).on("line", line => {
      lines.push(line)
      const at = /(http:\/\/127\.0\.0\.1:\d+)\/\?token=/.exec(line)?.[1]
      if (at !== undefined) ready(at)
    })
    void exited.then(() => failed(new Error(lines.join("\n"))))
  })
  // It says its address a moment before it listens there.
  while (
    !(await fetch(`${found}/api`).then(
      ({ ok }) => ok,
      () => false,
    ))
  )
    await setTimeout(50)
  return {
    address: found,
    token: own,
    ask: asking(found, own),
    async [Symbol.asyncDispose]() {
      server.kill("SIGTERM")
      await exited
    },
  }
}
