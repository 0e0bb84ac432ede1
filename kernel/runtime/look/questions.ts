import type { ExtensionFailure } from "../../contracts/extension.ts"
import { bundleOf } from "../bundle.ts"
import type { Evaluator } from "../evaluator.ts"
import type { Finding, Question } from "../protocol.ts"
import { describe } from "./describe.ts"
import { fingerprints } from "./fingerprint.ts"
import { type KeptTable, keptPage, keptProfile, keptTableOf } from "./kepttable.ts"
import { Orders } from "./orders.ts"
import { columnProfile, type FindOrder, mostSorted, pageOf } from "./page.ts"
import type { Tabular } from "./rows.ts"
import { tabularOf } from "./tabular.ts"

const failure = (code: ExtensionFailure["code"], message: string): Finding => ({ error: { code, message } })

const notFound = (name: string) => failure("NOT_FOUND", `No cell defines ${JSON.stringify(name)}.`)

type Answers = { [A in Question["about"]]: (question: Extract<Question, { about: A }>) => Finding | Promise<Finding> }

/**
 * Answers about the values of top-level names. Only names of cells may be asked for: they stand in code that is evaluated. Never
 * rejects. `latestRun` is the number of the cell's run that began last.
 */
export function createAnswers(evaluator: Evaluator, latestRun: () => number): (question: Question) => Promise<Finding> {
  const orders = new Orders(latestRun)
  const find = (name: string): { value: unknown } | undefined => {
    const [found] = readAll(evaluator, [name])
    return found
  }
  const inTable = (
    name: string,
    answer: (table: Tabular, find: FindOrder) => unknown,
    answerKept: (table: KeptTable) => Promise<unknown>,
  ): Finding | Promise<Finding> => {
    const found = find(name)
    if (found === undefined) return notFound(name)
    const kept = keptTableOf(found.value)
    if (kept !== undefined) {
      return answerKept(kept).then(
        value => ({ value }),
        (cause: Error) => failure(cause instanceof RangeError ? "PARAMS_INVALID" : "FAILED", cause.message),
      )
    }
    const table = tabularOf(found.value)
    if (table === undefined) return failure("NOT_A_TABLE", `${name} has no rows.`)
    try {
      return { value: answer(table, orders.of(found.value as object)) }
    } catch (cause) {
      if (!(cause instanceof RangeError)) throw cause
      return failure(table.total > mostSorted ? "TOO_LARGE" : "PARAMS_INVALID", cause.message)
    }
  }
  const answers: Answers = {
    list({ names }) {
      const values = readAll(evaluator, names)
      const variables = names.flatMap((name, i) => {
        const found = values[i]
        return found === undefined ? [] : [{ name, ...describe(found.value) }]
      })
      return { value: { variables } }
    },
    page: ({ page }) =>
      inTable(
        page.name,
        (table, find) => pageOf(table, page, find),
        table => keptPage(table, page),
      ),
    profile: ({ profile }) =>
      inTable(
        profile.name,
        (table, find) => columnProfile(table, profile, find),
        table => keptProfile(table, profile),
      ),
    fingerprints({ names }) {
      const found = readAll(evaluator, names)
      return { value: fingerprints(names.map((name, i) => [name, found[i]?.value])) }
    },
    columns: ({ names }) => ({
      value: [
        ...new Set(readAll(evaluator, names).flatMap(found => (found === undefined ? [] : columnNames(found.value)))),
      ],
    }),
    async bundle({ name }) {
      const found = find(name)
      if (found === undefined) return notFound(name)
      const data: unknown = JSON.parse(JSON.stringify(await bundleOf(found.value)))
      return { value: { data, metadata: {} } }
    },
  }
  return async question => {
    try {
      return await (answers[question.about] as (question: Question) => Finding | Promise<Finding>)(question)
    } catch (cause) {
      return failure("FAILED", cause instanceof Error ? cause.message : "The value cannot be looked at.")
    }
  }
}

/** The columns of a table, also of one whose rows are not in memory. */
function columnNames(value: unknown): string[] {
  const own: unknown =
    typeof value === "object" && value !== null && "relation" in value && "columns" in value ? value.columns : undefined
  if (Array.isArray(own)) return own.map(column => String((column as { name: unknown }).name))
  return tabularOf(value)?.columns.map(({ name }) => name) ?? []
}

/** The values of names, in one evaluation; undefined for a name without a value: its cell failed before it had one. */
function readAll(evaluator: Evaluator, names: readonly string[]): ({ value: unknown } | undefined)[] {
  const readers = evaluator.read(`[${names.map(name => `()=>${name}`).join(",")}]`)
  if (!Array.isArray(readers)) return []
  return readers.map(read => {
    try {
      return { value: read() as unknown }
    } catch {
      return undefined
    }
  })
}
