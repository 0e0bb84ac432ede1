import { languageOf } from "../code/lexer.ts"
import { Static } from "../editor/Static.tsx"
import { useWords } from "../frame/context.ts"
import { Terminal } from "../outputs/Terminal.tsx"
import { viewOf } from "../outputs/views.tsx"
import { readHeader } from "../stages/headerline.ts"
import { isFolded } from "../state/editing.ts"
import type { Cell, NotebookState } from "../state/model.ts"
import type { Output } from "../state/outputs.ts"
import { shown } from "../state/terminal.ts"
import { PrintFrame } from "./PrintFrame.tsx"

/** The whole notebook as it goes to paper or into a file: every cell, nothing that waits for a hand. `prose` is the markup of its texts. */
export function Print({
  state: { order, cells },
  prose,
  language,
}: {
  state: NotebookState
  prose: ReadonlyMap<string, string>
  language: string
}) {
  return order.map(id => {
    const cell = cells.get(id)!
    const markup = prose.get(id)
    return (
      <section key={id} className={`print-cell ${cell.type}`} data-stage={readHeader(cell.source)?.stage}>
        {markup === undefined ? (
          <Source cell={cell} language={language} />
        ) : (
          // biome-ignore lint/security/noDangerouslySetInnerHtml: drawMarkdown returns sanitised markup only
          <div className="prose" dangerouslySetInnerHTML={{ __html: markup }} />
        )}
        {!isFolded(cell, "outputs") && cell.outputs.list.length > 0 && (
          <div className="outputs">
            {cell.outputs.list.map(output => (
              <PrintOutput key={output.key} output={output} />
            ))}
          </div>
        )}
      </section>
    )
  })
}

function Source({ cell, language }: { cell: Cell; language: string }) {
  if (isFolded(cell, "source") || cell.source === "") return null
  return (
    <div className="source">
      <Static source={cell.source} language={languageOf(cell.type, cell.source, language)} marks={[]} />
    </div>
  )
}

/** Characters of a stream on paper: some twenty pages. */
const most = 100_000

function PrintOutput({ output }: { output: Output }) {
  const words = useWords()
  if (output.kind === "stream") {
    const text = shown(output.text)
    const left = text.length - most
    return (
      <div className="output">
        <Terminal text={text.slice(0, most).replace(/\n$/, "")} error={output.name === "stderr"} />
        {left > 0 && <p className="empty">{words.hiddenLines(text.slice(most).split("\n").length)}</p>}
      </div>
    )
  }
  if (output.kind === "error") {
    return (
      <div className="output failure">
        <h3>{`${output.name}: ${output.message}`}</h3>
        <Terminal text={output.traceback.join("\n")} />
      </div>
    )
  }
  const view = viewOf(output.data, output.metadata, false)
  return (
    <div className="output" data-type={view?.type}>
      {foreign(view?.type, output.data) ?? view?.node}
    </div>
  )
}

const bitmap = /^image\/(?:png|jpeg|gif|webp)$/

/** Pictures from their bytes, wherever the view is. Markup of others: pictures as pictures, in which nothing runs, everything else in still frames. */
function foreign(type: string | undefined, data: Readonly<Record<string, unknown>>): React.ReactNode {
  const text = type === undefined ? undefined : data[type]
  if (typeof text !== "string") return undefined
  if (type === "image/svg+xml")
    return <img alt="" src={`data:image/svg+xml;charset=utf-8,${encodeURIComponent(text)}`} />
  if (type !== undefined && bitmap.test(type))
    return <img alt="" src={`data:${type};base64,${text.replace(/\s/g, "")}`} />
  if (type === "text/html") return <PrintFrame markup={text} />
  if (type === "application/javascript" || type === "text/javascript")
    return <Terminal text={typeof data["text/plain"] === "string" ? data["text/plain"] : ""} />
  return undefined
}
