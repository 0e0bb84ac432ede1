import { useLayoutEffect, useMemo, useRef, useState } from "react"
import { progressOf, spell } from "../notebook/Phrase.tsx"
import { type StageNode, stageGraph } from "../stages/graph.ts"
import { isAutomatic } from "../state/automatic.ts"
import type { Cell } from "../state/model.ts"
import { standing } from "../state/standing.ts"
import { useCells, useNotebook, useWords } from "./context.ts"

/** What becomes of the cells that depend on one that ran. */
export function Rerun() {
  const session = useNotebook()
  const words = useWords()
  const automatic = useCells(isAutomatic)
  const choices = [
    [false, words.rerunLazy],
    [true, words.rerunAutomatic],
  ] as const
  return (
    <fieldset className="rerun" title={words.rerunHint}>
      <legend>{words.rerun}</legend>
      {choices.map(([value, text]) => (
        <button
          key={text}
          type="button"
          aria-pressed={automatic === value}
          onClick={() => session.dispatch({ op: "rerun", automatic: value })}
        >
          {text}
        </button>
      ))}
    </fieldset>
  )
}

/** The pipeline: its stages in order, what each needs, and how each stands. A click goes to the cell. */
export function Pipeline() {
  const words = useWords()
  const order = useCells(state => state.order)
  const cells = useCells(state => state.cells)
  const graph = useCells(state => state.graph)
  const { nodes, edges } = useMemo(() => stageGraph(order, cells, graph), [order, cells, graph])
  const list = useRef<HTMLUListElement>(null)
  const [paths, setPaths] = useState<readonly string[]>([])
  useLayoutEffect(() => {
    const item = (id: string) => list.current?.querySelector<HTMLElement>(`[data-node="${id}"]`)
    setPaths(
      edges.flatMap(({ from, to }) => {
        const [above, below] = [item(from), item(to)]
        if (!above || !below) return []
        const [top, bottom] = [above.offsetTop + above.offsetHeight, below.offsetTop]
        const near = bottom - top < 30
        // Edges that pass over other stages run at the side.
        return near
          ? [`M20 ${top}V${bottom}`]
          : [
              `M20 ${top}C20 ${top + 8} -6 ${top + 4} -6 ${top + 18}V${bottom - 18}C-6 ${bottom - 4} 20 ${bottom - 8} 20 ${bottom}`,
            ]
      }),
    )
  }, [edges])
  if (nodes.length === 0) return <p className="empty">{words.noPipeline}</p>
  return (
    <ul className="nodes" ref={list} style={{ position: "relative" }}>
      <svg className="edges" aria-hidden>
        {paths.map(path => (
          <path key={path} d={path} fill="none" stroke="var(--line-strong)" strokeWidth="1" />
        ))}
      </svg>
      {nodes.map(node => (
        <Node key={node.id} node={node} cell={cells.get(node.id)!} />
      ))}
    </ul>
  )
}

function Node({ node, cell }: { node: StageNode; cell: Cell }) {
  const session = useNotebook()
  const words = useWords()
  const state = useCells(now => standing(now, node.id))
  const { run } = cell
  const go = () => {
    session.dispatch({ op: "select", cell: node.id })
    session.dispatch({ op: "step", by: 0 })
  }
  const fraction = run.state === "running" ? progressOf(cell)?.fraction : undefined
  const ended = "ended" in run && state === "done" ? spell(words, run.ended - run.started) : undefined
  const phrase = typeof fraction === "number" ? `${Math.round(fraction * 100)} %` : (ended ?? words.states[state])
  return (
    <li className={`node ${state}`} data-node={node.id} data-stage={node.stage}>
      <button type="button" onClick={go} title={state === "earlier" ? words.earlierHint : undefined}>
        <span className="word">{words.stageNames[node.stage]}</span>
        {node.name}
        <em>{phrase}</em>
      </button>
    </li>
  )
}
