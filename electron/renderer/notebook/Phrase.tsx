import { Square } from "lucide-react"
import { useEffect, useState } from "react"
import { progressSchema } from "../../../kernel/contracts/mime.ts"
import { mimeTypes } from "../../../kernel/contracts/mimetypes.ts"
import { useCells, useNotebook, useWords, useWorkspace } from "../frame/context.ts"
import { runNeeded } from "../session/running.ts"
import type { Cell, NotebookState } from "../state/model.ts"
import { calledOf, missingFor, type Standing } from "../state/standing.ts"
import type { Words } from "../words/en.ts"

/** A time as a reader says it. */
export const spell = (words: Words, milliseconds: number): string => {
  const seconds = milliseconds / 1000
  return seconds < 60 ? words.seconds(seconds) : words.minutes(Math.floor(seconds / 60), Math.round(seconds % 60))
}

/** The newest progress among a cell's outputs. */
export function progressOf(cell: Cell) {
  const found = cell.outputs.list.findLast(
    output => output.kind === "display" && output.data[mimeTypes.progress] !== undefined,
  )
  return found?.kind === "display" ? progressSchema.safeParse(found.data[mimeTypes.progress]).data : undefined
}

/** One phrase that says how the cell stands: `running · epoch 8 of 12 · 6 s left`. */
export function Phrase({ cell, standing: state }: { cell: Cell; standing: Standing }) {
  const session = useNotebook()
  const words = useWords()
  const { run } = cell
  const running = state === "running"
  const waits = useCells(now => (state === "stale" ? staleBefore(now, cell.id) : undefined))
  const place = useCells(now => (run.state === "queued" ? placeInLine(now, run.turn) : undefined))
  useTick(running)
  if (state === "none") {
    return (
      <span className="phrase" data-state="none">
        {cell.count !== null && `[${cell.count}]`}
        <Missing id={cell.id} />
      </span>
    )
  }
  const details: string[] = []
  if (place !== undefined) details.push(words.inLine(place))
  const progress = run.state === "running" ? progressOf(cell) : undefined
  // Its first part says how far it is; the figures stand below, with the curves.
  const far = progress?.detail.split(" · ")[0] ?? ""
  if (far !== "") details.push(far)
  if (progress?.secondsLeft != null) details.push(words.left(words.seconds(progress.secondsLeft)))
  if (run.state === "running" && details.length === 0) details.push(spell(words, Date.now() - run.started))
  if ("ended" in run && state !== "stale" && state !== "earlier") details.push(spell(words, run.ended - run.started))
  if (state === "stale") details.push(waits === undefined ? words.changedSince : words.waitsFor(waits))
  return (
    <span className="phrase" data-state={state} title={state === "earlier" ? words.earlierHint : undefined}>
      <span>
        <b>{words.states[state]}</b>
        {details.map(detail => ` · ${detail}`)}
      </span>
      {!running && state !== "queued" && <Missing id={cell.id} />}
      {(running || state === "queued") && (
        <button
          type="button"
          className="icon-button small"
          title={words.stop}
          aria-label={words.stop}
          onClick={() => session.dispatch({ op: "interrupt" })}
        >
          <Square size={11} fill="currentColor" aria-hidden />
        </button>
      )}
    </span>
  )
}

/** Names what the cell needs and the kernel does not hold; a press runs that first, then the cell. */
function Missing({ id }: { id: string }) {
  const session = useNotebook()
  const workspace = useWorkspace()
  const words = useWords()
  const names = useCells(state => {
    const called = missingFor(state, id).map(other => calledOf(state, other) ?? `[${state.cells.get(other)?.count}]`)
    return [...new Set(called)].slice(0, 3).join(", ")
  })
  if (names === "") return null
  return (
    <button type="button" className="needs" title={words.needsHint} onClick={() => runNeeded(session, workspace, id)}>
      {words.needs(names)}
    </button>
  )
}

const placeInLine = ({ cells }: NotebookState, turn: number): number => {
  let place = 1
  for (const { run } of cells.values()) if (run.state === "queued" && run.turn < turn) place++
  return place
}

/** What a stale cell waits for: a cell that it needs and that is stale itself, by its stage's or its first name. */
function staleBefore({ graph, stale }: NotebookState, id: string): string | undefined {
  const edge = graph.edges.find(({ from, to }) => to === id && stale.has(from))
  return edge === undefined ? undefined : calledOf({ graph }, edge.from)
}

function useTick(on: boolean): void {
  const [, tick] = useState(0)
  useEffect(() => {
    if (!on) return
    const timer = setInterval(() => tick(count => count + 1), 500)
    return () => clearInterval(timer)
  }, [on])
}
