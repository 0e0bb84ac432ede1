import { extensionOf, isNotebookName, nameOf } from "../files/paths.ts"
import { type Contents, type Entry, type Rest, ServerRefused } from "../jupyter/rest.ts"

/** What can be shown of a file that is neither a notebook nor edited as text. */
export type PreviewKind = "image" | "table" | "json" | "pdf" | "large" | "binary"

export type Found =
  | { kind: "notebook"; file: Contents }
  | { kind: "text"; file: Contents }
  | { kind: "preview"; preview: PreviewKind; entry: Entry }

const previews: Readonly<Record<string, PreviewKind>> = {
  png: "image",
  jpg: "image",
  jpeg: "image",
  gif: "image",
  webp: "image",
  svg: "image",
  csv: "table",
  tsv: "table",
  json: "json",
  geojson: "json",
  pdf: "pdf",
}

/** Bytes of a text that the editor takes, and of a file that is read to be shown. */
const most = 8_000_000
const cells = /^\/\/ ?%%(?:\s|[A-Za-z]|$)/m

/** Reads what a path holds, as what it is best seen as. A script with cell markers is a notebook. Rejects with ServerRefused. */
export async function readFile(rest: Rest, path: string, asText = false): Promise<Found> {
  if (isNotebookName(nameOf(path)) && !asText) return { kind: "notebook", file: await rest.read(path) }
  const preview = previews[extensionOf(path)]
  if (preview !== undefined && !asText) return { kind: "preview", preview, entry: await rest.stat(path) }
  const entry = await rest.stat(path)
  if ((entry.size ?? 0) > most) return { kind: "preview", preview: "large", entry }
  try {
    const file = await rest.readText(path)
    // UTF-8 can hold NUL; a text that somebody wrote does not.
    if (!asText && typeof file.content === "string" && file.content.includes("\0"))
      return { kind: "preview", preview: "binary", entry }
    const script = /^[mc]?ts$/.test(extensionOf(path)) && typeof file.content === "string" && cells.test(file.content)
    return script && !asText ? { kind: "notebook", file: await rest.read(path) } : { kind: "text", file }
  } catch (cause) {
    // Jupyter's servers refuse to give bytes as text.
    if (cause instanceof ServerRefused && cause.status === 400) return { kind: "preview", preview: "binary", entry }
    throw cause
  }
}
