import type { FastifyInstance, FastifyReply } from "fastify"
import { z } from "zod"
import { flag, parse } from "../http/parse.ts"
import { Refusal } from "../http/refusal.ts"
import type { Contents } from "./contents.ts"
import { contentTypes, createSchema, saveSchema } from "./model.ts"

const querySchema = z.object({
  type: z.enum(contentTypes).optional(),
  format: z.enum(["json", "text", "base64"]).optional(),
  content: flag(true),
  hash: flag(false),
})
const renameSchema = z.object({ path: z.string() })
const wildcard = z.object({ "*": z.string().default("") })

/** What of a path's end is a word of the API. */
const words = /^(.*)\/(?:(trust)|(checkpoints)(?:\/([^/]+))?)$/

interface Target {
  path: string
  word: "trust" | "checkpoints" | undefined
  id: string | undefined
}

function targetOf(params: unknown): Target {
  const whole = parse(wildcard, params)["*"].replace(/\/+$/, "")
  const match = words.exec(whole)
  if (match === null) return { path: whole, word: undefined, id: undefined }
  return { path: match[1]!, word: match[2] === undefined ? "checkpoints" : "trust", id: match[4] }
}

const noSuch = () => new Refusal(405, "This cannot be done with that path.")

/** Jupyter's contents API: files, folders and notebooks with their checkpoints. */
export function contentsRoutes(app: FastifyInstance, contents: Contents): void {
  for (const url of ["/api/contents", "/api/contents/*"]) {
    app.get(url, async request => {
      const { path, word, id } = targetOf(request.params)
      if (word === "checkpoints" && id === undefined) return contents.checkpoints.list(path)
      if (word !== undefined) throw noSuch()
      return contents.read(path, parse(querySchema, request.query))
    })

    app.post(url, async (request, reply) => {
      const { path, word, id } = targetOf(request.params)
      if (word === "trust") return reply.code(201).send(await contents.trust(path))
      if (word === undefined) {
        const model = await contents.create(path, parse(createSchema, request.body ?? {}))
        return created(reply, model)
      }
      if (id === undefined) return reply.code(201).send(await contents.checkpoints.add(path))
      await contents.checkpoints.restore(path, id)
      return reply.code(204).send()
    })

    app.put(url, async (request, reply) => {
      const { path, word } = targetOf(request.params)
      if (word !== undefined) throw noSuch()
      const body = parse(saveSchema, request.body ?? {})
      if (body.type === undefined) throw new Refusal(400, "The request does not say the type of what it saves.")
      const saved = await contents.save(path, body)
      return saved.created ? created(reply, saved.model) : saved.model
    })

    app.patch(url, async request => {
      const { path, word } = targetOf(request.params)
      if (word !== undefined) throw noSuch()
      return contents.move(path, parse(renameSchema, request.body).path)
    })

    app.delete(url, async (request, reply) => {
      const { path, word, id } = targetOf(request.params)
      if (word === undefined) await contents.remove(path)
      else if (id !== undefined) await contents.checkpoints.remove(path, id)
      else throw noSuch()
      return reply.code(204).send()
    })
  }
}

function created(reply: FastifyReply, model: { path: string }) {
  const location = `/api/contents/${model.path.split("/").map(encodeURIComponent).join("/")}`
  return reply.code(201).header("location", location).send(model)
}
