import { existsSync } from "node:fs"
import { fileURLToPath } from "node:url"
import serveStatic from "@fastify/static"
import type { FastifyInstance } from "fastify"
import { messagePage } from "../guard/locked.ts"

/** Where the built interface is. */
export const builtPage = fileURLToPath(new URL("../../renderer/dist", import.meta.url))

/** The interface runs only what it brought: no eval, no other server, nobody's frame. Monaco and Vega set styles of their own. */
const pagePolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "worker-src 'self' blob:",
  "style-src 'self' 'unsafe-inline'",
  "font-src 'self' data:",
  "img-src 'self' data: blob:",
  "media-src 'self' data: blob:",
  "connect-src 'self'",
  "frame-src 'self'",
  "manifest-src 'self'",
  "form-action 'none'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join("; ")

/**
 * Frames that draw what a notebook brought (their names start with "frame"): scripts may run there, but without an origin, without
 * network, and without this host.
 */
const framePolicy = [
  "sandbox allow-scripts",
  "default-src 'none'",
  "script-src 'unsafe-inline' 'unsafe-eval' data: blob:",
  "style-src 'unsafe-inline' data: blob:",
  "font-src data: blob:",
  "img-src data: blob:",
  "media-src data: blob:",
  "form-action 'none'",
  "base-uri 'none'",
  "frame-ancestors 'self'",
].join("; ")

/** The interface at /, where it was built; a word about it where it was not. Addresses that are no file are the interface's own. */
export async function pageRoutes(app: FastifyInstance, folder = builtPage): Promise<void> {
  if (!existsSync(folder)) {
    app.get("/", async (_request, reply) =>
      reply
        .type("text/html; charset=utf-8")
        .send(
          messagePage(
            "Kaon's host is running",
            "The interface was not built here. Jupyter's clients can use this address.",
          ),
        ),
    )
    return
  }
  await app.register(serveStatic, {
    root: folder,
    cacheControl: false,
    setHeaders: (reply, path) => {
      const frame = /[\\/]frame[^\\/]*\.html$/.test(path)
      if (path.endsWith(".html")) reply.header("content-security-policy", frame ? framePolicy : pagePolicy)
      // Files with a hash in their name never change.
      reply.header("cache-control", /[\\/]assets[\\/]/.test(path) ? "private, max-age=31536000, immutable" : "no-cache")
    },
  })
  for (const url of ["/notebooks/*", "/tree", "/tree/*"])
    app.get(url, (_request, reply) => reply.sendFile("index.html"))
}
