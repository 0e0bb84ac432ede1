import { perform } from "../session/commands.ts"
import type { NotebookSession } from "../session/notebook.ts"
import type { TextSession } from "../session/text.ts"
import type { Saved } from "../state/model.ts"
import type { Words } from "../words/en.ts"
import { computing } from "./computing.ts"
import { useApp, usePart, useWords, useWorkspace } from "./context.ts"

const savedWord: Record<Saved, (words: Words) => string> = {
  clean: words => words.saved,
  dirty: words => words.dirty,
  saving: words => words.saving,
  failed: words => words.saveFailed,
  conflict: words => words.conflict,
}

interface Given {
  readonly session: NotebookSession | undefined
  readonly text: TextSession | undefined
}

export function StatusBar({ session, text }: Given) {
  const words = useWords()
  const cursor = useApp(state => state.cursor)
  return (
    <footer className="status">
      {session !== undefined ? (
        <Notebook session={session} />
      ) : text !== undefined ? (
        <Text session={text} />
      ) : (
        words.app
      )}
      {cursor !== undefined && <span className="wide">{words.position(cursor.line, cursor.column)}</span>}
    </footer>
  )
}

function Text({ session }: { session: TextSession }) {
  const words = useWords()
  const saved = usePart(session.store, state => state.saved)
  const writable = usePart(session.store, state => state.writable)
  return (
    <>
      <span className="grow">{words.textFile}</span>
      {writable ? <span role="status">{savedWord[saved](words)}</span> : <span>{words.readOnlyFile}</span>}
    </>
  )
}

function Notebook({ session }: { session: NotebookSession }) {
  const workspace = useWorkspace()
  const words = useWords()
  const kernel = usePart(session.store, state => state.kernel)
  const { backend } = kernel
  const help = usePart(session.store, state => state.help)
  const saved = usePart(session.store, state => state.saved)
  const trusted = usePart(session.store, state => state.trusted)
  return (
    <>
      <button type="button" onClick={() => perform("kernel.choose", workspace)} title={words.chooseKernel}>
        <i className="lamp" data-status={kernel.status} />
        {kernel.title} · {words.kernelStates[kernel.status]}
      </button>
      {kernel.memory !== undefined && (
        <span className="wide" title={words.memory}>
          {words.megabytes(Math.round(kernel.memory / 1e6))}
        </span>
      )}
      {backend !== undefined && (
        <button
          type="button"
          className="wide"
          title={words.backend.title}
          onClick={() => workspace.app.dispatch({ op: "dialog", dialog: { kind: "backend", backend } })}
        >
          {computing(backend, words)}
        </button>
      )}
      {help === "starting" && <span className="wide">{words.warming}</span>}
      <span className="grow" />
      <span role="status">{savedWord[saved](words)}</span>
      {trusted ? (
        <span className="wide">{words.trusted}</span>
      ) : (
        <button type="button" onClick={() => perform("file.trust", workspace)}>
          {words.untrusted}
        </button>
      )}
    </>
  )
}
