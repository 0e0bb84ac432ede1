import { AsyncLocalStorage } from "node:async_hooks"
import type { ExecuteOptions, OutputMessage } from "../../client/execute.ts"
import { currentCell } from "../../contracts/context.ts"
import type { MimeBundle } from "../../contracts/mime.ts"

type Show = (content: Record<string, unknown>) => void

/**
 * What Python prints, shows and asks belongs to the cell that runs now, whenever it comes. `unanswered` is told where nobody can answer:
 * Python waits for an empty line then.
 */
export function showing(unanswered: (cause: unknown) => void): Pick<ExecuteOptions, "onOutput" | "onInput"> {
  const inCell = AsyncLocalStorage.snapshot()
  const cell = currentCell()
  const display =
    (update: boolean): Show =>
    ({ data, metadata, transient }) => {
      const id = (transient as { display_id?: unknown } | undefined)?.display_id
      cell?.display(data as MimeBundle, {
        update,
        metadata: (metadata ?? {}) as Record<string, unknown>,
        ...(typeof id === "string" ? { displayId: id } : {}),
      })
    }
  const shows: Record<string, Show> = {
    stream: ({ name, text }) => void (name === "stderr" ? process.stderr : process.stdout).write(String(text)),
    display_data: display(false),
    execute_result: display(false),
    update_display_data: display(true),
    clear_output: ({ wait }) => clear(wait === true),
  }
  return {
    onOutput: ({ type, content }: OutputMessage) => inCell(() => shows[type]?.(content)),
    onInput: async (text, password) => {
      try {
        return inCell(() => ask(text, password))
      } catch (cause) {
        unanswered(cause)
        return ""
      }
    },
  }
}

const clear = (wait: boolean): void => {
  const { display } = globalThis as { display?: { clear?: (options: { wait: boolean }) => void } }
  display?.clear?.({ wait })
}

const ask = (text: string, password: boolean): string =>
  (globalThis as unknown as { prompt(text: string, options: { password: boolean }): string }).prompt(text, { password })
