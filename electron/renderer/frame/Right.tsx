import { X } from "lucide-react"
import { useCells, useWords, useWorkspace } from "./context.ts"
import { Pipeline } from "./Pipeline.tsx"

export function RightPanel() {
  const workspace = useWorkspace()
  const words = useWords()
  return (
    <aside className="right-panel" aria-label={words.showPipeline}>
      <div className="heading">
        <h2>{words.pipeline}</h2>
        <button
          type="button"
          className="icon-button small sheet-close"
          aria-label={words.close}
          onClick={() => workspace.app.dispatch({ op: "right", shown: false })}
        >
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

const described = (type: string, shape: readonly number[] | undefined, preview: string): string => {
  if (shape !== undefined && shape.length > 0) return `${type} ${shape.join(" × ")}`
  return preview.startsWith(type) ? preview : `${type} ${preview}`
}

function Variables() {
  const words = useWords()
  // A name that two cells define is one variable: the later cell's.
  const listed = useCells(state => state.variables)
  const variables = [...new Map(listed.map(variable => [variable.name, variable])).values()]
  if (variables.length === 0) return <p className="empty">{words.noVariables}</p>
  return (
    <table className="variables">
      <tbody>
        {variables.map(({ name, type, shape, preview }) => (
          <tr key={name} title={preview}>
            <th scope="row">{name}</th>
            <td>{described(type, shape, preview)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
