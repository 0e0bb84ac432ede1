import { userInfo } from "node:os"
import type { FastifyInstance } from "fastify"
import type { Kernels } from "../kernels/kernels.ts"
import { notFound } from "./refusal.ts"

/** The version of Jupyter's server API that this host speaks. */
export const apiVersion = "2.17.0"

/** Jupyter's words about the server itself. */
export function statusRoutes(app: FastifyInstance, kernels: Kernels): void {
  const started = new Date().toISOString()
  app.get("/api", async () => ({ version: apiVersion }))

  app.get("/api/status", async () => {
    const models = kernels.list().map(kernel => kernel.model())
    const activities = models.map(model => model.last_activity)
    return {
      started,
      last_activity: [started, ...activities].sort().at(-1),
      connections: models.reduce((sum, { connections }) => sum + connections, 0),
      kernels: models.length,
    }
  })

  app.get("/api/me", async () => {
    const { username } = userInfo()
    const initials = username.slice(0, 1).toUpperCase()
    const names = { username, name: username, display_name: username, initials }
    return { identity: { ...names, avatar_url: null, color: null }, permissions: {} }
  })

  app.get("/api/nbconvert", async () => ({}))
  for (const url of ["/api/terminals", "/api/terminals/*"])
    app.all(url, async () => {
      throw notFound("Terminals are off in this host.")
    })
  app.post("/api/events", async (_request, reply) => reply.code(204).send())
}
