import { useEffect, useRef } from "react"
import { loadMonaco } from "../editor/single.ts"
import { usePart, useWords, useWorkspace } from "../frame/context.ts"
import type { TextSession } from "../session/text.ts"
import { extensionOf, nameOf } from "./paths.ts"

const languages: Readonly<Record<string, string>> = {
  ts: "typescript",
  mts: "typescript",
  tsx: "typescript",
  js: "typescript",
  mjs: "typescript",
  json: "typescript",
  py: "python",
  sql: "sql",
  md: "markdown",
}

/** A text file in an editor of its own. */
export function TextView({ session }: { session: TextSession }) {
  const workspace = useWorkspace()
  const words = useWords()
  const path = usePart(session.store, state => state.path)
  const writable = usePart(session.store, state => state.writable)
  const place = useRef<HTMLDivElement>(null)
  const label = words.textEditor(nameOf(path))
  useEffect(() => {
    let gone = false
    const trail: (() => void)[] = []
    const language = languages[extensionOf(path)] ?? "plain"
    // Only here: a notebook is searched over all its cells, in a panel.
    const ready = Promise.all([loadMonaco(), import("monaco-editor/features/find/register")])
    void ready.then(([{ monaco }]) => {
      if (gone || place.current === null) return
      const model = monaco.editor.createModel(session.store.get().text, language)
      const editor = monaco.editor.create(place.current, { ...options, model, ariaLabel: label, readOnly: !writable })
      const moved = editor.onDidChangeCursorPosition(({ position }) => {
        const cursor = { line: position.lineNumber, column: position.column }
        workspace.app.dispatch({ op: "cursor", cursor })
      })
      const typed = model.onDidChangeContent(() => {
        // The end of lines and a byte order mark stay what the file has.
        session.store.dispatch({ op: "edit", text: model.getValue(undefined, true) })
      })
      const unsubscribe = session.store.subscribe(() => {
        const { text } = session.store.get()
        if (text !== model.getValue(undefined, true)) model.setValue(text)
      })
      session.act = action => void editor.getAction(action)?.run()
      editor.focus()
      const { lineNumber: line, column } = editor.getPosition() ?? { lineNumber: 1, column: 1 }
      workspace.app.dispatch({ op: "cursor", cursor: { line, column } })
      trail.push(
        unsubscribe,
        () => {
          session.act = () => {}
        },
        () => typed.dispose(),
        () => moved.dispose(),
        () => editor.dispose(),
        () => model.dispose(),
      )
    })
    return () => {
      gone = true
      for (const end of trail) end()
      workspace.app.dispatch({ op: "cursor", cursor: undefined })
    }
  }, [session, workspace, path, writable, label])
  return <div ref={place} className="text-view" data-text-view />
}

const options = {
  theme: "kaon",
  fontFamily: '"JetBrains Mono Variable", "JetBrains Mono", ui-monospace, monospace',
  fontSize: 12.6,
  lineHeight: 20,
  tabSize: 2,
  automaticLayout: true,
  minimap: { enabled: false },
  scrollBeyondLastLine: false,
  renderLineHighlight: "none",
  wordBasedSuggestions: "currentDocument",
  occurrencesHighlight: "off",
  fixedOverflowWidgets: true,
  find: { addExtraSpaceOnTop: false, seedSearchStringFromSelection: "selection" },
  unicodeHighlight: { ambiguousCharacters: false },
  stickyScroll: { enabled: false },
  padding: { top: 14, bottom: 14 },
  bracketPairColorization: { enabled: false },
} as const
