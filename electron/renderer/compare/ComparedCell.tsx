import { RotateCcw } from "lucide-react"
import { Fragment, useMemo, useState } from "react"
import { useWords } from "../frame/context.ts"
import type { Cell } from "../state/model.ts"
import { shown } from "../state/terminal.ts"
import { type Row, sameMetadata, sameOutputs } from "./align.ts"
import { compareLines, type DiffLine } from "./lines.ts"

interface Given {
  readonly row: Row
  readonly number: number | undefined
  readonly language: string
  restore?(): void
}

const signs = { same: " ", removed: "−", added: "+" } as const

/** One cell in both versions: its text by line, what else differs folded. */
export function ComparedCell({ row, number, restore }: Given) {
  const words = useWords()
  const before = "before" in row ? row.before : undefined
  const after = "after" in row ? row.after : undefined
  const cell = (after ?? before)!
  const lines = useMemo(() => compareLines(before?.source ?? "", after?.source ?? ""), [before, after])
  const both = before !== undefined && after !== undefined
  const typeWord = (of: Cell) => words[of.type === "markdown" ? "text" : of.type]
  const kind =
    both && before.type !== after.type ? words.compare.type(typeWord(before), typeWord(after)) : typeWord(cell)
  const moved = "moved" in row && row.moved && row.kind !== "moved"
  return (
    <article
      className="compared"
      data-kind={row.kind}
      aria-label={`${number === undefined ? kind : words.compare.cell(number, kind)}: ${words.compare.kinds[row.kind]}`}
      {...(row.kind !== "same" && { "data-change": "", tabIndex: 0 })}
    >
      <header>
        <b>{words.compare.kinds[row.kind]}</b>
        {moved && <span>{words.compare.andMoved}</span>}
        <span>{number === undefined ? kind : words.compare.cell(number, kind)}</span>
        <span className="grow" />
        {restore !== undefined && (
          <button type="button" className="btn slim" onClick={restore}>
            <RotateCcw size={12} aria-hidden />
            {row.kind === "added" ? words.compare.takeOut : words.compare.restore}
          </button>
        )}
      </header>
      {lines.length > 0 && <Lines lines={lines} whole={row.kind === "same" || row.kind === "moved"} />}
      {both && !sameOutputs(before, after) && (
        <Folded title={words.compare.outputs} lines={compareLines(outputText(before), outputText(after))} />
      )}
      {both && !sameMetadata(before, after) && (
        <Folded title={words.compare.metadata} lines={compareLines(json(before.metadata), json(after.metadata))} />
      )}
    </article>
  )
}

/** Lines that did not change, beyond this many around a change, are folded. */
const around = 3

/** Lines of a comparison; those far from a change are folded. */
export function Lines({ lines, whole = false }: { lines: readonly DiffLine[]; whole?: boolean }) {
  const words = useWords()
  const [open, setOpen] = useState<ReadonlySet<number>>(new Set())
  const near = useMemo(() => nearChanges(lines), [lines])
  const drawn: React.ReactNode[] = []
  for (let index = 0; index < lines.length; index++) {
    let end = index
    while (end < lines.length && !near[end]) end++
    if (!whole && end - index > 1 && !open.has(index)) {
      const from = index
      drawn.push(
        <button
          key={`fold ${index}`}
          type="button"
          className="unchanged"
          aria-expanded={false}
          onClick={() => setOpen(new Set(open).add(from))}
        >
          {words.compare.unchangedLines(end - index)}
        </button>,
      )
      index = end - 1
    } else {
      // Once opened, or too short to be folded, the whole stretch is drawn.
      for (const last = Math.max(end, index + 1); index < last; index++)
        drawn.push(<Line key={index} line={lines[index]!} />)
      index--
    }
  }
  return <div className="diff">{drawn}</div>
}

function nearChanges(lines: readonly DiffLine[]): boolean[] {
  const near = lines.map(() => false)
  lines.forEach(({ kind }, index) => {
    if (kind === "same") return
    for (let at = Math.max(0, index - around); at <= Math.min(lines.length - 1, index + around); at++) near[at] = true
  })
  return near
}

function Line({ line: { kind, pieces } }: { line: DiffLine }) {
  const Element = kind === "removed" ? "del" : kind === "added" ? "ins" : "span"
  return (
    <Element className="diff-line" data-kind={kind}>
      <i aria-hidden>{signs[kind]}</i>
      <code>
        {pieces.map(({ text, changed }, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: pieces have no other identity
          <Fragment key={index}>{changed ? <mark>{text}</mark> : text}</Fragment>
        ))}
        {"\n"}
      </code>
    </Element>
  )
}

function Folded({ title, lines }: { title: string; lines: readonly DiffLine[] }) {
  return (
    <details>
      <summary>{title}</summary>
      <Lines lines={lines} />
    </details>
  )
}

const json = (value: unknown): string => JSON.stringify(value, null, 2)

/** Characters of each output that are compared. */
const most = 20_000

/** The outputs of a cell as text: what a reader can compare. */
function outputText({ outputs }: Cell): string {
  return outputs.list
    .map(output => {
      if (output.kind === "stream") return shown(output.text).slice(0, most)
      if (output.kind === "error") return `${output.name}: ${output.message}`
      const text = output.data["text/plain"]
      const types = Object.keys(output.data).filter(type => type !== "text/plain")
      const others = types.map(type => `[${type}, ${json(output.data[type]).length}]`)
      return [typeof text === "string" ? text.slice(0, most) : "", ...others].filter(part => part !== "").join("\n")
    })
    .join("\n")
}
