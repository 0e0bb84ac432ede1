import { parseArgs } from "node:util"
import { KaonError } from "../contracts/errors.ts"
import { startServer } from "./server.ts"
import type { ServerMessage } from "./server-message.ts"

// Entry of a model server's process: node kernel/serving/main.ts --bundle DIR --port N --host H

const { values } = parseArgs({
  options: {
    bundle: { type: "string" },
    port: { type: "string" },
    host: { type: "string" },
    exact: { type: "boolean" },
    linger: { type: "string" },
    deployment: { type: "string" },
    started: { type: "string" },
  },
})

/** One JSON line on the standard output, and the same to a parent that forked this process. */
function tell(message: ServerMessage): Promise<void> {
  console.log(JSON.stringify(message))
  return new Promise(sent => {
    if (process.connected) process.send?.(message, () => sent())
    else sent()
  })
}

try {
  if (values.bundle === undefined)
    throw new KaonError("USAGE", "A model server needs a bundle.", { fix: "Give --bundle FOLDER." })
  const server = await startServer({
    bundleDirectory: values.bundle,
    host: values.host ?? "127.0.0.1",
    port: Number(values.port ?? 8080),
    portPolicy: values.exact ? "exact" : "next-free",
    linger: Number(values.linger ?? 0),
    identity: { deployment: values.deployment, ...(values.started === undefined ? {} : { started: values.started }) },
  })
  const stop = async () => {
    await server.stop()
    process.exit(0)
  }
  process.once("SIGTERM", stop).once("SIGINT", stop)
  // A server whose supervisor is gone has nobody to answer for it.
  process.once("disconnect", stop)
  const { bundle } = await server.ready
  const { address, host, port } = server
  await tell({ state: "ready", address, host, port, pid: process.pid, model: bundle.name, version: bundle.version })
} catch (error) {
  const known = error instanceof KaonError ? error : undefined
  if (known === undefined) console.error(error)
  await tell({
    state: "failed",
    code: known?.code ?? "SERVICE_FAILED",
    message: (error as Error).message,
    fix: known?.fix,
  })
  process.exit(1)
}
