import { z } from "zod"
import type { Ask, Server } from "./ask.ts"

const entry = z.object({
  name: z.string(),
  path: z.string(),
  type: z.enum(["directory", "file", "notebook"]),
  last_modified: z.string().nullable().default(null),
  writable: z.boolean().default(true),
  size: z.number().nullable().default(null),
  hash: z.string().nullable().default(null),
})
export type Entry = z.infer<typeof entry>
const contents = entry.extend({ content: z.unknown(), format: z.string().nullable().default(null) })
export type Contents = z.infer<typeof contents>
const version = z.object({
  content: z.unknown(),
  at: z.string(),
  commit: z.string().optional(),
  subject: z.string().optional(),
})
export type Version = z.infer<typeof version>
const templates = z.object({
  templates: z.array(
    z.object({
      id: z.string(),
      title: z.string(),
      description: z.string(),
      stages: z.array(z.string()),
      content: z.unknown(),
    }),
  ),
})
export type Template = z.infer<typeof templates>["templates"][number]
const checkpoints = z.array(z.object({ id: z.string(), last_modified: z.string() }))

/** What a client knows of the file that it saves over; Kaon's host refuses (409) where there is another one now. */
export interface Known {
  readonly hash?: string | undefined
}

const encoded = (path: string): string => path.split("/").map(encodeURIComponent).join("/")
const at = (path: string): string => `contents/${encoded(path)}`

/** Files, folders and notebooks of the server, and what Kaon's host knows of them beyond Jupyter's API. */
export const filesOf = (ask: Ask, server: Server) => ({
  list: async (path: string): Promise<Entry[]> => {
    const folder = contents.parse(await ask("GET", `${at(path)}?content=1&type=directory`))
    return z.array(entry).parse(folder.content)
  },
  read: async (path: string): Promise<Contents> =>
    contents.parse(await ask("GET", `${at(path)}?content=1&type=notebook&hash=1`)),
  readText: async (path: string): Promise<Contents> =>
    contents.parse(await ask("GET", `${at(path)}?content=1&type=file&format=text&hash=1`)),
  readBytes: async (path: string): Promise<Contents> =>
    contents.parse(await ask("GET", `${at(path)}?content=1&type=file&format=base64`)),
  stat: async (path: string, hash = false): Promise<Entry> =>
    entry.parse(await ask("GET", `${at(path)}?content=0${hash ? "&hash=1" : ""}`)),
  save: async (path: string, content: unknown, known: Known = {}): Promise<Entry> =>
    entry.parse(await ask("PUT", at(path), { type: "notebook", format: "json", content, ...known })),
  /** The same with a notebook whose JSON comes in pieces. */
  saveParts: async (path: string, json: readonly BlobPart[], { hash }: Known = {}): Promise<Entry> => {
    const about = JSON.stringify({ type: "notebook", format: "json", ...(hash !== undefined && { hash }) })
    return entry.parse(await ask("PUT", at(path), new Blob([`${about.slice(0, -1)},"content":`, ...json, "}"])))
  },
  saveText: async (path: string, content: string, known: Known = {}): Promise<Entry> =>
    entry.parse(await ask("PUT", at(path), { type: "file", format: "text", content, ...known })),
  /** A part of a file in base64: 1, 2, … and -1 for the last; undefined for a file in one part. */
  upload: async (path: string, content: string, chunk?: number): Promise<void> =>
    void (await ask("PUT", at(path), {
      type: "file",
      format: "base64",
      content,
      ...(chunk !== undefined && { chunk }),
    })),
  create: async (folder: string, what: { type: Entry["type"]; ext?: string } = { type: "notebook" }): Promise<Entry> =>
    entry.parse(await ask("POST", at(folder), what)),
  copy: async (folder: string, from: string): Promise<Entry> =>
    entry.parse(await ask("POST", at(folder), { copy_from: from })),
  rename: async (path: string, to: string): Promise<Entry> => entry.parse(await ask("PATCH", at(path), { path: to })),
  remove: async (path: string): Promise<void> => void (await ask("DELETE", at(path))),
  checkpoint: async (path: string): Promise<void> => void (await ask("POST", `${at(path)}/checkpoints`)),
  checkpoints: async (path: string) => checkpoints.parse(await ask("GET", `${at(path)}/checkpoints`)),
  /** Where a browser gets the bytes of a file. */
  address: (path: string, download: boolean): string =>
    new URL(`files/${encoded(path)}${download ? "?download=1" : ""}`, server.base).href,
  /** A notebook as the last commit, or the last checkpoint, has it. */
  version: async (which: "head" | "checkpoint", path: string): Promise<Version> =>
    version.parse(await ask("GET", `kaon/versions/${which}?path=${encodeURIComponent(path)}`)),
  /** The text of a notebook in another form. */
  script: async (content: unknown, form: "percent" | "plain" | "ipynb"): Promise<string> =>
    z.object({ text: z.string() }).parse(await ask("POST", "kaon/scripts", { content, form })).text,
  /** Notebooks to start from; none at servers that are not Kaon's. */
  templates: async (): Promise<readonly Template[]> =>
    templates.safeParse(await ask("GET", "kaon/templates").catch(() => undefined)).data?.templates ?? [],
})
