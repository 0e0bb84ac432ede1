import type { MimeBundle } from "../contracts/mime.ts"
import { bundleOf, displaySymbol, nothing } from "./bundle.ts"
import type { Runs } from "./cells.ts"
import { randomUUID } from "./ids.ts"
import type { Wires } from "./protocol.ts"
import { sendable } from "./sendable.ts"

/** A display that can be replaced later, wherever it is shown. */
export interface DisplayHandle {
  id: string
  update(value: unknown): void
  /** As a cell's last expression it shows nothing: its display is already there. */
  [displaySymbol](): MimeBundle
}

export interface Display {
  /** Shows any value under the cell that calls it. */
  (value: unknown, options?: { displayId?: string }): DisplayHandle
  html(markup: string): DisplayHandle
  markdown(text: string): DisplayHandle
  latex(text: string): DisplayHandle
  svg(markup: string): DisplayHandle
  json(value: unknown): DisplayHandle
  /** PNG bytes. */
  png(bytes: Uint8Array): DisplayHandle
  /** Removes the cell's outputs; with `wait`, only once the next one comes. */
  clear(options?: { wait?: boolean }): void
}

/** The global `display`. A bundle that must be awaited is shown when it is there; the cell's end waits for it. */
export function createDisplay(wires: Wires, runs: Runs, pending: Set<Promise<unknown>>): Display {
  const show = (value: unknown, bundle: MimeBundle | undefined, displayId: string, update: boolean): void => {
    const run = runs.number()
    const send = (data: MimeBundle) => {
      if (data !== nothing) wires.post({ type: "display", run, bundle: data, metadata: {}, displayId, update })
    }
    if (bundle !== undefined) {
      send(sendable(bundle))
      return
    }
    const work = bundleOf(value).then(send, cause => {
      console.error(`display: ${cause instanceof Error ? cause.message : String(cause)}`)
    })
    pending.add(work)
    void work.finally(() => pending.delete(work))
  }
  const start = (value: unknown, bundle?: MimeBundle, displayId: string = randomUUID()): DisplayHandle => {
    show(value, bundle, displayId, false)
    return { id: displayId, update: next => show(next, undefined, displayId, true), [displaySymbol]: () => nothing }
  }
  const text = (type: string) => (content: string) =>
    start(undefined, { [type]: content, "text/plain": excerpt(content) })
  return Object.assign(
    (value: unknown, options: { displayId?: string } = {}) => start(value, undefined, options.displayId),
    {
      html: text("text/html"),
      markdown: text("text/markdown"),
      latex: text("text/latex"),
      svg: text("image/svg+xml"),
      json: (value: unknown) =>
        start(undefined, { "application/json": value, "text/plain": JSON.stringify(value, null, 2) }),
      png: (bytes: Uint8Array) =>
        start(undefined, {
          "image/png": Buffer.from(bytes).toString("base64"),
          "text/plain": `PNG image, ${bytes.length} bytes`,
        }),
      clear: ({ wait = false } = {}) => wires.post({ type: "clear", run: runs.number(), wait }),
    },
  )
}

/** Front ends that show no markup get its text, but not megabytes of it. */
const excerpt = (text: string): string => (text.length <= 10_000 ? text : `${text.slice(0, 10_000)}…`)
