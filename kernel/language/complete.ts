import { detailsOf } from "./details.ts"
import { type CompletionItem, completionSchema, textOf } from "./protocol.ts"
import { type Scene, type Session, spanIn } from "./session.ts"
import type { CellDraft, Completion, RequestOptions } from "./types.ts"

/** The protocol's kinds, from 1. */
const kinds =
  "text method function constructor field variable class interface module property unit value enum keyword snippet color file reference folder enum-member constant struct event operator type-parameter".split(
    " ",
  )

/** Names of other cells that are imported so that they come with their types; the others are offered by name alone. */
const mostNames = 64

const startsWith = (label: string, prefix: string) => label.toLowerCase().startsWith(prefix.toLowerCase())

export async function complete(
  session: Session,
  draft: CellDraft,
  offset: number,
  options: RequestOptions,
): Promise<Completion[]> {
  const written = draft.source.slice(0, offset)
  const prefix = /[\p{ID_Continue}$]*$/u.exec(written)?.[0] ?? ""
  const isMember = /(?<!\.\.)\.\s*$/.test(written.slice(0, written.length - prefix.length))
  const entry = session.notebook.entryOf(draft)
  const candidates = isMember
    ? []
    : session.notebook.visible(entry).filter(name => startsWith(name, prefix) && name !== prefix)
  const imported = candidates.slice(-mostNames)

  const globals = isMember || prefix === "" ? [] : session.globals.filter(name => startsWith(name, prefix))
  const answer = async (scene: Scene): Promise<Completion[]> => {
    const question = `${scene.state} ${entry.file} ${offset} ${options.details}`
    const before = session.answered
    if (before?.question === question) return [...before.answer]
    const place = { ...scene.at(offset), context: { triggerKind: 1 } }
    const reply = await scene.ask("textDocument/completion", place)
    if (reply === undefined) return []
    const items = completionSchema
      .parse(reply)
      .filter(item => !item.label.startsWith("__kaon_") && (item.textEdit || startsWith(item.label, prefix)))
      .sort(byRank)
    const details = await detailsOf(scene, items, options.details)
    const found = items.map((item, index) => toCompletion(item, details[index], scene.module, offset, prefix))
    // Names by themselves stand only where a name of the module's scope may: there the server offers the imported ones as well.
    if (items.some(item => imported.includes(item.label))) {
      const offered = new Set(found.map(item => item.label))
      const span = { start: offset - prefix.length, end: offset }
      for (const label of candidates.filter(name => !offered.has(name)))
        found.push({ label, kind: "variable", insertText: label, ...span, sortText: "12" })
    }
    if (details.every(item => item !== undefined)) session.answered = { question, answer: found }
    return found
  }
  return session.run(draft, [], options, answer, { more: [...imported, ...globals] })
}

const byRank = (a: CompletionItem, b: CompletionItem): number => {
  const [left, right] = [a.sortText ?? "", b.sortText ?? ""]
  return left < right ? -1 : left > right ? 1 : a.label < b.label ? -1 : a.label > b.label ? 1 : 0
}

function toCompletion(
  item: CompletionItem,
  resolved: CompletionItem | undefined,
  module: Scene["module"],
  offset: number,
  prefix: string,
): Completion {
  const range = item.textEdit?.range ?? item.textEdit?.insert
  const span = (range && spanIn(module, range)) ?? { start: offset - prefix.length, end: offset }
  const detail = resolved?.detail?.replace(/^\(alias\) /, "").replace(/\nimport [^\n]*$/, "")
  const documentation = resolved?.documentation && textOf(resolved.documentation)
  return {
    label: item.label,
    kind: kinds[(item.kind ?? 1) - 1] ?? "text",
    ...(detail ? { detail } : {}),
    ...(documentation ? { documentation } : {}),
    insertText: item.textEdit?.newText ?? item.insertText ?? item.label,
    ...span,
    ...(item.tags?.includes(1) ? { deprecated: true } : {}),
    sortText: item.sortText ?? item.label,
  }
}
