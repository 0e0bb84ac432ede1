import type { editor as Editors, IDisposable } from "monaco-editor/editor/editor.api"
import type { Stage } from "../../../kernel/contracts/stages.ts"
import { languageOf } from "../code/lexer.ts"
import type { NotebookSession } from "../session/notebook.ts"
import type { Mark } from "../state/model.ts"
import { replayAhead } from "./ahead.ts"
import { difference } from "./difference.ts"
import { hasLongLine, shownLines } from "./longlines.ts"
import { disown, own } from "./providers.ts"
import { codeWrap, theEditor } from "./single.ts"
import { widgetOpen } from "./widgets.ts"

export interface Attached {
  detach(): void
}

export interface AttachOptions {
  readonly label: string
  readonly hints: Readonly<Record<Stage, string>>
  cursor(line: number, column: number): void
  ready(): void
}

/** Puts the page's editor into a cell, and keeps its text and the notebook's state the same in both directions. */
export async function attach(
  place: HTMLElement,
  session: NotebookSession,
  cell: string,
  options: AttachOptions,
): Promise<Attached> {
  const { editor, host, monaco } = await theEditor()
  const state = session.store.get().cells.get(cell)
  if (state === undefined || !place.isConnected) return { detach: () => {} }
  const uri = monaco.Uri.parse(`kaon://${crypto.randomUUID()}`)
  const language = languageOf(state.type, state.source, session.language)
  const model = monaco.editor.createModel(state.source, language, uri)
  // The static text knows no pairs, and the two must look the same.
  model.updateOptions({ bracketColorizationOptions: { enabled: false, independentColorPoolPerBracketType: false } })
  own(uri, { session, cell, hints: options.hints })
  place.append(host)
  editor.updateOptions({ ariaLabel: options.label })
  let long: boolean | undefined
  /** A cell with a long line is wrapped by counting characters: measuring them would take as long as drawing them all. */
  const fit = (source: string) => {
    const now = hasLongLine(source)
    if (now === long) return
    long = now
    editor.updateOptions({
      quickSuggestions: state.type === "code" && !long,
      wordWrap: state.type === "code" && !long ? codeWrap() : "on",
      wrappingStrategy: long ? "simple" : "advanced",
    })
  }
  fit(state.source)
  editor.setModel(model)

  const lay = () => {
    const most = long === true ? shownLines * editor.getOption(monaco.editor.EditorOption.lineHeight) : Infinity
    const height = Math.min(Math.max(20, editor.getContentHeight()), most)
    host.style.height = `${height}px`
    editor.layout({ width: place.clientWidth, height })
  }
  lay()
  const trail: IDisposable[] = []
  const resize = new ResizeObserver(lay)
  resize.observe(place)
  const decorations = editor.createDecorationsCollection()
  let marks: readonly Mark[] | undefined

  const draw = () => {
    const { cells, marks: all, caret, mode } = session.store.get()
    const now = cells.get(cell)
    if (now === undefined) return
    const change = difference(model.getValue(), now.source)
    if (change !== undefined) {
      const range = monaco.Range.fromPositions(model.getPositionAt(change.start), model.getPositionAt(change.end))
      model.pushEditOperations([], [{ range, text: change.text }], () => null)
      editor.setPosition(model.getPositionAt(change.start + change.text.length))
    }
    if (all.get(cell) !== marks) {
      marks = all.get(cell)
      show(monaco, model, decorations, marks ?? [])
    }
    if (caret?.cell === cell && mode === "edit") {
      const at = model.getPositionAt(caret.offset)
      const end = model.getPositionAt(caret.offset + (caret.length ?? 0))
      editor.setSelection(monaco.Range.fromPositions(at, end))
      session.dispatch({ op: "caretTaken" })
    }
  }
  trail.push(
    model.onDidChangeContent(() => {
      const source = model.getValue()
      fit(source)
      // A header makes another language of what stands below it.
      const wanted = languageOf(state.type, source, session.language)
      if (wanted !== model.getLanguageId()) monaco.editor.setModelLanguage(model, wanted)
      if (source !== session.store.get().cells.get(cell)?.source)
        session.store.quietly({ op: "edit", cell, source, at: Date.now() })
    }),
    // What is typed widens the content with every key; only another height moves anything.
    editor.onDidContentSizeChange(({ contentHeightChanged }) => contentHeightChanged && lay()),
    editor.onDidChangeCursorPosition(({ position }) => options.cursor(position.lineNumber, position.column)),
    editor.onKeyDown(event => {
      if (widgetOpen() || event.shiftKey || event.ctrlKey || event.altKey || event.metaKey) return
      const line = editor.getPosition()?.lineNumber
      const by =
        event.keyCode === monaco.KeyCode.UpArrow && line === 1
          ? -1
          : event.keyCode === monaco.KeyCode.DownArrow && line === model.getLineCount()
            ? 1
            : 0
      if (by !== 0 && step(session, by)) {
        event.preventDefault()
        event.stopPropagation()
      }
    }),
  )
  const unsubscribe = session.store.subscribe(draw)
  session.cursor = () => model.getOffsetAt(editor.getPosition() ?? { lineNumber: 1, column: 1 })
  session.act = action => {
    editor.focus()
    editor.trigger("keyboard", action, {})
  }
  draw()
  editor.focus()
  options.ready()
  replayAhead(editor)
  return {
    detach() {
      unsubscribe()
      resize.disconnect()
      for (const item of trail) item.dispose()
      decorations.clear()
      session.cursor = () => 0
      session.act = () => {}
      disown(uri)
      host.remove()
      if (editor.getModel() === model) editor.setModel(null)
      model.dispose()
    },
  }
}

/** From the first line up, and from the last line down, the cursor goes on in the next cell. */
function step(session: NotebookSession, by: number): boolean {
  const { order, cells, active } = session.store.get()
  const next = order[order.indexOf(active) + by]
  if (next === undefined) return false
  session.dispatch({ op: "step", by })
  const { type, rendered, source } = cells.get(next)!
  if (type === "code" || !rendered) {
    session.dispatch({ op: "setMode", mode: "edit", caret: { cell: next, offset: by > 0 ? 0 : source.length } })
  }
  return true
}

function show(
  monaco: typeof import("monaco-editor/editor/editor.api"),
  model: Editors.ITextModel,
  decorations: Editors.IEditorDecorationsCollection,
  marks: readonly Mark[],
): void {
  const severities = {
    error: monaco.MarkerSeverity.Error,
    warning: monaco.MarkerSeverity.Warning,
    hint: monaco.MarkerSeverity.Hint,
  }
  const rangeOf = ({ start, end }: Mark) =>
    monaco.Range.fromPositions(model.getPositionAt(start), model.getPositionAt(Math.max(end, start + 1)))
  monaco.editor.setModelMarkers(
    model,
    "kernel",
    marks.map(mark => {
      const { startLineNumber, startColumn, endLineNumber, endColumn } = rangeOf(mark)
      return {
        startLineNumber,
        startColumn,
        endLineNumber,
        endColumn,
        message: mark.message,
        severity: severities[mark.severity],
      }
    }),
  )
  decorations.set(
    marks
      .filter(({ source }) => source === "run")
      .map(mark => ({ range: rangeOf(mark), options: { isWholeLine: true, className: "line-error" } })),
  )
}
