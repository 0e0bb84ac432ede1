import { type CellContext, provideCurrentCell } from "../../kernel/contracts/context.ts"
import type { MimeBundle } from "../../kernel/contracts/mime.ts"
import type { Header, Stage } from "../../kernel/contracts/stages.ts"

export interface Output {
  bundle: MimeBundle
  displayId: string | undefined
  update: boolean
  at: number
}

/** Makes the code after it run as a cell's would, until disposed: with a header, an interrupt, and outputs that are kept. */
export function cell(stage?: Stage, options: Record<string, unknown> = {}, name?: string) {
  const outputs: Output[] = []
  const interrupt = new AbortController()
  const header: Header | undefined = stage && { stage, name, options }
  const context: CellContext = {
    header,
    signal: interrupt.signal,
    directory: process.cwd(),
    display: (bundle, { displayId, update = false } = {}) =>
      void outputs.push({ bundle, displayId, update, at: performance.now() }),
  }
  provideCurrentCell(() => context)
  return { outputs, interrupt, context, [Symbol.dispose]: () => provideCurrentCell(() => undefined) }
}

/** The last output that has this type of data. */
export const lastOf = (outputs: readonly Output[], type: string): unknown =>
  outputs.findLast(({ bundle }) => type in bundle)?.bundle[type]
