import { z } from "zod"
import {
  type ExtensionInput,
  type ExtensionMethod,
  type ExtensionResult,
  extensionMethods,
} from "../../../kernel/contracts/extension.ts"
import { type Settings, settingsSchema } from "../../../kernel/contracts/settings.ts"
import { asking, type Server, ServerRefused } from "./ask.ts"
import { filesOf } from "./files.ts"
import { placesOf } from "./places.ts"
import { runsOf } from "./runs.ts"

export { type Server, ServerRefused } from "./ask.ts"
export type { Contents, Entry, Template, Version } from "./files.ts"

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
      last: z.number(),
      began: z.iso.datetime().optional(),
      ended: z.iso.datetime().optional(),
      live: z.boolean().catch(false),
    }),
  ),
})
export type Executions = z.infer<typeof executions>
const keptSettings = z.object({ settings: settingsSchema.nullable() })

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
  const ask = asking(server)
  return {
    ...filesOf(ask, server),
    ...placesOf(ask),
    ...runsOf(ask),
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
    /** False where the server says that there is no such kernel; true too where it says nothing. */
    hasKernel: async (id: string): Promise<boolean> =>
      ask("GET", `kernels/${id}`).then(
        () => true,
        cause => !(cause instanceof ServerRefused && cause.status === 404),
      ),
    interrupt: async (id: string): Promise<void> => void (await ask("POST", `kernels/${id}/interrupt`)),
    restart: async (id: string): Promise<void> => void (await ask("POST", `kernels/${id}/restart`)),
  }
}
export type Rest = ReturnType<typeof rest>
