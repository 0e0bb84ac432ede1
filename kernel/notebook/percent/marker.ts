/** A line that starts a cell: `// %% title [markdown] {"tags": ["x"]}`. */
export interface Marker {
  cellType: "code" | "markdown" | "raw"
  title: string | undefined
  /** Cell metadata written on the line, without the title. */
  metadata: Record<string, unknown>
}

const start = /^\/\/ ?%%(?=\s|$)(.*)$/
const header = /^\/\/ ?(%%[A-Za-z].*)$/
const escapable = /^\/\/ ?(?:\/\/ ?)*%%/
const escaped = /^\/\/ (?=\/\/ ?(?:\/\/ ?)*%%)/

/** The header of a pipeline cell as a script writes it (`// %%train cnn`), without the comment; undefined for any other line. */
export const headerOf = (line: string): string | undefined => header.exec(line)?.[1]

/** A line of a cell that would read as the start of one gets one more comment mark; `unescapeLine` takes it off. */
export const escapeLine = (line: string): string => (escapable.test(line) ? `// ${line}` : line)
export const unescapeLine = (line: string): string => line.replace(escaped, "")

const cellTypes: Record<string, Marker["cellType"]> = { markdown: "markdown", md: "markdown", raw: "raw" }

/** The marker that a line is, or undefined. Metadata may be JSON at the end, or jupytext's `key=value` pairs. */
export function parseMarker(line: string): Marker | undefined {
  let rest = start.exec(line)?.[1]?.trim()
  if (rest === undefined) return undefined
  const { before, metadata } = takeMetadata(rest)
  rest = before
  const type = /(?:^|\s)\[(\w+)\](?=\s|$)/.exec(rest)
  const cellType = type === null ? "code" : cellTypes[type[1]!]
  const title = type === null || cellType === undefined ? rest : rest.replace(type[0], "").trim()
  return { cellType: cellType ?? "code", title: title === "" ? undefined : title, metadata }
}

/** The line of a marker, as jupytext orders it: title, type, metadata. */
export function formatMarker({ cellType, title, metadata }: Marker): string {
  const type = cellType === "code" ? undefined : `[${cellType}]`
  const json = Object.keys(metadata).length === 0 ? undefined : JSON.stringify(metadata)
  return ["// %%", title, type, json].filter(part => part !== undefined).join(" ")
}

/** May this title stand on a marker line and be read back as it is? */
export const isPlainTitle = (title: unknown): title is string =>
  typeof title === "string" && title !== "" && parseMarker(`// %% ${title}`)?.title === title

function takeMetadata(rest: string): { before: string; metadata: Record<string, unknown> } {
  const brace = rest.search(/\{.*\}$/)
  if (brace >= 0) {
    const metadata = parseObject(rest.slice(brace))
    if (metadata !== undefined) return { before: rest.slice(0, brace).trim(), metadata }
  }
  const pairs = /(?:^|\s)([A-Za-z_][\w.-]*=(?:"[^"]*"|\[.*\]|\{.*\}|[\w.+-]+)(?:\s+|$))+$/.exec(rest)
  const metadata = pairs === null ? undefined : parsePairs(pairs[0])
  return pairs === null || metadata === undefined
    ? { before: rest, metadata: {} }
    : { before: rest.slice(0, pairs.index).trim(), metadata }
}

function parseObject(json: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(json)
    return typeof value === "object" && value !== null && !Array.isArray(value) ? { ...value } : undefined
  } catch {
    return undefined
  }
}

/** `tags=["a", "b"] name="x" keep=true`: each value is JSON. Undefined where one is not. */
function parsePairs(text: string): Record<string, unknown> | undefined {
  const json = text
    .trim()
    .replace(/(?:^|\s+)([A-Za-z_][\w.-]*)=(?=["[{\w.+-])/g, (_, key, at) => `${at === 0 ? "" : ","}"${key}":`)
  return parseObject(`{${json}}`)
}
