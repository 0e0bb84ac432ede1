import { useMemo, useRef, useState } from "react"
import { useWords } from "../frame/context.ts"
import { shown, type TerminalText } from "../state/terminal.ts"
import { excerpt, lineStarts } from "./excerpt.ts"
import { Terminal } from "./Terminal.tsx"

/** A stream's text: all of it where it is short, else its ends, and the whole in a reel on demand. */
export function Stream({ text, name }: { text: TerminalText; name: string }) {
  const words = useWords()
  const [all, setAll] = useState(false)
  const whole = useMemo(() => shown(text), [text])
  const part = useMemo(() => excerpt(whole, text.breaks + (text.line === "" ? 0 : 1)), [whole, text])
  const error = name === "stderr"
  const lost = text.dropped > 0 && <p className="empty">{words.dropped(`${Math.round(text.dropped / 1e6)} MB`)}</p>
  if (all) {
    return (
      <div>
        <Reel text={whole} />
        {lost}
        <div className="more">
          <button type="button" className="btn slim" onClick={() => setAll(false)}>
            {words.showLess}
          </button>
        </div>
      </div>
    )
  }
  return (
    <div>
      <Terminal text={part.head.replace(/\n$/, "")} error={error} />
      {part.hidden > 0 && (
        <div className="more">
          <span>{words.hiddenLines(part.hidden)}</span>
          <button type="button" className="btn slim" onClick={() => setAll(true)}>
            {words.showAll(part.lines)}
          </button>
        </div>
      )}
      {part.tail !== "" && <Terminal text={part.tail.replace(/\n$/, "")} error={error} />}
      {lost}
    </div>
  )
}

const line = 19
const height = 420
/** Browsers cap the height of an element near 33 million pixels; beyond this the reel scrolls in proportion. */
const tallest = 15_000_000

/** Lines of any number, of which only those in view are drawn. */
function Reel({ text }: { text: string }) {
  const words = useWords()
  const [top, setTop] = useState(0)
  const reel = useRef<HTMLDivElement>(null)
  const starts = useMemo(() => lineStarts(text), [text])
  const full = starts.length * line + 16
  const drawn = Math.min(full, tallest)
  const ratio = drawn > height ? (full - height) / (drawn - height) : 1
  const first = Math.max(0, Math.floor((top * ratio) / line) - 10)
  const last = Math.min(starts.length, first + Math.ceil(height / line) + 20)
  const visible = Array.from(starts.subarray(first, last), (start, index) => {
    const end = starts[first + index + 1] ?? text.length
    return text.slice(start, Math.min(end, start + 20_000)).replace(/\n$/, "")
  }).join("\n")
  return (
    <section
      ref={reel}
      className="reel"
      aria-label={words.showAll(starts.length)}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolled area must be reachable by keyboard
      tabIndex={0}
      onScroll={event => setTop(event.currentTarget.scrollTop)}
    >
      <div style={{ height: drawn }}>
        <div
          style={{ position: "absolute", left: 0, right: 0, top: 8 + top + (first * line - top * ratio), height: 0 }}
        >
          <Terminal text={visible} />
        </div>
      </div>
    </section>
  )
}
