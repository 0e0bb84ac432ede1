import inspector from "node:inspector"
import { createRequire } from "node:module"
import { compileCell, type Program } from "../../kernel/cell/index.ts"

export interface Thrown {
  name: string
  message: string
  stack: string
}

/** What a cell came to: its completion value by reference, or what it threw. */
export type Outcome = { value: unknown } | { thrown: Thrown }

interface Realm {
  __kaon?: unknown
  __result?: unknown
  require?: NodeJS.Require
}
const realm: Realm = globalThis
const require = createRequire(import.meta.url)

/** Every module the cells loaded, in order, and what the loader gives for names that start with "test:". */
export const loaded: { specifier: string; url: string; attributes: unknown }[] = []
export const modules = new Map<string, object>()
realm.require = require
realm.__kaon = {
  async import(specifier: string, url: string, attributes?: unknown) {
    loaded.push({ specifier, url, attributes })
    return modules.get(specifier) ?? (await import(specifier))
  },
  meta: (url: string) => ({ url }),
}

const session = new inspector.Session()
session.connect()

interface Remote {
  objectId?: string
  value?: unknown
  type: string
  subtype?: string
  description?: string
  unserializableValue?: string
}
interface Evaluation {
  result: Remote
  exceptionDetails?: { text: string; exception?: Remote }
}

const post = (method: string, parameters: object): Promise<unknown> =>
  new Promise((resolve, reject) =>
    session.post(method, parameters, (error, result) => (error ? reject(error) : resolve(result))),
  )

/** Turns a remote object back into the value itself: the session is of this very thread. */
async function deref(remote: Remote): Promise<unknown> {
  if (remote.objectId === undefined)
    return remote.unserializableValue === undefined ? remote.value : Number(remote.unserializableValue)
  await post("Runtime.callFunctionOn", {
    objectId: remote.objectId,
    functionDeclaration: "function () { globalThis.__result = this }",
  })
  return realm.__result
}

export async function evaluate(expression: string): Promise<Outcome> {
  const evaluation = (await post("Runtime.evaluate", { expression, replMode: true, awaitPromise: true })) as Evaluation
  if (!evaluation.exceptionDetails) return { value: await deref(evaluation.result) }
  const { exception, text } = evaluation.exceptionDetails
  const error = exception ? await deref(exception) : text
  if (!(error instanceof Error)) return { thrown: { name: "", message: String(error), stack: "" } }
  return { thrown: { name: error.name, message: error.message, stack: error.stack ?? "" } }
}

let count = 0

/** Compiles and runs one cell after those before it; they share one scope, as in a kernel. */
export async function run(
  source: string,
  options: { params?: Record<string, unknown>; constants?: string[] } = {},
): Promise<Outcome & { program: Program }> {
  const number = ++count
  const { constants = [], ...rest } = options
  const program = compileCell(source, {
    id: `c${number}`,
    number,
    url: `cell-${number}.ts`,
    constants: () => constants,
    ...rest,
  })
  return { ...(await evaluate(program.code)), program }
}

/** The completion value of the last of several cells. Throws what a cell threw. */
export async function value(...cells: string[]): Promise<unknown> {
  let last: unknown
  for (const cell of cells) {
    const outcome = await run(cell)
    if ("thrown" in outcome)
      throw new Error(`${outcome.thrown.name}: ${outcome.thrown.message}\n${cell}\n${outcome.program.code}`)
    last = outcome.value
  }
  return last
}

/** What a cell throws. */
export async function thrown(
  source: string,
  options: { constants?: string[] } = {},
): Promise<Thrown & { program: Program }> {
  const outcome = await run(source, options)
  if (!("thrown" in outcome)) throw new Error(`nothing was thrown by\n${source}`)
  return { ...outcome.thrown, program: outcome.program }
}
