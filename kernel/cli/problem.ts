import type { ErrorCode } from "../contracts/errors.ts"
import { styled, type Terminal } from "./terminal.ts"

/** What went wrong, where, and what to do. */
export interface Problem {
  code: ErrorCode | undefined
  message: string
  fix?: string | undefined
  cell?: number | undefined
  line?: number | undefined
  column?: number | undefined
}

/** A problem for people, with the line of code that it is about. `source` is the cell's. */
export function problemText(terminal: Terminal, problem: Problem, source?: string): string {
  const { cell, line, column, message, fix, code } = problem
  const place = [cell === undefined ? undefined : `cell ${cell}`, line === undefined ? undefined : `line ${line}`]
  const at = place.filter(part => part !== undefined).join(", ")
  const name = code === undefined ? "" : styled(terminal, "dim", ` [${code}]`)
  const head = `${styled(terminal, "red", "error")}${at === "" ? "" : ` in ${at}`}: ${message}${name}`
  return [head, ...codeLines(source, line, column), ...(fix === undefined ? [] : [`  ${fix}`]), ""].join("\n")
}

function codeLines(source: string | undefined, line: number | undefined, column: number | undefined): string[] {
  const text = line === undefined ? undefined : source?.split("\n")[line - 1]
  if (text === undefined) return []
  const number = `  ${line} | `
  const mark = column === undefined ? [] : [`${" ".repeat(number.length + column - 1)}^`]
  return [`${number}${text}`, ...mark]
}
