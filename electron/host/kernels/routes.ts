import type { FastifyInstance } from "fastify"
import { z } from "zod"
import type { Root } from "../contents/paths.ts"
import { parse } from "../http/parse.ts"
import { workingFolder } from "./folder.ts"
import type { Kernels } from "./kernels.ts"

const startSchema = z.looseObject({ name: z.string().nullish(), path: z.string().nullish() })
const byId = z.object({ id: z.string() })

/** Jupyter's kernels API. */
export function kernelRoutes(app: FastifyInstance, kernels: Kernels, root: Root): void {
  app.get("/api/kernels", async () => {
    await kernels.look()
    return kernels.list().map(kernel => kernel.model())
  })

  app.post("/api/kernels", async (request, reply) => {
    const { name, path } = parse(startSchema, request.body ?? {})
    const kernel = await kernels.start({ name: name ?? undefined, cwd: await workingFolder(root, path ?? "") })
    return reply.code(201).header("location", `/api/kernels/${kernel.id}`).send(kernel.model())
  })

  app.get("/api/kernels/:id", async request => {
    const { id } = parse(byId, request.params)
    if (kernels.find(id) === undefined) await kernels.look()
    return kernels.get(id).model()
  })

  app.delete("/api/kernels/:id", async (request, reply) => {
    await kernels.shutdown(parse(byId, request.params).id)
    return reply.code(204).send()
  })

  app.post("/api/kernels/:id/interrupt", async (request, reply) => {
    await kernels.get(parse(byId, request.params).id).interrupt()
    return reply.code(204).send()
  })

  app.post("/api/kernels/:id/restart", async request => {
    const kernel = kernels.get(parse(byId, request.params).id)
    await kernel.restart()
    return kernel.model()
  })
}
