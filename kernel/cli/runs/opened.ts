import { existsSync } from "node:fs"
import { resolve } from "node:path"
import { Runs, runsFolder } from "../../runs/index.ts"
import { styled, terminalOf } from "../terminal.ts"

/** The records of a folder's runs; undefined where there are none. */
export function openedRuns(folder: string): Runs | undefined {
  const root = runsFolder(resolve(folder))
  const errors = terminalOf(process.stderr)
  const told = (sentence: string) => errors.write(`${styled(errors, "dim", sentence)}\n`)
  return existsSync(root) ? new Runs(root, { told }) : undefined
}
