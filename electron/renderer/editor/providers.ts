import type * as Monaco from "monaco-editor/editor/editor.api"
import { z } from "zod"
import type { Stage } from "../../../kernel/contracts/stages.ts"
import { placesOf } from "../session/names.ts"
import type { NotebookSession } from "../session/notebook.ts"
import { headerCompletions } from "../stages/headercompletions.ts"

/** Which cell of which notebook an editor's text belongs to. */
export interface Owner {
  readonly session: NotebookSession
  readonly cell: string
  /** What each stage is for, in the page's language. */
  readonly hints: Readonly<Record<Stage, string>>
}

const owners = new Map<string, Owner>()

export const own = (uri: Monaco.Uri, owner: Owner): void => void owners.set(uri.toString(), owner)
export const disown = (uri: Monaco.Uri): void => void owners.delete(uri.toString())

const completed = z.object({
  matches: z.array(z.string()).catch([]),
  cursor_start: z.number().catch(0),
  cursor_end: z.number().catch(0),
})
const inspected = z.object({ found: z.boolean().catch(false), data: z.record(z.string(), z.unknown()).catch({}) })

/** Jupyter counts cursor positions in code points. */
const codePoints = (text: string, offset: number): number => [...text.slice(0, offset)].length
const units = (text: string, points: number): number => [...text].slice(0, points).join("").length

const languages = ["typescript", "javascript", "python", "sql"]

/** Completion, hover, signatures, definitions and occurrences, all answered by the cell's kernel. */
export function registerProviders(monaco: typeof Monaco): void {
  const rangeOf = (model: Monaco.editor.ITextModel, start: number, end: number) =>
    monaco.Range.fromPositions(model.getPositionAt(start), model.getPositionAt(end))
  const kindOf = (kind: string): Monaco.languages.CompletionItemKind => {
    const name = kind.charAt(0).toUpperCase() + kind.slice(1)
    const kinds: Readonly<Record<string, string | Monaco.languages.CompletionItemKind>> =
      monaco.languages.CompletionItemKind
    const found = kinds[name]
    return typeof found === "number" ? found : monaco.languages.CompletionItemKind.Variable
  }

  monaco.languages.registerCompletionItemProvider(languages, {
    triggerCharacters: [".", '"', "'", "/", "%", "-"],
    async provideCompletionItems(model, position) {
      const owner = owners.get(model.uri.toString())
      if (owner === undefined) return { suggestions: [] }
      const source = model.getValue()
      const offset = model.getOffsetAt(position)
      const header = headerCompletions(source, offset, owner.hints)
      if (header !== undefined) {
        const suggestions = header.map(({ label, help, text, start, end }, index) => ({
          label: { label, description: help },
          kind: monaco.languages.CompletionItemKind.Keyword,
          insertText: text,
          filterText: label,
          sortText: String(index),
          range: rangeOf(model, start, end),
        }))
        return { suggestions }
      }
      const cell = { id: owner.cell, source }
      const rich = await owner.session.knowledge.askAbout(owner.cell, "language.complete", {
        cell,
        offset,
        details: 20,
      })
      // The cell may have been left while its kernel answered.
      if (model.isDisposed()) return { suggestions: [] }
      if (rich !== undefined) {
        const suggestions = rich.items.map(item => ({
          label: item.label,
          kind: kindOf(item.kind),
          insertText: item.insertText,
          sortText: item.sortText,
          range: rangeOf(model, item.start, item.end),
          ...(item.detail !== undefined && { detail: item.detail }),
          ...(item.documentation !== undefined && { documentation: { value: item.documentation } }),
          ...(item.deprecated && { tags: [monaco.languages.CompletionItemTag.Deprecated] }),
        }))
        return { suggestions }
      }
      // Such a kernel answers only after the cell that runs: the list would come minutes late, over other text.
      if (owner.session.store.get().kernel.status === "busy") return { suggestions: [] }
      const reply = await owner.session.kernel?.request("complete_request", {
        code: source,
        cursor_pos: codePoints(source, offset),
      })
      if (model.isDisposed()) return { suggestions: [] }
      const { matches, cursor_start, cursor_end } = completed.parse(reply ?? {})
      const range = rangeOf(model, units(source, cursor_start), units(source, cursor_end))
      return { suggestions: matches.map(label => ({ label, kind: kindOf("variable"), insertText: label, range })) }
    },
  })

  monaco.languages.registerHoverProvider(languages, {
    async provideHover(model, position) {
      const owner = owners.get(model.uri.toString())
      if (owner === undefined || model.getWordAtPosition(position) === null) return null
      const source = model.getValue()
      const offset = model.getOffsetAt(position)
      const rich = await owner.session.knowledge.askAbout(owner.cell, "language.inspect", {
        cell: { id: owner.cell, source },
        offset,
      })
      if (rich !== undefined) return rich.found === null ? null : { contents: [{ value: rich.found.markdown }] }
      if (owner.session.store.get().kernel.status === "busy") return null
      const reply = await owner.session.kernel?.request("inspect_request", {
        code: source,
        cursor_pos: codePoints(source, offset),
        detail_level: 0,
      })
      const { found, data } = inspected.parse(reply ?? {})
      const markdown = data["text/markdown"]
      const plain = data["text/plain"]
      if (!found) return null
      const value =
        typeof markdown === "string" ? markdown : `\`\`\`\n${String(plain).replace(terminalColours, "")}\n\`\`\``
      return { contents: [{ value }] }
    },
  })

  monaco.languages.registerSignatureHelpProvider(languages, {
    signatureHelpTriggerCharacters: ["(", ","],
    signatureHelpRetriggerCharacters: [","],
    async provideSignatureHelp(model, position) {
      const owner = owners.get(model.uri.toString())
      const cell = owner && { id: owner.cell, source: model.getValue() }
      const reply =
        cell &&
        (await owner.session.knowledge.askAbout(owner.cell, "language.signature", {
          cell,
          offset: model.getOffsetAt(position),
        }))
      const value = reply?.found
      if (value === null || value === undefined) return null
      return { value, dispose: () => {} }
    },
  })

  monaco.languages.registerDefinitionProvider(languages, {
    async provideDefinition(model, position) {
      const owner = owners.get(model.uri.toString())
      if (owner === undefined) return null
      const cell = { id: owner.cell, source: model.getValue() }
      const reply = await owner.session.knowledge.askAbout(owner.cell, "language.definition", {
        cell,
        offset: model.getOffsetAt(position),
      })
      if (model.isDisposed()) return null
      const here = reply?.definitions.filter(({ cellId }) => cellId === owner.cell) ?? []
      const elsewhere = reply?.definitions.find(({ cellId }) => cellId !== undefined && cellId !== owner.cell)
      if (here.length > 0) return here.map(({ start, end }) => ({ uri: model.uri, range: rangeOf(model, start, end) }))
      const target = elsewhere?.cellId === undefined ? undefined : owner.session.store.get().cells.get(elsewhere.cellId)
      if (elsewhere === undefined || target === undefined) return null
      jump = { owner, cell: target.id, offset: elsewhere.start }
      // Monaco looks into the text of the other place before it offers to go there; going is the opener's.
      preview?.dispose()
      preview = monaco.editor.createModel(target.source, model.getLanguageId(), previewUri)
      return { uri: previewUri, range: rangeOf(preview, elsewhere.start, elsewhere.end) }
    },
  })

  const previewUri = monaco.Uri.parse("cell://definition")
  let preview: Monaco.editor.ITextModel | undefined
  let jump: { owner: Owner; cell: string; offset: number } | undefined
  monaco.editor.registerEditorOpener({
    openCodeEditor() {
      if (jump === undefined) return false
      const { owner, cell, offset } = jump
      owner.session.dispatch({ op: "setMode", mode: "edit", caret: { cell, offset } })
      return true
    },
  })

  monaco.languages.registerDocumentHighlightProvider(["typescript"], {
    async provideDocumentHighlights(model, position) {
      const owner = owners.get(model.uri.toString())
      if (owner === undefined || model.getWordAtPosition(position) === null) return null
      const places = await placesOf(owner.session, owner.cell, model.getOffsetAt(position))
      if (model.isDisposed()) return null
      const here = places.filter(({ cell }) => cell === owner.cell)
      return here.map(({ start, end }) => ({ range: rangeOf(model, start, end) }))
    },
  })
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: terminal colours begin with the escape character
const terminalColours = /\u001b\[[0-9;]*m/g
