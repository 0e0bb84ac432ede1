import type { Rest } from "../jupyter/rest.ts"
import type { Side } from "../state/app.ts"
import { fromFile } from "../state/file.ts"
import type { Document } from "../state/model.ts"
import type { Words } from "../words/en.ts"

export interface Other {
  readonly document: Document
  /** Which version it is, in words. */
  readonly about: string
}

const timeOf = (at: string, language: string): string =>
  new Date(at).toLocaleString(language, { dateStyle: "medium", timeStyle: "short" })

/** Reads the version that a notebook is compared with. Rejects with ServerRefused. */
export const readSide: Record<Side, (rest: Rest, path: string, words: Words, language: string) => Promise<Other>> = {
  checkpoint: async (rest, path, words, language) => {
    const { content, at } = await rest.version("checkpoint", path)
    return { document: documentOf(path, content), about: words.compare.checkpoint(timeOf(at, language)) }
  },
  head: async (rest, path, words) => {
    const { content, commit = "", subject = "" } = await rest.version("head", path)
    return { document: documentOf(path, content), about: words.compare.head(commit, subject) }
  },
  disk: async (rest, path, words) => ({
    document: documentOf(path, (await rest.read(path)).content),
    about: words.compare.disk,
  }),
}

function documentOf(path: string, content: unknown): Document {
  const { order, cells } = fromFile(path, content, "", () => crypto.randomUUID().slice(0, 12))
  return { order, cells }
}
