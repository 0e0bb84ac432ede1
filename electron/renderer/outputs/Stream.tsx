import { useEffect, useMemo, useState } from "react"
import { useCells, useNotebook, useWords } from "../frame/context.ts"
import { shown, type TerminalText } from "../state/terminal.ts"
import { excerpt } from "./excerpt.ts"
import { type Lines, textLines } from "./lines.ts"
import { Reel } from "./Reel.tsx"
import { Terminal } from "./Terminal.tsx"

const tailLines = 20

/** A stream's text: all of it where it is short, else its ends, and the whole in a reel on demand. */
export function Stream({ cell, text, name }: { cell: string; text: TerminalText; name: string }) {
  const words = useWords()
  const [all, setAll] = useState<Lines>()
  const session = useNotebook()
  const whole = useMemo(() => shown(text), [text])
  const part = useMemo(() => excerpt(whole, text.breaks + (text.line === "" ? 0 : 1)), [whole, text])
  const rest = useRest(cell, name, text.more)
  const error = name === "stderr"
  const total = rest?.total ?? part.lines
  const open = async () => {
    const kept = text.more || text.dropped > 0 ? await session.linesOf(cell, name).catch(() => undefined) : undefined
    setAll(kept ?? textLines(whole))
  }
  const lost = text.dropped > 0 && !text.more && (
    <p className="empty">{words.dropped(`${Math.ceil(text.dropped / 1e6)} MB`)}</p>
  )
  if (all !== undefined) {
    return (
      <div>
        <Reel lines={all} label={words.showAll(total)} />
        {lost}
        <div className="more">
          <button type="button" className="btn slim" onClick={() => setAll(undefined)}>
            {words.showLess}
          </button>
        </div>
      </div>
    )
  }
  const tail = rest?.lines.join("\n") ?? part.tail.replace(/\n$/, "")
  const hidden = rest === undefined ? part.hidden : Math.max(0, rest.total - rest.lines.length - part.above)
  return (
    <div>
      <Terminal text={part.head.replace(/\n$/, "")} error={error} />
      {(hidden > 0 || text.more) && (
        <div className="more">
          <span>{words.hiddenLines(hidden)}</span>
          <button type="button" className="btn slim" onClick={() => void open()}>
            {words.showAll(total)}
          </button>
        </div>
      )}
      {tail !== "" && <Terminal text={tail} error={error} />}
      {lost}
    </div>
  )
}

/** The last lines of a stream that is too long for the page, from the host: now and then while it grows, and at its end. */
function useRest(cell: string, name: string, more: boolean) {
  const session = useNotebook()
  const running = useCells(state => state.cells.get(cell)?.run.state === "running")
  const [rest, setRest] = useState<{ lines: readonly string[]; total: number }>()
  useEffect(() => {
    if (!more) {
      setRest(undefined)
      return
    }
    let current = true
    let timer: ReturnType<typeof setTimeout> | undefined
    const look = async () => {
      try {
        const lines = await session.linesOf(cell, name)
        const total = (await lines?.read(0, 0))?.total
        const found = total === undefined ? undefined : await lines?.read(Math.max(0, total - tailLines), tailLines)
        if (current) setRest(found)
      } catch {
        // Without the host the page shows what it has.
      }
      if (current && running) timer = setTimeout(() => void look(), 1000)
    }
    void look()
    return () => {
      current = false
      clearTimeout(timer)
    }
  }, [session, cell, name, more, running])
  return rest
}
