import type { FastifyInstance } from "fastify"
import { z } from "zod"
import { parse } from "../http/parse.ts"
import { Refusal } from "../http/refusal.ts"
import type { Sessions } from "./sessions.ts"

const bodySchema = z.looseObject({
  path: z.string().optional(),
  name: z.string().optional(),
  type: z.string().optional(),
  kernel: z.looseObject({ id: z.string().nullish(), name: z.string().nullish() }).nullish(),
  /** Jupyter's older name for path and name. */
  notebook: z.looseObject({ path: z.string().optional(), name: z.string().optional() }).optional(),
})
const byId = z.object({ id: z.string() })

const requestOf = (body: unknown) => {
  const { notebook, ...request } = parse(bodySchema, body ?? {})
  return { ...notebook, ...request }
}

/** Jupyter's sessions API. */
export function sessionRoutes(app: FastifyInstance, sessions: Sessions): void {
  app.get("/api/sessions", async () => sessions.list())

  app.post("/api/sessions", async (request, reply) => {
    const wanted = requestOf(request.body)
    if (wanted.path === undefined) throw new Refusal(400, "The request does not say the path of the session.")
    const model = await sessions.create(wanted)
    return reply.code(201).header("location", `/api/sessions/${model.id}`).send(model)
  })

  app.get("/api/sessions/:id", async request => sessions.get(parse(byId, request.params).id))

  app.patch("/api/sessions/:id", async request =>
    sessions.change(parse(byId, request.params).id, requestOf(request.body)),
  )

  app.delete("/api/sessions/:id", async (request, reply) => {
    await sessions.remove(parse(byId, request.params).id)
    return reply.code(204).send()
  })
}
