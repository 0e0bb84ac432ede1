import { stripVTControlCharacters } from "node:util"
import type { Execution } from "../../client/execute.ts"
import { KaonError } from "../../contracts/errors.ts"
import { ForeignError } from "../../contracts/foreign-error.ts"

/** Python's own error as the cell shows it: its traceback, the line of the cell, and what to do about a value that stayed here. */
export function failureIn(
  { status, error }: Pick<Execution, "status" | "error">,
  { kernel }: { kernel: string },
  refused: ReadonlyMap<string, string>,
): Error {
  if (status === "aborted" || error === undefined)
    return new KaonError("INTERRUPTED", `The cell was aborted by ${kernel}.`)
  if (error.ename === "KeyboardInterrupt") return new KaonError("INTERRUPTED", "The cell was interrupted.")
  const { ename, evalue, traceback } = error
  const lines = traceback.flatMap(part => part.split("\n"))
  const places = [...stripVTControlCharacters(lines.join("\n")).matchAll(/Cell In\s?\[\d+\], line (\d+)/g)]
  const name = ename === "NameError" ? /name '(.+?)' is not defined/.exec(evalue)?.[1] : undefined
  const why = name === undefined ? undefined : refused.get(name)
  return new ForeignError(ename, evalue, {
    lines: lines.length > 0 ? lines : [`${ename}: ${evalue}`],
    line: places.length === 0 ? undefined : Number(places.at(-1)![1]),
    fix: why === undefined ? undefined : `"${name}" of another cell ${why}: pass on a table, an array or plain data.`,
  })
}
