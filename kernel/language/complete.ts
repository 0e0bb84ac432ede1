import { type CompletionItem, completionSchema, resolvedSchema, textOf } from "./protocol.ts"
import type { Session } from "./session.ts"
import { spanIn } from "./session.ts"
import type { CellDraft, Completion, RequestOptions } from "./types.ts"

/** The protocol's kinds, from 1. */
const kinds =
  "text method function constructor field variable class interface module property unit value enum keyword snippet color file reference folder enum-member constant struct event operator type-parameter".split(
    " ",
  )

/** Names of other cells that are imported so that they come with their types; the others are offered by name alone. */
const mostNames = 64

/** Entries at the top that are asked for their types and documentation (each costs the server about 0.1 ms). */
const mostDetails = 40

const startsWith = (label: string, prefix: string) => label.toLowerCase().startsWith(prefix.toLowerCase())

export async function complete(
  session: Session,
  draft: CellDraft,
  offset: number,
  options: RequestOptions,
): Promise<Completion[]> {
  const before = draft.source.slice(0, offset)
  const prefix = /[\p{ID_Continue}$]*$/u.exec(before)?.[0] ?? ""
  const isMember = /(?<!\.\.)\.\s*$/.test(before.slice(0, before.length - prefix.length))
  const entry = session.notebook.entryOf(draft)
  const candidates = isMember
    ? []
    : session.notebook.visible(entry).filter(name => startsWith(name, prefix) && name !== prefix)
  const imported = candidates.slice(-mostNames)

  const answer = async (scene: Parameters<Parameters<Session["run"]>[3]>[0]): Promise<Completion[]> => {
    const place = { ...scene.at(offset), context: { triggerKind: 1 } }
    const items = completionSchema
      .parse(await scene.ask("textDocument/completion", place))
      .filter(item => !item.label.startsWith("__kaon_") && (item.textEdit || startsWith(item.label, prefix)))
      .sort(byRank)
    const details = await Promise.all(
      items.slice(0, mostDetails).map(async item => {
        const resolved = resolvedSchema.safeParse(await scene.ask("completionItem/resolve", item))
        return resolved.success ? resolved.data : undefined
      }),
    )
    const found = items.map((item, index) => toCompletion(item, details[index], scene.module, offset, prefix))
    const offered = new Set(found.map(item => item.label))
    // Names by themselves stand only where a name of the module's scope may: there the server offers the language's own as well.
    if (!isMember && items.some(item => imported.includes(item.label)))
      for (const label of candidates)
        if (!offered.has(label))
          found.push({
            label,
            kind: "variable",
            insertText: label,
            start: offset - prefix.length,
            end: offset,
            sortText: "12",
          })
    return found
  }
  return session.run(draft, [], options, answer, { more: imported })
}

const byRank = (a: CompletionItem, b: CompletionItem): number => {
  const [left, right] = [a.sortText ?? "", b.sortText ?? ""]
  return left < right ? -1 : left > right ? 1 : a.label < b.label ? -1 : a.label > b.label ? 1 : 0
}

function toCompletion(
  item: CompletionItem,
  resolved: CompletionItem | undefined,
  module: Parameters<typeof spanIn>[0],
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
