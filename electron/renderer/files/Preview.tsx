import { Download, FileDown, Pencil } from "lucide-react"
import { type ReactNode, useEffect, useLayoutEffect, useMemo, useRef, useState } from "react"
import { useWords, useWorkspace } from "../frame/context.ts"
import { Grid } from "../grid/Grid.tsx"
import { tableSource } from "../grid/source.ts"
import type { Entry } from "../jupyter/rest.ts"
import { Json } from "../outputs/Json.tsx"
import type { PreviewKind } from "../session/opening.ts"
import type { Words } from "../words/en.ts"
import { download } from "./actions.ts"
import { extensionOf } from "./paths.ts"
import { tableOf } from "./tableof.ts"

/** Bytes of a text that are read to be shown. */
const most = 20_000_000

const bodies: Record<PreviewKind, (given: { entry: Entry }) => ReactNode> = {
  image: Image,
  table: ({ entry }) => <OfText entry={entry} draw={text => <DataTable text={text} entry={entry} />} />,
  json: ({ entry }) => <OfText entry={entry} draw={text => <JsonTree text={text} />} />,
  pdf: Binary,
  large: TooLarge,
  binary: Binary,
}

const texts = new Set<PreviewKind>(["table", "json"])

/** A file that is looked at and not edited: a picture, a table, JSON; of anything else its size, and a way to get it. */
export function Preview({ kind, entry }: { kind: PreviewKind; entry: Entry }) {
  const workspace = useWorkspace()
  const words = useWords()
  const Body = (entry.size ?? 0) > most && kind !== "image" ? TooLarge : bodies[kind]
  const editable = texts.has(kind) || extensionOf(entry.name) === "svg"
  return (
    <section className="preview" aria-label={words.preview(entry.name)}>
      <header>
        <h2>{entry.name}</h2>
        <span>{words.fileSize(entry.size ?? 0)}</span>
        <span className="grow" />
        {editable && (
          <button type="button" className="btn slim" onClick={() => void workspace.open(entry.path, { asText: true })}>
            <Pencil size={13} aria-hidden />
            {words.editAsText}
          </button>
        )}
        <button type="button" className="btn slim" onClick={() => download(workspace, entry.path)}>
          <Download size={13} aria-hidden />
          {words.download}
        </button>
      </header>
      <Body entry={entry} />
    </section>
  )
}

const mimes: Readonly<Record<string, string>> = { svg: "image/svg+xml", jpg: "image/jpeg" }

/** A picture from its bytes: in an image nothing runs, not even an SVG's scripts. */
function Image({ entry }: { entry: Entry }) {
  const ending = extensionOf(entry.name)
  const type = mimes[ending] ?? `image/${ending}`
  const found = useContent(entry, workspace => workspace.rest.readBytes(entry.path))
  return (
    <Known of={found}>
      {content => (
        <div className="preview-body centred">
          <img alt={entry.name} src={`data:${type};base64,${content.replace(/\s/g, "")}`} />
        </div>
      )}
    </Known>
  )
}

function OfText({ entry, draw }: { entry: Entry; draw(text: string): ReactNode }) {
  const found = useContent(entry, workspace => workspace.rest.readText(entry.path))
  return <Known of={found}>{draw}</Known>
}

/** Rows as in the grid of a variable: sorted, filtered and profiled, in the page. */
function DataTable({ text, entry }: { text: string; entry: Entry }) {
  const words = useWords()
  const place = useRef<HTMLDivElement>(null)
  const [height, setHeight] = useState<number>()
  const source = useMemo(
    () => tableSource(tableOf(text, extensionOf(entry.path) === "tsv" ? "\t" : undefined)),
    [text, entry.path],
  )
  useLayoutEffect(() => {
    const observer = new ResizeObserver(([box]) => setHeight(Math.floor(box?.contentRect.height ?? 0)))
    observer.observe(place.current!)
    return () => observer.disconnect()
  }, [])
  return (
    <div ref={place} className="preview-table">
      {height !== undefined && (
        <Grid source={source} label={words.values.table(entry.name)} height={Math.max(120, height - barHeight)} />
      )}
    </div>
  )
}

/** Pixels below the rows, where their number stands, and of the frame. */
const barHeight = 34

function JsonTree({ text }: { text: string }) {
  const words = useWords()
  const found = parsedJson(text)
  return (
    <div className="preview-body">
      {"value" in found ? (
        <div className="json">
          <Json value={found.value} />
        </div>
      ) : (
        <p className="empty">{"deep" in found ? words.deepJson : `${words.notJson} ${found.reason}`}</p>
      )}
    </div>
  )
}

function parsedJson(text: string): { value: unknown } | { reason: string } | { deep: true } {
  try {
    return { value: JSON.parse(text.replace(/^\ufeff/, "")) }
  } catch (cause) {
    // The parser follows the nesting on a stack that has an end.
    if (cause instanceof RangeError) return { deep: true }
    return { reason: cause instanceof Error ? cause.message : String(cause) }
  }
}

function TooLarge({ entry }: { entry: Entry }) {
  const words = useWords()
  return <p className="empty">{words.tooLarge(words.fileSize(entry.size ?? 0))}</p>
}

/** What it is and how to get it: nothing of it can be shown here. */
function Binary({ entry }: { entry: Entry }) {
  const workspace = useWorkspace()
  const words = useWords()
  const ending = extensionOf(entry.name)
  return (
    <div className="unshown">
      <FileDown size={26} aria-hidden />
      <b>{words.kindOfFile(ending, words.fileSize(entry.size ?? 0))}</b>
      <p>{ending === "pdf" ? words.pdf : words.binary}</p>
      <button type="button" className="btn" onClick={() => download(workspace, entry.path)}>
        {words.downloadIt}
      </button>
    </div>
  )
}

type Content = { state: "reading" } | { state: "read"; content: string } | { state: "failed"; reason: string }

function useContent(
  entry: Entry,
  read: (workspace: ReturnType<typeof useWorkspace>) => Promise<{ content?: unknown }>,
): Content {
  const workspace = useWorkspace()
  const [found, setFound] = useState<Content>({ state: "reading" })
  // biome-ignore lint/correctness/useExhaustiveDependencies: a file is read when it is another one, or of another time
  useEffect(() => {
    let gone = false
    read(workspace).then(
      ({ content }) => !gone && setFound({ state: "read", content: String(content) }),
      (cause: Error) => !gone && setFound({ state: "failed", reason: cause.message }),
    )
    return () => {
      gone = true
    }
  }, [workspace, entry.path, entry.last_modified])
  return found
}

function Known({ of, children }: { of: Content; children(content: string): ReactNode }) {
  const words: Words = useWords()
  if (of.state === "reading") return <p className="empty">{words.opening}</p>
  if (of.state === "failed") return <p className="empty">{words.openFailed(of.reason)}</p>
  return children(of.content)
}
