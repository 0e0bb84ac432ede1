import { z } from "zod"
import { apiVersion } from "../http/status.ts"
import type { KaonRoute } from "./route.ts"

const schemaOf = (schema: z.ZodType, io: "input" | "output") => {
  const { $schema, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: "any" })
  return rest
}

const content = (schema: z.ZodType, io: "input" | "output") => ({
  "application/json": { schema: schemaOf(schema, io) },
})
const problem = z.object({
  message: z.string(),
  reason: z.string().nullable(),
  code: z.string().optional(),
  fix: z.string().optional(),
})

function operationOf({ method, path, summary, input, answer }: KaonRoute) {
  const inPath = new Set([...path.matchAll(/\{(\w+)\}/g)].map(match => match[1]!))
  const fields = Object.entries(input.shape as Record<string, z.ZodType>)
  const parameters = fields
    .filter(([name]) => method !== "POST" || inPath.has(name))
    .map(([name, schema]) => ({
      name,
      in: inPath.has(name) ? "path" : "query",
      required: inPath.has(name) || !schema.safeParse(undefined).success,
      schema: schemaOf(schema, "input"),
    }))
  const body = z.object(Object.fromEntries(fields.filter(([name]) => !inPath.has(name))))
  return {
    summary,
    ...(parameters.length > 0 ? { parameters } : {}),
    ...(method === "POST" ? { requestBody: { required: true, content: content(body, "input") } } : {}),
    responses: {
      200: { description: "Done.", content: content(answer, "output") },
      default: { description: "What went wrong, and what to do.", content: content(problem, "output") },
    },
  }
}

/** The OpenAPI 3.1 document of Kaon's own routes. Jupyter describes its own. */
export function openApiOf(routes: readonly KaonRoute[]) {
  const paths: Record<string, Record<string, unknown>> = {}
  for (const each of routes) paths[each.path] = { ...paths[each.path], [each.method.toLowerCase()]: operationOf(each) }
  return {
    openapi: "3.1.0",
    info: {
      title: "Kaon's host",
      version: "1",
      description: `Routes beside those of the Jupyter Server API ${apiVersion}. Its WebSocket of a kernel takes two more fields in the query: \`after\`, the last sequence number that the client has (its messages then carry theirs in \`metadata.kaon_seq\`, and nothing is lost or sent twice whatever was killed), and \`text_limit\`, the characters of streams that it wants of each request (the message that goes beyond is cut and has \`metadata.kaon_omitted\`).`,
    },
    components: { securitySchemes: { token: { type: "apiKey", in: "header", name: "Authorization" } } },
    security: [{ token: [] }],
    paths,
  }
}
