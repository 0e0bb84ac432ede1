import { currentCell } from "../contracts/context.ts"
import { KaonError } from "../contracts/errors.ts"
import type { Stage } from "../contracts/stage.ts"

/**
 * A value that a call or the header of the running cell may give; undefined where neither does. Both with different values
 * is an error (HEADER_INVALID): neither should win silently.
 */
export function setting<T extends string | number>(
  stage: Stage,
  option: string,
  name: string,
  given: T | undefined,
): T | undefined {
  const header = currentCell()?.header
  const headed = header?.stage === stage ? (header.options[option] as T | undefined) : undefined
  if (given !== undefined && headed !== undefined && given !== headed) {
    throw new KaonError("HEADER_INVALID", `The header says --${option} ${headed}, the call says ${name}: ${given}.`, {
      fix: `Keep one of the two.`,
    })
  }
  return given ?? headed
}
