import { type MouseEvent, memo, useLayoutEffect, useRef, useState } from "react"
import { lexSource, type Piece } from "../code/lexer.ts"
import type { Mark } from "../state/model.ts"
import { drawnPart, marksIn, shownLines } from "./longlines.ts"

interface Drawn extends Piece {
  readonly mark: Mark | undefined
}

/** A line's pieces cut where marks begin and end. */
function marked(pieces: readonly Piece[], begin: number, marks: readonly Mark[]): Drawn[] {
  if (marks.length === 0) return pieces.map(piece => ({ ...piece, mark: undefined }))
  const drawn: Drawn[] = []
  let at = begin
  for (const { text, kind } of pieces) {
    const end = at + text.length
    const cuts = marks.flatMap(({ start, end: stop }) => [start, stop]).filter(cut => cut > at && cut < end)
    const edges = [at, ...new Set(cuts.sort((one, other) => one - other)), end]
    for (let index = 0; index + 1 < edges.length; index++) {
      const [from, to] = [edges[index]!, edges[index + 1]!]
      const mark = marks.find(({ start, end: stop }) => start < to && stop > from)
      drawn.push({ text: text.slice(from - at, to - at), kind, mark })
    }
    at = end
  }
  return drawn
}

/** The match that was gone to, among the others. */
const isMatch = ({ source, severity }: Mark): boolean => source === "find" && severity === "warning"

/** Languages of text cells: prose is wrapped, code is not. */
const wraps = new Set(["markdown", "plain"])

interface Given {
  readonly source: string
  readonly language: string
  readonly marks: readonly Mark[]
  onPlace?(offset: number): void
}

/** A cell's text as the editor would show it, without the editor. */
export const Static = memo(function Static({ source: whole, language, marks: all, onPlace }: Given) {
  let begin = 0
  const match = all.find(isMatch)?.start
  const part = drawnPart(whole, match)
  const { text: source, from } = part
  const long = source.length !== whole.length
  // Marks without number are looked for in what is drawn alone.
  const marks = long ? marksIn(all, part) : all
  const box = useRef<HTMLPreElement>(null)
  const [wide, setWide] = useState(false)
  useLayoutEffect(() => {
    const node = box.current!
    const observer = new ResizeObserver(() => setWide(node.scrollWidth > node.clientWidth))
    observer.observe(node)
    return () => observer.disconnect()
  }, [])
  useLayoutEffect(() => {
    const node = box.current!
    if (!long) return
    const found = match === undefined ? undefined : node.querySelector<HTMLElement>(".found.warning")
    node.scrollTop = found ? Math.max(0, found.offsetTop - node.clientHeight / 2) : 0
  }, [long, match])
  const press = (event: MouseEvent<HTMLPreElement>) => {
    if (event.button !== 0 || onPlace === undefined) return
    event.preventDefault()
    onPlace(offsetAt(event.currentTarget, event.clientX, event.clientY) ?? from + source.length)
  }
  return (
    <pre
      ref={box}
      data-from={from}
      className={`static ${wraps.has(language) ? "wrap" : "code"}${long ? " long" : ""}`}
      style={long ? { height: `calc(${shownLines} * var(--code-line))` } : undefined}
      onMouseDown={press}
      {...(wide && { tabIndex: 0 })}
    >
      {lexSource(source, from === 0 ? language : "plain").map((pieces, line) => {
        const start = begin
        begin += pieces.reduce((sum, { text }) => sum + text.length, 0) + 1
        const failed = marks.some(mark => mark.source === "run" && mark.start >= start && mark.start < begin)
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: lines are drawn all or none
          <span key={line} className={failed ? "line-error" : undefined}>
            {marked(pieces, start, marks).map(({ text, kind, mark }, index) => (
              <span
                // biome-ignore lint/suspicious/noArrayIndexKey: pieces have no other identity
                key={index}
                className={
                  mark === undefined
                    ? `t-${kind}`
                    : `t-${kind} mark ${mark.source === "find" ? `found ${mark.severity}` : mark.severity}`
                }
                title={mark?.message || undefined}
              >
                {text}
              </span>
            ))}
            {"\n"}
          </span>
        )
      })}
    </pre>
  )
})

/** The offset in the static text within `box` that is nearest to a place of the window. */
export function nearest(box: Element, x: number, y: number): number | undefined {
  const pre = box.querySelector<HTMLElement>(".static")
  if (pre === null) return undefined
  const { left, right, top, bottom } = pre.getBoundingClientRect()
  const within = (at: number, low: number, high: number) => Math.min(Math.max(at, low + 1), high - 1)
  return offsetAt(pre, within(x, left, right), within(y, top, bottom))
}

function offsetAt(pre: HTMLElement, x: number, y: number): number | undefined {
  const found = document.caretPositionFromPoint(x, y)
  if (found === null || !pre.contains(found.offsetNode)) return undefined
  const range = document.createRange()
  range.setStart(pre, 0)
  range.setEnd(found.offsetNode, found.offset)
  return Number(pre.dataset.from) + range.toString().length
}
