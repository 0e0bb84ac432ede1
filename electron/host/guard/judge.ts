import { createHmac, timingSafeEqual } from "node:crypto"
import type { IncomingHttpHeaders } from "node:http"
import { targetOf } from "../http/target.ts"

export interface Secrets {
  token: string
  /** Names with ports under which this host is reached: "127.0.0.1:8888". */
  hosts: ReadonlySet<string>
  /** Name of the cookie; it holds the port, for browsers share cookies between ports. */
  cookie: string
  /** Uses up a pass: true for one that was issued and not used yet. */
  takePass?: (pass: string) => boolean
}

export interface Asked {
  /** Path and query. */
  url: string
  headers: IncomingHttpHeaders
}

export type Verdict =
  | { allowed: true; by: "header" | "query" | "cookie" | "nobody" }
  | { allowed: false; status: 401 | 403; why: string }

const refused = (status: 401 | 403, why: string): Verdict => ({ allowed: false, status, why })

/** What a browser gets who has loaded the page with the token: worth as much, but not the token itself. */
export const cookieValue = (token: string): string =>
  createHmac("sha256", token).update("kaon cookie").digest("base64url")

/** Paths that need no token: they say nothing of anybody. */
const open = new Set(["/api", "/api/", "/favicon.ico"])

/** Sites from which a browser may use the cookie: this page, and the person (address bar, bookmark). Absent outside browsers. */
const trustedSites = new Set([undefined, "same-origin", "none"])

/**
 * Is a request let in? The Host must be this host's own (else a page could rebind its name to loopback), an Origin the very same
 * (else any page could ask), and the token known.
 */
export function judge({ url, headers }: Asked, { token, hosts, cookie, takePass }: Secrets): Verdict {
  const { host = "", origin, authorization } = headers
  if (!hosts.has(host)) return refused(403, `This host does not answer to the name ${JSON.stringify(host)}.`)
  if (origin !== undefined && origin !== `http://${host}`) {
    return refused(403, `Pages of ${JSON.stringify(origin)} may not use this host.`)
  }
  const { path, query } = targetOf(url)
  const given = /^(?:token|bearer)\s+(\S+)$/i.exec(authorization ?? "")?.[1]
  if (given !== undefined)
    return same(given, token) ? { allowed: true, by: "header" } : refused(403, "The token is wrong.")
  const inQuery = query.get("token")
  if (inQuery !== null) {
    return same(inQuery, token) ? { allowed: true, by: "query" } : refused(403, "The token is wrong.")
  }
  const pass = query.get("pass")
  if (pass !== null && takePass?.(pass) === true) return { allowed: true, by: "query" }
  const found = cookieOf(headers.cookie, cookie)
  if (found !== undefined && same(found, cookieValue(token))) {
    const site = headers["sec-fetch-site"]
    if (trustedSites.has(typeof site === "string" ? site : undefined)) return { allowed: true, by: "cookie" }
    return refused(403, "Other sites may not use this host.")
  }
  return open.has(path) ? { allowed: true, by: "nobody" } : refused(403, "The token is missing.")
}

function cookieOf(header: string | undefined, name: string): string | undefined {
  const pairs = (header ?? "").split(";").map(pair => pair.trim())
  return pairs.find(pair => pair.startsWith(`${name}=`))?.slice(name.length + 1)
}

function same(given: string, wanted: string): boolean {
  const [a, b] = [given, wanted].map(text => createHmac("sha256", "compare").update(text).digest())
  return timingSafeEqual(a!, b!)
}
