import { Rocket, Square } from "lucide-react"
import { useCallback, useState } from "react"
import { useWords, useWorkspace } from "../frame/context.ts"
import { IconButton } from "../frame/IconButton.tsx"
import type { Deployment } from "../jupyter/places.ts"
import { perform } from "../session/commands.ts"
import { Empty } from "./Empty.tsx"
import { useFound } from "./found.ts"

const lamps = { starting: "busy", ready: "idle", stopped: "none", failed: "dead" } as const

/** The services of the workspace as they are now: where they answer, and a way to stop them. */
export function Deployments({ inNotebook }: { inNotebook: boolean }) {
  const workspace = useWorkspace()
  const words = useWords()
  const { found, again } = useFound(workspace.rest.deployments)
  const stop = (one: Deployment) =>
    workspace.rest.stopDeployment(one).then(again, cause => workspace.problem(words.beside.notStopped, cause))
  if (found.state === "asking") return <p className="empty">{words.opening}</p>
  if (found.state === "failed") return <p className="empty">{words.beside.noAnswer(found.reason)}</p>
  if (found.value.length === 0) {
    return (
      <Empty icon={Rocket} title={words.beside.noServices} text={words.beside.noServicesText}>
        {inNotebook && (
          <button type="button" className="btn slim" onClick={() => perform("stage.deploy", workspace)}>
            {words.commands["stage.deploy"]}
          </button>
        )}
      </Empty>
    )
  }
  return (
    <ul className="tree">
      {found.value.map(one => (
        <Service key={`${one.folder} ${one.name}`} of={one} stop={() => stop(one)} />
      ))}
    </ul>
  )
}

function Service({ of: one, stop }: { of: Deployment; stop(): Promise<void> }) {
  const words = useWords()
  const [stopping, setStopping] = useState(false)
  const press = useCallback(() => {
    setStopping(true)
    void stop().finally(() => setStopping(false))
  }, [stop])
  const up = one.state === "ready" || one.state === "starting"
  return (
    <li className="beside-row">
      <div className="row">
        <i className="lamp" data-status={lamps[one.state]} />
        <b className="grow">{one.name}</b>
        <span>{stopping ? words.beside.stopping : words.beside.states[one.state]}</span>
        {up && (
          <IconButton
            icon={Square}
            small
            size={12}
            label={words.beside.stopService(one.name)}
            disabled={stopping}
            onClick={press}
          />
        )}
      </div>
      {one.state === "ready" && (
        <a href={one.address} target="_blank" rel="noopener noreferrer">
          {one.address}
        </a>
      )}
      {one.error !== undefined && <p className="problem-line">{one.error}</p>}
      <small>{words.beside.target(one.target, one.folder)}</small>
    </li>
  )
}
