import type { MimeBundle } from "./mime.ts"
import type { Header } from "./stage.ts"

/** What code that runs for a cell may ask of the kernel around it. Outside a kernel (a script, a test) there is none. */
export interface CellContext {
  header: Header | undefined
  /** Aborted at the first interrupt: long work stops soon and keeps its best result. */
  signal: AbortSignal
  /** Shows a rich output under the cell. With `displayId`, a later call with `update: true` replaces it wherever it is shown. */
  display(
    bundle: MimeBundle,
    options?: { displayId?: string; update?: boolean; metadata?: Record<string, unknown> },
  ): void
  /** The notebook's folder: what relative paths start from. */
  directory: string
}

const best = Symbol.for("kaon.keepBest")

/** Marks the reason of an interrupt: a training should go back to the best that it had. */
export const askForBest = <T extends object>(reason: T): T => Object.assign(reason, { [best]: true })

/** Was a signal aborted by an interrupt that asks for the best? */
export const wantsBest = (signal: AbortSignal | undefined): boolean => {
  const reason: unknown = signal?.reason
  return typeof reason === "object" && reason !== null && best in reason
}

const slot = Symbol.for("kaon.currentCell")
type Slot = { [slot]?: () => CellContext | undefined }

/** The context of the cell whose code (or callback of whose code) is running, or undefined outside a kernel. */
export const currentCell = (): CellContext | undefined => (globalThis as Slot)[slot]?.()

/** Installed once by the kernel. */
export function provideCurrentCell(find: () => CellContext | undefined): void {
  ;(globalThis as Slot)[slot] = find
}
