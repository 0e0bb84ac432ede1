import { Plug } from "lucide-react"
import { useWords, useWorkspace } from "../frame/context.ts"
import { Empty } from "./Empty.tsx"
import { useFound } from "./found.ts"

/** What is installed, what it brings, and what it may reach; and what could not be used, with the reason. */
export function Plugins() {
  const workspace = useWorkspace()
  const words = useWords()
  const { found } = useFound(workspace.rest.plugins)
  if (found.state === "asking") return <p className="empty">{words.opening}</p>
  if (found.state === "failed") return <p className="empty">{words.beside.noAnswer(found.reason)}</p>
  const { plugins, problems } = found.value
  if (plugins.length === 0 && problems.length === 0)
    return <Empty icon={Plug} title={words.beside.noPlugins} text={words.beside.noPluginsText} />
  return (
    <>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a long list must be scrolled by keyboard */}
      <ul className="tree" tabIndex={0} aria-label={words.plugins}>
        {plugins.map(({ id, version, contributes: { datasets }, permissions: { network, files } }) => (
          <li key={id} className="beside-row">
            <div className="row">
              <b className="grow">{id}</b>
              <span>{version}</span>
            </div>
            {datasets.map(dataset => (
              <div key={dataset.id} className="brings" title={dataset.citation}>
                {dataset.title}
                <code>{`kaon:datasets/${dataset.id}`}</code>
              </div>
            ))}
            <small>{words.beside.permissions(network, files)}</small>
          </li>
        ))}
      </ul>
      {problems.map(({ message, fix }) => (
        <p key={message} className="problem-line">
          {[message, fix].filter(Boolean).join(" ")}
        </p>
      ))}
      <p className="empty">{words.beside.pluginsText}</p>
    </>
  )
}
