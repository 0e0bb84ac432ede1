import { ExtensionRefused } from "../../contracts/extensioncalls.ts"
import type { Finding, Question } from "../../runtime/protocol.ts"
import type { Cells } from "../cells.ts"
import type { MainInspector } from "../inspector.ts"
import type { MainLink } from "../mainlink.ts"
import type { ExtensionHandlers } from "./extension.ts"

type VariableMethod = Extract<keyof ExtensionHandlers, `variables.${string}`>

/** Names that the compiler puts beside those of the cells. */
const isHidden = (name: string): boolean => /\$(hoisted|const|using)$/.test(name)

/** Milliseconds for the names; they come even while a cell runs, but not while it waits for input. */
const patience = 150

/** The values of what cells defined. They live on the main thread, so every answer is BUSY while a cell keeps it. */
export function variableMethods(
  cells: Cells,
  inspector: MainInspector,
  link: MainLink,
): Pick<ExtensionHandlers, VariableMethod> {
  const names = async (): Promise<string[]> => {
    const found = await within(patience, inspector.names())
    if (found === undefined) {
      throw new ExtensionRefused({ code: "BUSY", message: "A cell runs, so values cannot be looked at just now." })
    }
    return found.filter(name => !isHidden(name))
  }
  /** Only names that exist go on: on the main thread they stand in code. */
  const known = async (name: string): Promise<void> => {
    if ((await names()).includes(name)) return
    throw new ExtensionRefused({ code: "NOT_FOUND", message: `No cell defines ${JSON.stringify(name)}.` })
  }
  const ask = async <T>(question: Question): Promise<T> => contentOf(await link.asking.ask(question)) as T
  return {
    "variables.list": async () => {
      const { variables } = await ask<{ variables: { name: string; type: string; preview: string }[] }>({
        about: "list",
        names: (await names()).toSorted(),
      })
      const definers = new Map(cells.facts().flatMap(({ id, defines }) => defines.map(({ name }) => [name, id])))
      return {
        variables: variables.map(variable => {
          const cellId = definers.get(variable.name)
          return cellId === undefined ? variable : { ...variable, cellId }
        }),
      }
    },
    "variables.page": async page => {
      await known(page.name)
      return await ask({ about: "page", page })
    },
    "variables.profile": async profile => {
      await known(profile.name)
      return await ask({ about: "profile", profile })
    },
    "variables.get": async ({ name }) => {
      await known(name)
      return await ask({ about: "bundle", name })
    },
  }
}

function contentOf(finding: Finding): unknown {
  if ("error" in finding) throw new ExtensionRefused(finding.error)
  return finding.value
}

async function within<T>(milliseconds: number, work: Promise<T>): Promise<T | undefined> {
  const { promise, resolve } = Promise.withResolvers<undefined>()
  const timer = setTimeout(resolve, milliseconds, undefined)
  try {
    return await Promise.race([work, promise])
  } finally {
    clearTimeout(timer)
  }
}
