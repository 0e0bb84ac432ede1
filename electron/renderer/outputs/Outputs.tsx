import { memo } from "react"
import { useWords } from "../frame/context.ts"
import type { CellOutputs, Output as OutputData } from "../state/outputs.ts"
import { shown } from "../state/terminal.ts"
import { Actions } from "./Actions.tsx"
import { sizeOf } from "./bitmap.ts"
import { CellContext } from "./cell.ts"
import { Failure } from "./Failure.tsx"
import { Lazy } from "./Lazy.tsx"
import { Stream } from "./Stream.tsx"
import { viewOf } from "./views.tsx"

interface Given {
  readonly cell: string
  readonly trusted: boolean
}

/** From so many outputs on, those of a cell that are out of view are not drawn. */
const many = 12

/** The outputs of a cell. Each is drawn again only when it is another object. */
export const Outputs = memo(function Outputs({ cell, outputs, trusted }: Given & { outputs: CellOutputs }) {
  const { list } = outputs
  if (list.length === 0) return null
  return (
    <CellContext value={cell}>
      <div className="outputs">
        {list.map(output => {
          const drawn = <Output key={output.key} cell={cell} output={output} trusted={trusted} />
          return list.length < many ? (
            drawn
          ) : (
            <Lazy key={output.key} of={output} estimate={estimate(output)}>
              {drawn}
            </Lazy>
          )
        })}
      </div>
    </CellContext>
  )
})

const Output = memo(function Output({ cell, output, trusted }: Given & { output: OutputData }) {
  const words = useWords()
  if (output.kind === "stream") {
    return (
      <div className="output-box">
        <Stream cell={cell} text={output.text} name={output.name} />
        <Actions data={() => ({ "text/plain": shown(output.text) })} />
      </div>
    )
  }
  if (output.kind === "error") {
    return <Failure name={output.name} message={output.message} traceback={output.traceback} />
  }
  const view = viewOf(output.data, output.metadata, trusted)
  if (view === undefined && Object.keys(output.data).length === 0) return null
  return (
    <div className="output-box">
      <div className="output" data-type={view?.type}>
        {view?.node ?? <p className="empty">{words.noView(Object.keys(output.data).join(", "))}</p>}
      </div>
      <Actions data={() => output.data} />
    </div>
  )
})

/** How tall an output will be, near enough to keep its place before it was ever drawn. */
function estimate(output: OutputData): number {
  if (output.kind === "stream") return Math.min(1240, 19 * (output.text.breaks + 1))
  if (output.kind === "error") return 70
  for (const type of ["image/png", "image/gif"]) {
    const data = output.data[type]
    const size = typeof data === "string" ? sizeOf(type, data) : undefined
    if (size !== undefined) return size.height * Math.min(1, 700 / size.width)
  }
  return Object.keys(output.data).some(type => type.startsWith("image/") || type === "text/html") ? 300 : 30
}
