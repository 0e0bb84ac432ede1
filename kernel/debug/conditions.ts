import type { BreakpointSpec } from "./requests.ts"

/** Reads the condition on how often a breakpoint was passed: `5`, `>= 3`, `== 2` or `% 10`; undefined where it says something else. */
export function hitTest(condition: string): ((hits: number) => boolean) | undefined {
  const found = /^\s*(?<operator>[<>]=?|={1,3}|%)?\s*(?<number>\d+)\s*$/.exec(condition)?.groups
  if (found === undefined) return undefined
  const number = Number(found.number)
  const tests: Record<string, (hits: number) => boolean> = {
    ">": hits => hits > number,
    ">=": hits => hits >= number,
    "<": hits => hits < number,
    "<=": hits => hits <= number,
    "%": hits => hits % number === 0,
  }
  return tests[found.operator ?? ""] ?? (hits => hits === number)
}

/**
 * What V8 evaluates to decide whether a breakpoint stops: its condition; and a log point prints, among the cell's own output,
 * and never stops. Undefined where it always stops.
 * @param plain turns a TypeScript expression into JavaScript
 */
export function conditionOf(
  { condition, logMessage }: BreakpointSpec,
  plain: (code: string) => string,
): string | undefined {
  const wanted = condition === undefined || condition.trim() === "" ? undefined : plain(condition)
  if (logMessage === undefined || logMessage === "") return wanted
  const log = `(console.log(${template(logMessage, plain)}),false)`
  return wanted === undefined ? log : `(${wanted})&&${log}`
}

/** `x is {x}` → the template literal that says it. */
const template = (message: string, plain: (code: string) => string): string =>
  `\`${message
    .split(/(\{[^{}]*\})/)
    .map((part, at) => (at % 2 === 1 ? `\${${plain(part.slice(1, -1))}}` : part.replace(/[\\`$]/g, "\\$&")))
    .join("")}\``
