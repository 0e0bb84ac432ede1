import { Check } from "lucide-react"
import { perform } from "../session/commands.ts"
import type { Dialog } from "../state/app.ts"
import { useWords, useWorkspace } from "./context.ts"
import { Modal } from "./Modal.tsx"

interface Given {
  readonly dialog: Extract<Dialog, { kind: "kernel" }>
  close(): void
}

/** The kernels of this machine; the one that the notebook has is marked, and stays as it is when it is chosen again. */
export function ChooseKernel({ dialog, close }: Given) {
  const workspace = useWorkspace()
  const words = useWords()
  const restart = () => {
    close()
    perform("kernel.restart", workspace)
  }
  return (
    <Modal label={words.chooseKernel} close={close}>
      <div className="body">
        <h2>{words.chooseKernel}</h2>
        <div className="kernels">
          {dialog.kernels.map(({ name, title, now }) => (
            <button
              key={name}
              type="button"
              className="list-row"
              aria-current={now ? "true" : undefined}
              {...(now && { "data-first": true })}
              onClick={() => dialog.choose(name)}
            >
              <span className="grow">{title}</span>
              {now && (
                <>
                  <small>{words.kernelNow}</small>
                  <Check size={14} aria-hidden />
                </>
              )}
            </button>
          ))}
        </div>
        <p className="small">{words.moreKernels}</p>
        <div className="actions">
          <button type="button" className="btn danger" onClick={restart}>
            {words.restart}
          </button>
          <button type="button" className="btn" onClick={close}>
            {words.cancel}
          </button>
        </div>
      </div>
    </Modal>
  )
}
