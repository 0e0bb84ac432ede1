import { X } from "lucide-react"
import { Pipeline } from "./Pipeline.tsx"
import { useCells, useWords, useWorkspace } from "./context.ts"

export function RightPanel() {
  const workspace = useWorkspace()
  const words = useWords()
  return (
    <aside className="right" aria-label={words.showPipeline}>
      <div className="heading">
        <h2>{words.pipeline}</h2>
        <button type="button" className="icon small sheet-close" aria-label={words.close} onClick={() => workspace.app.dispatch({ op: "right", shown: false })}>
          <X size={14} aria-hidden />
        </button>
      </div>
      <Pipeline />
      <div className="heading">
        <h2>{words.variables}</h2>
      </div>
      <Variables />
    </aside>
  )
}

function Variables() {
  const words = useWords()
  const variables = useCells(state => state.variables)
  if (variables.length === 0) return <p className="empty">{words.noVariables}</p>
  return (
    <table className="variables">
      <tbody>
        {variables.map(({ name, type, shape, preview }) => (
          <tr key={name} title={preview}>
            <th scope="row">{name}</th>
            <td>{[type, shape !== undefined && shape.length > 0 ? shape.join(" × ") : preview].join(" ")}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
