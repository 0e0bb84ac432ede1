import { type FastifyInstance, fastify } from "fastify"
import { problemOf } from "./refusal.ts"

/** Bytes of a request's body at most: a notebook with its outputs, or one chunk of a file. */
const bodyLimit = 512 << 20

/** A Fastify server that reads every body as JSON, as Jupyter's servers do, and answers every error in their form. */
export function createServer(report: (error: unknown) => void): FastifyInstance {
  const app = fastify({
    bodyLimit,
    forceCloseConnections: true,
    routerOptions: { maxParamLength: 4096, ignoreTrailingSlash: true },
  })
  app.removeAllContentTypeParsers()
  app.addContentTypeParser("*", { parseAs: "buffer" }, (_request, body, done) => {
    const text = body.toString()
    try {
      done(null, text.trim() === "" ? undefined : JSON.parse(text))
    } catch {
      done(Object.assign(new Error("The body is not JSON."), { statusCode: 400 }))
    }
  })
  app.setErrorHandler((error, _request, reply) => {
    const problem = problemOf(error)
    if (problem === undefined) report(error)
    const fault = { message: "The host failed to answer; its log says why.", reason: null }
    return reply.code(problem?.status ?? 500).send(problem?.body ?? fault)
  })
  app.setNotFoundHandler((request, reply) =>
    reply.code(404).send({ message: `There is nothing at ${request.url.split("?")[0]}.`, reason: null }),
  )
  return app
}
