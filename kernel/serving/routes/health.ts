import type { FastifyInstance, FastifyReply } from "fastify"
import { isReady, modelOf, type ServerState } from "../state.ts"

interface Named {
  Params: { name: string; version?: string }
}

/** Probes: liveness never depends on the model; readiness is 200 only while requests are answered. Without authentication, constant time. */
export function healthRoutes(app: FastifyInstance, state: ServerState): void {
  const live = async () => ({ live: true })
  const ready = async (_request: unknown, reply: FastifyReply) =>
    reply.code(isReady(state) ? 200 : 503).send({ live: true, ready: isReady(state) })
  for (const path of ["/livez", "/v2/health/live"]) app.get(path, live)
  for (const path of ["/readyz", "/ping", "/health", "/healthz", "/v2/health/ready"]) app.get(path, ready)
  app.post("/ping", ready)
  const modelReady = async ({ params }: { params: Named["Params"] }, reply: FastifyReply) => {
    const { bundle } = modelOf(state, params.name, params.version)
    return reply.code(state.draining ? 503 : 200).send({ name: bundle.name, ready: !state.draining })
  }
  app.get<Named>("/v2/models/:name/ready", modelReady)
  app.get<Named>("/v2/models/:name/versions/:version/ready", modelReady)
}
