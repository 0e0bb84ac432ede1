import { diagnosticsSchema } from "./protocol.ts"
import { type Session, spanIn } from "./session.ts"
import type { CellDraft, LanguageDiagnostic, RequestOptions } from "./types.ts"

/**
 * True of files, not of cells: assigning to another cell's `let` is allowed (2632: an import cannot be assigned to), and a value
 * that nothing reads yet may be read by the next cell.
 */
const untrueOfCells = new Set([2632, 6133, 6192, 6196, 6198, 6199, 7028])

const severities = { 1: "error", 2: "warning" } as const
const deprecated = 2

export function diagnose(session: Session, draft: CellDraft, options: RequestOptions): Promise<LanguageDiagnostic[]> {
  return session.run<LanguageDiagnostic[]>(draft, [], options, async scene => {
    const { textDocument } = scene.at(0)
    const { items } = diagnosticsSchema.parse(await scene.ask("textDocument/diagnostic", { textDocument }))
    return items.flatMap(({ range, severity, code, tags, message }) => {
      const span = spanIn(scene.module, range)
      const shown = severity === 1 || severity === 2 ? severities[severity] : undefined
      if (!span || untrueOfCells.has(Number(code)) || (!shown && !tags.includes(deprecated))) return []
      return [{ severity: shown ?? "hint", message, code: Number(code), ...span }]
    })
  })
}
