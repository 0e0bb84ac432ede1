import { mkdir, readFile } from "node:fs/promises"
import { join } from "node:path"
import type { FastifyInstance } from "fastify"
import { z } from "zod"
import { writeWhole } from "../../../kernel/notebook/index.ts"
import { parse } from "./parse.ts"

const bySection = z.object({ section: z.string().regex(/^\w[\w.-]*$/) })
const dict = z.record(z.string(), z.unknown())

type Plain = Record<string, unknown>
const isPlain = (value: unknown): value is Plain => typeof value === "object" && value !== null && !Array.isArray(value)

/** As Jupyter merges settings: folders of settings are merged, null removes. */
function merged(before: Plain, change: Plain): Plain {
  const result = { ...before }
  for (const [key, value] of Object.entries(change)) {
    if (value === null) delete result[key]
    else result[key] = isPlain(value) ? merged(isPlain(result[key]) ? result[key] : {}, value) : value
  }
  return result
}

/** Jupyter's config API: settings of front ends, by section, in the person's own folder. */
export function configRoutes(app: FastifyInstance, folder: string): void {
  const fileOf = (params: unknown) => join(folder, `${parse(bySection, params).section}.json`)
  const read = async (file: string): Promise<Plain> => {
    const text = await readFile(file, "utf8").catch(() => "{}")
    return dict.parse(JSON.parse(text))
  }
  const write = async (file: string, value: Plain) => {
    await mkdir(folder, { recursive: true })
    await writeWhole(file, `${JSON.stringify(value, null, 2)}\n`)
  }

  app.get("/api/config/:section", request => read(fileOf(request.params)))

  app.put("/api/config/:section", async (request, reply) => {
    await write(fileOf(request.params), parse(dict, request.body))
    return reply.code(204).send()
  })

  app.patch("/api/config/:section", async request => {
    const file = fileOf(request.params)
    const value = merged(await read(file), parse(dict, request.body))
    await write(file, value)
    return value
  })
}
