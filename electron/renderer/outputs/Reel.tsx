import { ChevronDown, ChevronUp } from "lucide-react"
import { type KeyboardEvent, useEffect, useMemo, useRef, useState, useSyncExternalStore } from "react"
import { useWords } from "../frame/context.ts"
import { IconButton } from "../frame/IconButton.tsx"
import { stripAt, topShowing } from "../grid/scroll.ts"
import type { Lines } from "./lines.ts"
import { Reader } from "./reader.ts"
import { Terminal } from "./Terminal.tsx"

const line = 19
const height = 420

/** Lines of any number, of which only those in view are drawn and fetched, with a search over all of them. */
export function Reel({ lines, label }: { lines: Lines; label: string }) {
  const words = useWords()
  const [top, setTop] = useState(0)
  const [found, setFound] = useState<{ text: string; at: readonly number[]; index: number }>()
  const [text, setText] = useState("")
  const reel = useRef<HTMLDivElement>(null)
  const reader = useMemo(() => new Reader(lines), [lines])
  useSyncExternalStore(reader.subscribe, reader.version)
  const extent = { count: reader.total, line, height }
  const { drawn, first, end, offset } = stripAt(extent, top)
  useEffect(() => reader.want(first, Math.max(end, first + 1)), [reader, first, end])
  const marked = found?.at[found.index]
  const show = (row: number) => {
    const node = reel.current
    if (node !== null) node.scrollTop = topShowing(extent, row, node.scrollTop)
  }
  const seek = async (by: number) => {
    if (text === "") return setFound(undefined)
    const at = found?.text === text ? found.at : await lines.find(text, 0).catch(() => [])
    if (at.length === 0) return setFound({ text, at, index: 0 })
    const index = found?.text === text ? (found.index + by + at.length) % at.length : 0
    setFound({ text, at, index })
    show(at[index]!)
  }
  const press = (event: KeyboardEvent) => {
    if (event.key !== "Enter") return
    event.preventDefault()
    void seek(event.shiftKey ? -1 : 1)
  }
  return (
    <div data-own-keys>
      <div className="reel-bar">
        <input
          className="field-input"
          type="search"
          placeholder={words.outputs.search}
          aria-label={words.outputs.search}
          value={text}
          onChange={event => setText(event.target.value)}
          onKeyDown={press}
        />
        <IconButton icon={ChevronUp} label={words.previousMatch} onClick={() => void seek(-1)} />
        <IconButton icon={ChevronDown} label={words.nextMatch} onClick={() => void seek(1)} />
        <output>
          {found !== undefined && words.matches(found.at.length === 0 ? 0 : found.index + 1, found.at.length)}
        </output>
      </div>
      <section
        ref={reel}
        className="reel"
        aria-label={label}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolled area must be reachable by keyboard
        tabIndex={0}
        onScroll={event => setTop(event.currentTarget.scrollTop)}
      >
        <div style={{ height: drawn, position: "relative" }}>
          {marked !== undefined && marked >= first && marked < end && (
            <div className="reel-mark" style={{ top: offset + (marked - first) * line }} />
          )}
          <div style={{ position: "absolute", left: 0, right: 0, top: offset, height: 0 }}>
            <Terminal text={Array.from({ length: end - first }, (_, i) => reader.line(first + i) ?? "").join("\n")} />
          </div>
        </div>
      </section>
    </div>
  )
}
