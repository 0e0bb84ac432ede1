import { perform } from "../session/commands.ts"
import { useCells, useWords, useWorkspace } from "./context.ts"

/** What concerns the whole notebook and waits for the reader: trust, and a kernel that ended. */
export function Banners() {
  const workspace = useWorkspace()
  const words = useWords()
  const trusted = useCells(state => state.trusted)
  const status = useCells(state => state.kernel.status)
  return (
    <>
      {!trusted && (
        <div className="banner">
          <span className="grow">{words.untrustedBanner}</span>
          <button type="button" className="btn slim" onClick={() => perform("file.trust", workspace)}>
            {words.trustOnly}
          </button>
        </div>
      )}
      {status === "dead" && (
        <div className="banner bad" role="alert">
          <span className="grow">{words.kernelDied}</span>
          <button type="button" className="btn slim" onClick={() => perform("kernel.restart", workspace)}>
            {words.restart}
          </button>
        </div>
      )}
    </>
  )
}
