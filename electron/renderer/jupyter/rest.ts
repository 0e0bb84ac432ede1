import { z } from "zod"
import {
  type ExtensionInput,
  type ExtensionMethod,
  type ExtensionResult,
  extensionMethods,
} from "../../../kernel/contracts/extension.ts"
import { type Settings, settingsSchema } from "../../../kernel/contracts/settings.ts"

/** Where a Jupyter server is, and what it wants to see with each request ("" where a cookie says it). */
export interface Server {
  readonly base: string
  readonly token: string
}

/** A request that the server refused, or that did not reach it (status 0). */
export class ServerRefused extends Error {
  override readonly name = "ServerRefused"
  readonly status: number
  /** What the host calls it, such as BUSY. */
  readonly code: string | undefined
  constructor(status: number, message: string, code?: string) {
    super(message)
    this.status = status
    this.code = code
  }
}

const entry = z.object({
  name: z.string(),
  path: z.string(),
  type: z.enum(["directory", "file", "notebook"]),
  last_modified: z.string().nullable().default(null),
  writable: z.boolean().default(true),
  size: z.number().nullable().default(null),
})
export type Entry = z.infer<typeof entry>
const contents = entry.extend({ content: z.unknown(), format: z.string().nullable().default(null) })
const kernel = z.looseObject({ id: z.string(), name: z.string(), execution_state: z.string().default("unknown") })
const session = z.looseObject({ id: z.string(), path: z.string(), kernel })
export type Session = z.infer<typeof session>
const specs = z.object({
  default: z.string(),
  kernelspecs: z.record(
    z.string(),
    z.looseObject({
      name: z.string(),
      spec: z.looseObject({ display_name: z.string(), language: z.string() }),
    }),
  ),
})
export type KernelSpecs = z.infer<typeof specs>
const executions = z.object({
  seq: z.number(),
  executions: z.array(
    z.object({
      request: z.string(),
      cell: z.string().optional(),
      state: z.enum(["waiting", "running", "ok", "error", "aborted", "lost"]),
      count: z.number().nullable(),
      first: z.number(),
    }),
  ),
})
export type Executions = z.infer<typeof executions>
const keptSettings = z.object({ settings: settingsSchema.nullable() })
const failure = z.looseObject({ message: z.string(), code: z.string().optional() })

const lineRange = z.object({
  total: z.number(),
  lines: z.array(z.string()),
  found: z.array(z.number()).optional(),
})

const variablePaths = {
  "variables.list": "kaon/variables",
  "variables.page": "kaon/variables/page",
  "variables.profile": "kaon/variables/profile",
} as const

/** The REST part of the Jupyter Server API, as far as the interface uses it. Every method rejects with ServerRefused. */
export function rest(server: Server) {
  async function ask(method: string, path: string, body?: unknown): Promise<unknown> {
    const url = new URL(path.startsWith("kaon/") ? path : `api/${path}`, server.base)
    const headers: Record<string, string> = { "content-type": "application/json", ...xsrf() }
    if (server.token !== "") headers.authorization = `token ${server.token}`
    const request = {
      method,
      headers,
      credentials: "same-origin",
      ...(body !== undefined && { body: body instanceof Blob ? body : JSON.stringify(body) }),
    } as const
    const response = await fetch(url, request).catch((cause: Error) => {
      throw new ServerRefused(0, cause.message)
    })
    const text = await response.text()
    const json: unknown = text === "" ? undefined : parsed(text)
    if (!response.ok) {
      const { message = response.statusText, code } = failure.safeParse(json).data ?? {}
      throw new ServerRefused(response.status, message, code)
    }
    return json
  }
  const at = (path: string) => `contents/${path.split("/").map(encodeURIComponent).join("/")}`
  return {
    list: async (path: string): Promise<Entry[]> => {
      const folder = contents.parse(await ask("GET", `${at(path)}?content=1&type=directory`))
      return z.array(entry).parse(folder.content)
    },
    read: async (path: string) => contents.parse(await ask("GET", `${at(path)}?content=1&type=notebook`)),
    readText: async (path: string) => contents.parse(await ask("GET", `${at(path)}?content=1&type=file&format=text`)),
    stat: async (path: string): Promise<Entry> => entry.parse(await ask("GET", `${at(path)}?content=0`)),
    save: async (path: string, content: unknown): Promise<Entry> =>
      entry.parse(await ask("PUT", at(path), { type: "notebook", format: "json", content })),
    /** The same with a notebook whose JSON comes in pieces. */
    saveBytes: async (path: string, json: readonly Uint8Array<ArrayBuffer>[]): Promise<Entry> =>
      entry.parse(
        await ask("PUT", at(path), new Blob(['{"type":"notebook","format":"json","content":', ...json, "}"])),
      ),
    create: async (folder: string): Promise<Entry> => entry.parse(await ask("POST", at(folder), { type: "notebook" })),
    createFolder: async (folder: string): Promise<Entry> =>
      entry.parse(await ask("POST", at(folder), { type: "directory" })),
    rename: async (path: string, to: string): Promise<Entry> => entry.parse(await ask("PATCH", at(path), { path: to })),
    remove: async (path: string): Promise<void> => void (await ask("DELETE", at(path))),
    checkpoint: async (path: string): Promise<void> => void (await ask("POST", `${at(path)}/checkpoints`)),
    specs: async (): Promise<KernelSpecs> => specs.parse(await ask("GET", "kernelspecs")),
    sessions: async (): Promise<Session[]> => z.array(session).parse(await ask("GET", "sessions")),
    openSession: async (path: string, kernelName: string): Promise<Session> =>
      session.parse(
        await ask("POST", "sessions", { path, name: path, type: "notebook", kernel: { name: kernelName } }),
      ),
    renameSession: async (id: string, path: string): Promise<void> =>
      void (await ask("PATCH", `sessions/${id}`, { path, name: path, type: "notebook" })),
    closeSession: async (id: string): Promise<void> => void (await ask("DELETE", `sessions/${id}`)),
    /** What was executed in a kernel, as Kaon's host keeps it; undefined at servers that keep nothing. */
    executions: async (id: string): Promise<Executions | undefined> =>
      executions.safeParse(await ask("GET", `kaon/outputs/${id}`).catch(() => undefined)).data,
    /** Lines of a stream of an execution, or the numbers of those that hold a text. */
    lines: async (id: string, request: string, query: Readonly<Record<string, string>>) =>
      lineRange.parse(
        await ask("GET", `kaon/outputs/${id}/${encodeURIComponent(request)}/lines?${new URLSearchParams(query)}`),
      ),
    /** A person's settings, as Kaon's host keeps them; undefined where it has none. */
    settings: async (): Promise<Settings | undefined> =>
      keptSettings.parse(await ask("GET", "kaon/settings")).settings ?? undefined,
    keepSettings: async (settings: Settings): Promise<void> => void (await ask("POST", "kaon/settings", { settings })),
    /** What Kaon's host finds out about the variables of a kernel. */
    variables: async <M extends keyof typeof variablePaths & ExtensionMethod>(
      id: string,
      method: M,
      params: ExtensionInput<M>,
    ): Promise<ExtensionResult<M>> => {
      const path = variablePaths[method]
      const found = await (method === "variables.list"
        ? ask("GET", `${path}?kernel=${encodeURIComponent(id)}`)
        : ask("POST", path, { ...params, kernel: id }))
      return extensionMethods[method].result.parse(found) as ExtensionResult<M>
    },
    interrupt: async (id: string): Promise<void> => void (await ask("POST", `kernels/${id}/interrupt`)),
    restart: async (id: string): Promise<void> => void (await ask("POST", `kernels/${id}/restart`)),
  }
}
export type Rest = ReturnType<typeof rest>

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** Jupyter Server wants its cookie back as a header for requests that a cookie alone signs in. */
function xsrf(): Record<string, string> {
  const found = /(?:^|; )_xsrf=([^;]+)/.exec(globalThis.document?.cookie ?? "")?.[1]
  return found === undefined ? {} : { "x-xsrftoken": found }
}
