import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify"
import { targetOf } from "../http/target.ts"
import { cookieValue, judge, type Secrets } from "./judge.ts"
import { lockedPage } from "./locked.ts"

/** What every answer says to browsers; pages and files of others say more. */
const headers: Record<string, string> = {
  "x-content-type-options": "nosniff",
  "referrer-policy": "no-referrer",
  "cross-origin-resource-policy": "same-origin",
  "cross-origin-opener-policy": "same-origin",
  "cache-control": "no-store",
}

/** Lets in only who has the token, and gives a browser that shows it once a cookie. Secrets are known once the host listens. */
export function guard(app: FastifyInstance, secrets: () => Secrets): void {
  app.addHook("onRequest", async (request, reply) => {
    reply.headers(headers)
    const verdict = judge({ url: request.url, headers: request.headers }, secrets())
    if (!verdict.allowed) return refuse(request, reply, verdict)
    if (verdict.by === "query" && isPage(request)) return welcome(request, reply, secrets())
  })
}

const isPage = ({ method, headers }: FastifyRequest): boolean =>
  method === "GET" && (headers.accept ?? "").includes("text/html")

function refuse(request: FastifyRequest, reply: FastifyReply, { status, why }: { status: number; why: string }) {
  reply.code(status)
  if (isPage(request)) return reply.type("text/html; charset=utf-8").send(lockedPage(why))
  return reply.send({ message: why, reason: "Forbidden" })
}

/** The token goes from the address bar (and the history) into a cookie that scripts cannot read. */
function welcome(request: FastifyRequest, reply: FastifyReply, { cookie, token }: Secrets) {
  const { path, query } = targetOf(request.url)
  query.delete("token")
  query.delete("pass")
  return reply
    .header("set-cookie", `${cookie}=${cookieValue(token)}; Path=/; HttpOnly; SameSite=Strict`)
    .redirect(`${path.replace(/^[/\\]+/, "/")}${query.size === 0 ? "" : `?${query}`}`, 302)
}
