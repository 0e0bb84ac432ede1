import { type DeploymentView, deploymentSchema } from "../../../kernel/contracts/mime.ts"

const lamps = { starting: "busy", ready: "idle", stopped: "none", failed: "dead" } as const

/** A service: its name, its state and its address. The link opens only on this machine or over https. */
export function Deployment({ data }: { data: DeploymentView }) {
  const safe = /^https:\/\/|^http:\/\/(?:127\.0\.0\.1|localhost|\[::1\])(?::\d+)?(?:\/|$)/.test(data.address)
  return (
    <div className="service">
      <span>
        <i
          className="lamp"
          data-status={lamps[data.state]}
          style={{ width: 8, height: 8, borderRadius: 4, display: "inline-block", marginRight: 7 }}
        />
        <b>{data.name}</b> · {data.target} · {data.state}
      </span>
      {safe ? (
        <a href={data.address} target="_blank" rel="noopener noreferrer">
          {data.address}
        </a>
      ) : (
        <code>{data.address}</code>
      )}
    </div>
  )
}

export const parseDeployment = (value: unknown) => deploymentSchema.safeParse(value)
