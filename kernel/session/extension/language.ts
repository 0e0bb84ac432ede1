import { isForeign } from "../../cell/index.ts"
import type { CodeAnswers } from "../code.ts"
import type { MainLink } from "../mainlink.ts"
import type { ExtensionHandlers } from "./extension.ts"
import { completePython, completeSql } from "./foreign.ts"

type LanguageMethod = Extract<keyof ExtensionHandlers, `language.${string}`>

/** TypeScript's answers about cells that are being edited: the service that also answers complete_request and inspect_request. */
export function languageMethods(code: CodeAnswers, link: MainLink): Pick<ExtensionHandlers, LanguageMethod> {
  return {
    "language.setCells": ({ cells }) => {
      code.edit(cells)
      return {}
    },
    "language.complete": async ({ cell, offset, details }) => {
      if (isForeign(cell.source)) {
        const complete = /%%sql\b/.test(cell.source.trimStart().split("\n")[0] ?? "") ? completeSql : completePython
        const items = await complete(code.cells(), { id: cell.id ?? "", source: cell.source }, offset, link)
        return { items }
      }
      const service = await code.ready()
      return { items: await service.complete(draft(cell), offset, details === undefined ? {} : { details }) }
    },
    "language.inspect": async ({ cell, offset, detail }) => {
      const service = await code.ready()
      return { found: (await service.inspect(draft(cell), offset, detail)) ?? null }
    },
    "language.diagnose": async ({ cell }) => ({ diagnostics: await (await code.ready()).diagnose(draft(cell)) }),
    "language.definition": async ({ cell, offset }) => ({
      definitions: await (await code.ready()).definition(draft(cell), offset),
    }),
    "language.rename": async ({ cell, offset, newName }) => ({
      edits: await (await code.ready()).rename(draft(cell), offset, newName),
    }),
    "language.signature": async ({ cell, offset }) => ({
      found: (await (await code.ready()).signature(draft(cell), offset)) ?? null,
    }),
  }
}

const draft = ({ id, source }: { id?: string | undefined; source: string }) =>
  id === undefined ? { source } : { id, source }
