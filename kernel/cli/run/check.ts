import { analyseCell, type Param, paramsOf } from "../../cell/index.ts"
import { typeOfValue } from "../../cell/literals.ts"
import type { CellFacts, Diagnostic } from "../../contracts/cell.ts"
import { KaonError } from "../../contracts/errors.ts"
import { checkContracts } from "../../graph/contracts.ts"
import { buildGraph } from "../../graph/index.ts"
import type { Step } from "./steps.ts"

/** What is known before anything runs. */
export interface Checked {
  steps: Step[]
  /** Problems of severity "error" keep the run from starting. */
  diagnostics: Diagnostic[]
}

/**
 * Checks the cells of a TypeScript notebook before anything runs: syntax and headers, the graph (strictly: no name defined
 * twice), the stages' contracts, and the parameters. Throws PARAM_UNKNOWN with the parameters that there are, and PARAM_UNREAD.
 */
export function checkSteps(found: readonly Step[], params: Record<string, unknown>): Checked {
  const diagnostics: Diagnostic[] = []
  const facts: CellFacts[] = []
  const steps = found.map((step): Step => {
    try {
      const known = analyseCell(step.source, { id: step.cellId, number: step.cell })
      facts.push(known)
      return { ...step, header: known.header }
    } catch (cause) {
      diagnostics.push(diagnosticOf(cause, step))
      return step
    }
  })
  // A cell that cannot be read defines nothing, so what the graph said of the others could be wrong.
  if (diagnostics.length > 0) return { steps, diagnostics }
  diagnostics.push(...buildGraph(facts, { strict: true }).diagnostics, ...checkContracts(facts))
  const given = withParams(steps, params)
  refuseUnread(given, facts)
  return {
    steps: given,
    diagnostics: diagnostics.sort((a, b) => a.cell - b.cell || (a.line ?? 0) - (b.line ?? 0)),
  }
}

function diagnosticOf(cause: unknown, { cellId, cell }: Step): Diagnostic {
  if (!(cause instanceof KaonError)) throw cause
  const { code, message, fix, place } = cause
  return {
    code,
    severity: "error",
    message,
    ...(fix === undefined ? {} : { fix }),
    cellId,
    cell,
    ...(place?.line === undefined ? {} : { line: place.line }),
    ...(place?.column === undefined ? {} : { column: place.column }),
  }
}

/** Gives each %%params cell the values that it declares. Throws PARAM_UNKNOWN, or PARAM_INVALID for a value of another type. */
export function withParams(steps: readonly Step[], params: Record<string, unknown>): Step[] {
  const left = new Set(Object.keys(params))
  const known: string[] = []
  const given = steps.map(step => {
    if (step.header?.stage !== "params") return step
    const declared = paramsOf(step.source)
    known.push(...declared.map(({ name }) => name))
    const wanted = declared.filter(({ name }) => Object.hasOwn(params, name))
    for (const param of wanted) checkType(param, params[param.name], step.cell)
    const own = wanted.map(({ name }) => name)
    for (const name of own) left.delete(name)
    return own.length === 0 ? step : { ...step, params: Object.fromEntries(own.map(name => [name, params[name]])) }
  })
  const [unknown] = left
  if (unknown === undefined) return given
  throw new KaonError("PARAM_UNKNOWN", `The notebook has no parameter ${unknown}.`, {
    fix:
      known.length === 0
        ? "Declare it in a %%params cell, such as: const epochs = 20."
        : `Its parameters are ${known.join(", ")}.`,
  })
}

/** Cells in other languages name what they read in ways of their own. */
const foreign = /^\s*(?:\/\/[ \t]*)?%%(?:sql|python)\b/

/** A value that changes nothing is a mistake: throws PARAM_UNREAD for one that no code reads. */
function refuseUnread(steps: readonly Step[], facts: readonly CellFacts[]): void {
  const used = new Set(facts.flatMap(({ uses }) => uses.map(({ name }) => name)))
  for (const { params = {}, source, cell } of steps) {
    for (const name of Object.keys(params)) {
      // Beside its declaration, another parameter may be made of it.
      if (used.has(name) || source.split(name).length > 2) continue
      if (steps.some(other => foreign.test(other.source) && other.source.includes(name))) continue
      throw new KaonError("PARAM_UNREAD", `No cell reads the parameter ${name}: its value would change nothing.`, {
        fix: "Leave it out, or use it in a cell.",
        place: { cell },
      })
    }
  }
}

function checkType({ name, type, default: usual }: Param, value: unknown, cell: number): void {
  const given = typeOfValue(value)
  if (type === "any" || given === type) return
  const example = usual === undefined ? "" : `, such as ${JSON.stringify(usual)}`
  const quoted = type === "string" ? ` To give a text, quote it: -p ${name}='"…"'.` : ""
  throw new KaonError(
    "PARAM_INVALID",
    `The parameter ${name} is of type ${type}, but ${JSON.stringify(value)} is of type ${given}.`,
    {
      fix: `Give it a value of type ${type}${example}.${quoted}`,
      place: { cell },
    },
  )
}
