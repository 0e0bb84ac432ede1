import type { ReactNode } from "react"
import { mimeTypes } from "../../../kernel/contracts/mimetypes.ts"
import type { Bundle } from "../state/outputs.ts"
import { Deployment, parseDeployment } from "./Deployment.tsx"
import { Frame } from "./Frame.tsx"
import { isForPaper } from "./foreign.ts"
import { Json } from "./Json.tsx"
import { Latex } from "./Latex.tsx"
import { Markdown } from "./Markdown.tsx"
import { Document, Media } from "./Media.tsx"
import { Metrics, Progress, parseMetrics, parseProgress } from "./Metrics.tsx"
import { Picture } from "./Picture.tsx"
import { parseReport, Report } from "./Report.tsx"
import { parseTable, Table } from "./Table.tsx"
import { Terminal } from "./Terminal.tsx"
import { Vega } from "./Vega.tsx"

interface Given {
  readonly type: string
  readonly data: Bundle
  readonly metadata: Bundle
  readonly trusted: boolean
}

/** How a type is drawn, or undefined where its data are not what the type promises: then the next type is tried. */
type View = (given: Given) => ReactNode | undefined

const textOf = (data: Bundle, type: string): string | undefined => {
  const value = data[type]
  return typeof value === "string" ? value : undefined
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value)

const typed =
  <T,>(parse: (value: unknown) => { success: boolean; data?: T }, draw: (data: T) => ReactNode): View =>
  ({ type, data }) => {
    const found = parse(data[type])
    return found.success && found.data !== undefined ? draw(found.data) : undefined
  }

const picture: View = ({ type, data, metadata }) => {
  const text = textOf(data, type)
  const own = metadata[type] ?? metadata
  return text && <Picture type={type} data={text} metadata={own} alt={textOf(data, "text/plain") ?? ""} />
}

const vega: View = ({ type, data }) => {
  const spec = data[type]
  return isRecord(spec) ? <Vega spec={spec} alt={textOf(data, "text/plain") ?? "chart"} /> : undefined
}

const markup: View = ({ type, data, trusted }) => {
  const text = textOf(data, type)
  if (text === undefined) return undefined
  return <Frame markup={text} trusted={trusted} paper={isForPaper(type, text)} />
}

const media: View = ({ type, data }) => {
  const text = textOf(data, type)
  return text && <Media type={type} data={text} label={textOf(data, "text/plain") ?? type} />
}

const document: View = ({ type, data }) => {
  const text = textOf(data, type)
  return text && <Document type={type} data={text} name={`output.${type.split("/")[1]}`} />
}

const script: View = ({ type, data, trusted }) => {
  const text = textOf(data, type)
  return text && <Frame markup={`<script>${text}</script>`} trusted={trusted} />
}

/** Types from the richest to the plainest. Markup and code are drawn in frames only; everything else is typed data. */
const views: readonly (readonly [string, View])[] = [
  [mimeTypes.metrics, typed(parseMetrics, data => <Metrics data={data} />)],
  [mimeTypes.progress, typed(parseProgress, data => <Progress data={data} />)],
  [mimeTypes.report, typed(parseReport, data => <Report data={data} />)],
  [mimeTypes.deployment, typed(parseDeployment, data => <Deployment data={data} />)],
  [mimeTypes.table, typed(parseTable, data => <Table data={data} />)],
  [mimeTypes.vegaLite6, vega],
  [mimeTypes.vegaLite5, vega],
  ["image/png", picture],
  ["image/jpeg", picture],
  ["image/gif", picture],
  ["image/webp", picture],
  ["text/html", markup],
  ["image/svg+xml", markup],
  ["text/latex", ({ type, data }) => textOf(data, type) && <Latex source={textOf(data, type)!} />],
  ["text/markdown", ({ type, data }) => textOf(data, type) && <Markdown source={textOf(data, type)!} />],
  ["application/json", ({ type, data }) => <Json value={data[type]} />],
  ...["audio/wav", "audio/mpeg", "audio/ogg", "video/mp4", "video/webm"].map(type => [type, media] as const),
  ["application/pdf", document],
  ["text/plain", ({ type, data }) => <Terminal text={textOf(data, type) ?? ""} />],
  ["application/javascript", script],
  ["text/javascript", script],
]

/** The richest view of a bundle that its data allow. */
export function viewOf(
  data: Bundle,
  metadata: Bundle,
  trusted: boolean,
): { type: string; node: ReactNode } | undefined {
  for (const [type, view] of views) {
    if (data[type] === undefined) continue
    const node = view({ type, data, metadata, trusted })
    if (node !== undefined && node !== "") return { type, node }
  }
  // What nobody knows, but is JSON, can be looked into.
  const json = Object.keys(data).find(type => type.endsWith("+json"))
  return json === undefined ? undefined : { type: json, node: <Json value={data[json]} /> }
}
