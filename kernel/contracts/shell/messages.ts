import { z } from "zod"
import type { Ask, News, Tell } from "./channels.ts"

const line = z.string().max(1000)
/** A path in the folder that is served, with slashes and without "..". */
const pathInFolder = z
  .string()
  .min(1)
  .max(4096)
  .refine(path => !path.startsWith("/") && !path.split("/").includes(".."), "is not a path in the folder")

export const menuHeadings = ["file", "edit", "cell", "run", "view", "help"] as const

/** What came of an answer that a person may refuse: `done` is false where they did. */
const outcome = z.object({ done: z.boolean() })

/** Requests and answers; the shell checks the one, the page the other. */
export const askSchemas = {
  about: {
    request: z.object({}),
    answer: z.object({ version: line, electron: line, chromium: line, node: line, platform: line }),
  },
  /** Saves the page, as it is drawn for paper, as a PDF where the person says. */
  pdf: { request: z.object({ name: line }), answer: outcome },
  /** Opens an address in the person's browser; not done where it is not on the list of allowed kinds. */
  link: { request: z.object({ url: z.string().max(4096) }), answer: outcome },
  /** Lets the person choose a notebook, of any folder. */
  openNotebook: { request: z.object({}), answer: outcome },
  openFolder: { request: z.object({}), answer: outcome },
} satisfies Record<Ask, { request: z.ZodType; answer: z.ZodType }>

export const tellSchemas = {
  /** The notebook in view, if any, and whether any has changes that are not saved. */
  document: z.object({ path: pathInFolder.optional(), unsaved: z.boolean() }),
  /** The palette's commands by id, in the page's language; those that cannot be used now are not enabled. */
  menu: z.object({
    language: z.enum(["en", "zh"]),
    headings: z.record(z.enum(menuHeadings), line),
    commands: z.record(line, z.object({ label: line, keys: line.optional(), enabled: z.boolean() })),
  }),
  /** Whether cells run, and how far they are, 0 to 1, where that is known. */
  progress: z.object({ running: z.boolean(), fraction: z.number().min(0).max(1).nullable() }),
  /** A run that ended, for who looks elsewhere meanwhile. */
  ended: z.object({ title: line, body: line, seconds: z.number().min(0) }),
} satisfies Record<Tell, z.ZodType>

export const newsSchemas = {
  /** A command of the palette was chosen in the menu. */
  command: z.object({ id: line }),
  /** A notebook of the folder is to be opened. */
  open: z.object({ path: pathInFolder }),
} satisfies Record<News, z.ZodType>

export type Request<A extends Ask> = z.infer<(typeof askSchemas)[A]["request"]>
export type Answer<A extends Ask> = z.infer<(typeof askSchemas)[A]["answer"]>
export type Told<T extends Tell> = z.infer<(typeof tellSchemas)[T]>
export type NewsOf<N extends News> = z.infer<(typeof newsSchemas)[N]>
