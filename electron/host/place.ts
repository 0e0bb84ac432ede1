import { randomBytes } from "node:crypto"
import { mkdir, readFile, rm } from "node:fs/promises"
import { dirname, join } from "node:path"
import type { FastifyInstance } from "fastify"
import { z } from "zod"
import { KaonError } from "../../kernel/contracts/errors.ts"
import { writeWhole } from "../../kernel/notebook/index.ts"

const placeSchema = z.object({
  format: z.literal("kaon-host/1"),
  port: z.number().int(),
  token: z.string(),
  pid: z.number().int(),
})

/** Where a host listens and the token that opens it: `.kaon/host.json` of its folder, while it runs. */
export type Place = z.infer<typeof placeSchema>

export const placeFile = (root: string): string => join(root, ".kaon", "host.json")
const newToken = (): string => randomBytes(24).toString("hex")

/** The place of a host that runs, or that was killed: its windows wait for it there. Undefined after one that ended well. */
export async function lastPlace(root: string): Promise<Place | undefined> {
  const text = await readFile(placeFile(root), "utf8").catch(() => undefined)
  try {
    return text === undefined ? undefined : placeSchema.safeParse(JSON.parse(text)).data
  } catch {
    return undefined
  }
}

async function writePlace(root: string, place: Omit<Place, "format" | "pid">): Promise<void> {
  const file = placeFile(root)
  await mkdir(dirname(file), { recursive: true })
  const text = JSON.stringify({ format: "kaon-host/1", ...place, pid: process.pid })
  await rm(file, { force: true })
  await writeWhole(file, text, 0o600)
}

/** Forgets the place of this process's host. */
export async function removePlace(root: string): Promise<void> {
  if ((await lastPlace(root))?.pid === process.pid) await rm(placeFile(root), { force: true })
}

/**
 * Listens on the port that was asked for, else where the last host of the folder was killed (its windows come back there, with its
 * token), else on the one that it would like, else on a free one. Throws PORT_IN_USE for a port that was asked for.
 */
export async function listen(
  app: FastifyInstance,
  root: string,
  asked: { port?: number | undefined; token?: string | undefined; near?: number },
): Promise<{ port: number; token: string }> {
  const last = await lastPlace(root)
  const port = asked.port ?? last?.port ?? asked.near ?? 0
  const fresh = asked.token ?? newToken()
  const place = await listenOn(app, port).then(
    found => ({ port: found, token: asked.token ?? (found === last?.port ? last.token : fresh) }),
    async cause => {
      if (asked.port === undefined && unusable.has(cause.code)) return { port: await listenOn(app, 0), token: fresh }
      if (cause.code !== "EADDRINUSE") throw cause
      throw new KaonError("PORT_IN_USE", `Port ${asked.port} is in use.`, { fix: "Choose another with --port.", cause })
    },
  )
  // Another host of the same folder that still runs keeps its place.
  if (last === undefined || !isAlive(last.pid) || last.port === place.port) await writePlace(root, place)
  return place
}

/** A port that another has, or that the system keeps for itself. */
const unusable = new Set(["EADDRINUSE", "EACCES"])

async function listenOn(app: FastifyInstance, port: number): Promise<number> {
  await app.listen({ host: "127.0.0.1", port })
  const address = app.server.address()
  return typeof address === "object" && address !== null ? address.port : port
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}
