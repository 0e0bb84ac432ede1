import Fastify, { type FastifyInstance } from "fastify"
import { loadBundle } from "../learn/bundle/load.ts"
import { drain } from "./drain.ts"
import { listen, type PortPolicy } from "./listen.ts"
import type { Model } from "./model.ts"
import { describeError } from "./request-error.ts"
import { healthRoutes } from "./routes/health.ts"
import { oipRoutes } from "./routes/oip.ts"
import { predictRoutes } from "./routes/predict.ts"
import type { Identity, ServerState } from "./state.ts"

export interface ServerOptions {
  /** Folder of the bundle to serve; or a model that is loaded already. The server takes it over and disposes of it. */
  bundleDirectory?: string
  model?: Model | Promise<Model>
  /** 127.0.0.1 unless told otherwise. */
  host?: string
  /** 8080 if absent; 0 is any free port. */
  port?: number
  /** "next-free" if absent: the first free port from `port` upwards. */
  portPolicy?: PortPolicy
  /** Largest body in bytes; 1.5 MB if absent. */
  bodyLimit?: number
  identity?: Partial<Identity>
  /** Told of what goes wrong inside while a request is answered. */
  log?(error: unknown): void
  /** Milliseconds from failing readiness to closing the port, for balancers to notice; 0 if absent. */
  linger?: number
  /** Milliseconds after which a stop no longer waits for requests in flight; 8,000 if absent. */
  patience?: number
}

export interface RunningServer extends AsyncDisposable {
  address: string
  host: string
  port: number
  /** Resolves once the model is loaded and warm; rejects with MODEL_INVALID, or NATIVE_UNSUPPORTED, where it cannot be. */
  ready: Promise<Model>
  /** Readiness fails at once, requests in flight are answered, then the port is closed and the model freed. */
  stop(): Promise<void>
}

/** Starts a model server. It listens from now on and answers 503 until `ready`. Throws PORT_IN_USE or SERVICE_FAILED. */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  const { host = "127.0.0.1", bodyLimit = 1_500_000 } = options
  const identity = { started: new Date().toISOString(), ...options.identity }
  const state: ServerState = { model: undefined, draining: false, closing: false, identity }
  const app = build(state, bodyLimit, options.log ?? (error => console.error(error)))
  const port = await listen(app, host, options.port ?? 8080, options.portPolicy ?? "next-free")
  const ready = load(options).then(model => {
    state.model = model
    return model
  })
  // Whoever does not wait for it learns of a failure from the probes.
  ready.catch(() => {})
  let stopping: Promise<void> | undefined
  const stop = () => {
    // A model that is still loading is disposed of when it comes; nobody waits for it.
    stopping ??= drain(app.server, state, options).then(() => void ready.then(model => model.dispose()).catch(() => {}))
    return stopping
  }
  const name = host.includes(":") ? `[${host}]` : host
  return { address: `http://${name}:${port}`, host, port, ready, stop, [Symbol.asyncDispose]: stop }
}

async function load({ model, bundleDirectory }: ServerOptions): Promise<Model> {
  if (model !== undefined) return model
  if (bundleDirectory === undefined) throw new TypeError("startServer needs a model or a bundleDirectory")
  return loadBundle(bundleDirectory)
}

function build(state: ServerState, bodyLimit: number, log: (error: unknown) => void): FastifyInstance {
  const app = Fastify({ bodyLimit })
  app.addContentTypeParser("application/octet-stream", { parseAs: "buffer" }, (_request, body, done) =>
    done(null, body),
  )
  app.setErrorHandler((error, _request, reply) => {
    const { status, message } = describeError(error, bodyLimit)
    if (status >= 500 && status !== 503) log(error)
    if (status === 503) reply.header("retry-after", 1)
    reply.code(status).send({ error: message })
  })
  app.setNotFoundHandler((request, reply) => {
    reply.code(404).send({ error: `There is nothing at ${request.method} ${request.url}.` })
  })
  app.addHook("onSend", async (_request, reply) => {
    if (state.closing) reply.header("connection", "close")
  })
  healthRoutes(app, state)
  oipRoutes(app, state)
  predictRoutes(app, state)
  return app
}
