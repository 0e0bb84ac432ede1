import { memo } from "react"
import { useWords } from "../frame/context.ts"
import type { CellOutputs, Output as OutputData } from "../state/outputs.ts"
import { Failure } from "./Failure.tsx"
import { Stream } from "./Stream.tsx"
import { viewOf } from "./views.tsx"

/** The outputs of a cell. Each is drawn again only when it is another object. */
export const Outputs = memo(function Outputs({
  cell,
  outputs,
  trusted,
}: {
  cell: string
  outputs: CellOutputs
  trusted: boolean
}) {
  if (outputs.list.length === 0) return null
  return (
    <div className="outputs">
      {outputs.list.map(output => (
        <Output key={output.key} cell={cell} output={output} trusted={trusted} />
      ))}
    </div>
  )
})

const Output = memo(function Output({ cell, output, trusted }: { cell: string; output: OutputData; trusted: boolean }) {
  const words = useWords()
  if (output.kind === "stream") return <Stream cell={cell} text={output.text} name={output.name} />
  if (output.kind === "error") {
    return <Failure name={output.name} message={output.message} traceback={output.traceback} />
  }
  const view = viewOf(output.data, output.metadata, trusted)
  return (
    <div className="output" data-type={view?.type}>
      {view?.node ?? <p className="empty">{words.noView(Object.keys(output.data).join(", "))}</p>}
    </div>
  )
})
