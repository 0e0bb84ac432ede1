import type { FastifyInstance } from "fastify"
import type { z } from "zod"
import { parse } from "../http/parse.ts"

/** One route of Kaon's own, described by its schemas: they check requests, and the OpenAPI document is made of them. */
export interface KaonRoute {
  method: "GET" | "POST" | "DELETE"
  /** "/kaon/outputs/{kernel}": names in braces are fields of `input` too. */
  path: string
  summary: string
  /** Path parameters and, for GET and DELETE, the query; for POST the body. */
  input: z.ZodObject
  answer: z.ZodType
  handle: (input: never) => Promise<unknown>
}

/** A route whose handler is checked against its schemas. */
export const route = <I extends z.ZodObject, A extends z.ZodType>(
  spec: Omit<KaonRoute, "input" | "answer" | "handle"> & {
    input: I
    answer: A
    handle: (input: z.output<I>) => Promise<z.input<A>>
  },
): KaonRoute => spec

export function registerRoutes(app: FastifyInstance, routes: readonly KaonRoute[]): void {
  for (const { method, path, input, handle } of routes) {
    app.route({
      method,
      url: path.replace(/\{(\w+)\}/g, ":$1"),
      handler: async request => {
        const sent = method === "POST" ? request.body : request.query
        const given = { ...(sent ?? {}), ...(request.params ?? {}) }
        // The handler belongs to this very schema: `route` saw to it.
        return handle(parse(input, given) as never)
      },
    })
  }
}
