import { createReadStream } from "node:fs"
import type { FastifyInstance } from "fastify"
import { z } from "zod"
import { flag, parse } from "../http/parse.ts"
import { Refusal } from "../http/refusal.ts"
import { mimetypeOf } from "./mimetypes.ts"
import { cleanPath, nameOf, type Root } from "./paths.ts"
import { statOf } from "./read.ts"

const wildcard = z.object({ "*": z.string() })
const querySchema = z.looseObject({ download: flag(false) })

/** Pictures are shown; what else a browser could run is only ever downloaded, or shown as text. */
const shown = /^image\/(?:png|jpeg|gif|webp)$|^application\/pdf$/

/** /files: the bytes of a file as they are. Nothing of it runs with the rights of the interface. */
export function fileRoutes(app: FastifyInstance, root: Root): void {
  app.get("/files/*", async (request, reply) => {
    const path = cleanPath(parse(wildcard, request.params)["*"])
    const { download } = parse(querySchema, request.query)
    const place = await root.locate(path)
    const stats = await statOf(place, path)
    if (stats.isDirectory()) throw new Refusal(400, `${path} is a folder.`)
    const type = mimetypeOf(path) ?? "application/octet-stream"
    const inline = !download && shown.test(type)
    const name = encodeURIComponent(nameOf(path)).replace(/'/g, "%27")
    return reply
      .header("content-security-policy", "sandbox; default-src 'none'; img-src 'self'; style-src 'unsafe-inline'")
      .header("content-disposition", `${inline ? "inline" : "attachment"}; filename*=UTF-8''${name}`)
      .header("content-length", stats.size)
      .type(type)
      .send(createReadStream(place))
  })
}
