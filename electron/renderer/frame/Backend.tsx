import { Check, Copy } from "lucide-react"
import { useState } from "react"
import type { Backend as Computing } from "../../../kernel/contracts/extension.ts"
import { perform } from "../session/commands.ts"
import { useWords, useWorkspace } from "./context.ts"
import { IconButton } from "./IconButton.tsx"
import { Modal } from "./Modal.tsx"

/** What computes tensors, why nothing faster does, and the one command that changes it. */
export function Backend({ dialog: { backend }, close }: { dialog: { backend: Computing }; close(): void }) {
  const workspace = useWorkspace()
  const words = useWords()
  const command = backend.name === "javascript" ? backend.command : gpuCommand[backend.variant]
  const restart = () => {
    close()
    perform("kernel.restart", workspace)
  }
  return (
    <Modal label={words.backend.title} close={close}>
      <div className="body">
        <h2>{words.backend.title}</h2>
        <p>{sentence(backend, words)}</p>
        {backend.loaded === undefined && <p>{words.backend.unloaded}</p>}
        {backend.loaded?.name === "javascript" && backend.name === "tensorflow" && <p>{words.backend.inJavaScript}</p>}
        {backend.name === "javascript" && command === undefined && <p>{backend.fix}</p>}
        {command !== undefined && (
          <>
            <p>{backend.name === "javascript" ? words.backend.once : words.backend.forGpu}</p>
            <Command text={command} />
            <p className="small">{words.backend.source}</p>
          </>
        )}
        <div className="actions">
          {command !== undefined && (
            <button type="button" className="btn" onClick={restart}>
              {words.backend.restart}
            </button>
          )}
          <button type="button" className="btn primary" data-first onClick={close}>
            {words.ok}
          </button>
        </div>
      </div>
    </Modal>
  )
}

const gpuCommand = { native: "kaon setup gpu", gpu: undefined } as const

function sentence(backend: Computing, { backend: words }: ReturnType<typeof useWords>): string {
  if (backend.name === "javascript") return words.slow(backend.why)
  return backend.variant === "gpu" ? words.onGpu(backend.version) : words.onCpu(backend.version)
}

function Command({ text }: { text: string }) {
  const words = useWords()
  const [copied, setCopied] = useState(false)
  const copy = () => {
    navigator.clipboard.writeText(text).then(
      () => setCopied(true),
      () => setCopied(false),
    )
  }
  return (
    <div className="command-line">
      <code>{text}</code>
      <IconButton
        icon={copied ? Check : Copy}
        label={copied ? words.backend.copied : words.backend.copy}
        onClick={copy}
      />
    </div>
  )
}
