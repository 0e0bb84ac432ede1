import type { Program } from "../cell/index.ts"
import type { CellCache } from "../contracts/cell-cache.ts"
import { KaonError } from "../contracts/errors.ts"
import { checkContracts } from "../graph/contracts.ts"
import type { Outcome, Thrown } from "../runtime/protocol.ts"
import type { Message, MessageHeader } from "../wire/index.ts"
import type { Cells } from "./cells.ts"
import type { MainLink } from "./mainlink.ts"
import { none, type Publisher } from "./publisher.ts"
import type { ExecuteRequest } from "./requests.ts"
import { traceback } from "./traceback.ts"

/** What a finished execution has to say: the reply's content, and its metadata with the error as data. */
export interface Execution {
  content: Record<string, unknown>
  metadata: Record<string, unknown>
  failed: boolean
  /** The result as text, for the history. */
  output: string | null
}

export interface ExecuteEdges {
  cells: Cells
  link: MainLink
  publisher: Publisher
  /** Where it is there, waited for before a cell starts: breakpoints are put into it. */
  prepare?: ((program: Program) => Promise<void>) | undefined
  /** Told which run now belongs to which request. */
  started(run: number, message: Message): void
}

/** Runs one cell: compile, check its stage's contract, evaluate, publish what it gave. Never rejects. */
export async function execute(
  message: Message,
  request: ExecuteRequest,
  count: number,
  edges: ExecuteEdges,
): Promise<Execution> {
  const outcome = await run(message, request, count, edges)
  edges.publisher.flush()
  if (outcome.status === "error") return fail(outcome.error, message.header, request, count, edges)
  const { bundle, metadata = {}, expressions, kept } = outcome
  if (bundle !== undefined && !request.silent) {
    edges.publisher.send("execute_result", message.header, { execution_count: count, data: bundle, metadata })
  }
  const output = typeof bundle?.["text/plain"] === "string" ? bundle["text/plain"] : null
  return {
    content: { status: "ok", execution_count: count, payload: [], user_expressions: expressions },
    metadata: kept === undefined ? none : { kaon: { kept } },
    failed: false,
    output,
  }
}

async function run(
  message: Message,
  request: ExecuteRequest,
  count: number,
  { cells, link, prepare, started }: ExecuteEdges,
): Promise<Outcome> {
  const failed = (error: Thrown): Outcome => ({ status: "error", error, expressions: {} })
  try {
    const program = cells.compile(request, count)
    const header = program.header
    // A cell that is bound from the store kept its contract when it ran.
    if (header !== undefined && request.cache?.restore === undefined) {
      const broken = checkContracts(cells.facts()).find(
        ({ cellId, severity }) => cellId === program.facts.id && severity === "error",
      )
      if (broken !== undefined) {
        throw new KaonError(broken.code, broken.message, {
          ...(broken.fix === undefined ? {} : { fix: broken.fix }),
          place: broken,
        })
      }
    }
    if (prepare !== undefined) await prepare(program)
    const { run, outcome } = link.execute({
      code: program.code,
      url: program.url,
      header,
      defines: header === undefined ? [] : program.facts.defines.map(({ name }) => name),
      expressions: request.expressions,
      allowStdin: request.allowStdin,
      number: request.cell ?? count,
      cache: request.cache && (await cacheOf(request.cache)),
    })
    started(run, message)
    return withPlace(await outcome, program)
  } catch (cause) {
    if (cause instanceof KaonError) return failed(beforeRunning(cause, request.cell ?? count))
    return failed({ name: "Error", message: `Kaon itself failed: ${(cause as Error).stack}`, frames: [] })
  }
}

/** Throws KaonError REQUEST_INVALID; its schema loads with the first request that has it. */
async function cacheOf(asked: Record<string, unknown>): Promise<CellCache> {
  const found = (await import("../contracts/cell-cache.ts")).cellCacheSchema.safeParse(asked)
  if (found.success) return found.data
  throw new KaonError("REQUEST_INVALID", `The request says nothing usable of the store: ${found.error.message}`, {
    fix: "Leave kaon.cache out of its metadata.",
  })
}

/** What a stage finds wrong after its cell ran is wrong with the cell as its header describes it. */
function withPlace(outcome: Outcome, program: Program): Outcome {
  if (outcome.status === "ok" || outcome.error.code === undefined || outcome.error.frames.length > 0) return outcome
  // The facts of a plain cell take their time, and have nothing to say here.
  if (program.header === undefined) return outcome
  const line = program.facts.headerLine
  if (line === undefined || outcome.error.place !== undefined) return outcome
  return { ...outcome, error: { ...outcome.error, place: { line, column: 1 } } }
}

const beforeRunning = ({ code, message, fix, place }: KaonError, cell: number): Thrown => ({
  name: code === "SYNTAX_ERROR" ? "SyntaxError" : "KaonError",
  message,
  code,
  place: { cell, ...place },
  frames: [],
  ...(fix === undefined ? {} : { fix }),
})

function fail(
  error: Thrown,
  parent: MessageHeader,
  request: ExecuteRequest,
  count: number,
  { cells, publisher }: ExecuteEdges,
): Execution {
  const content = { ename: error.name, evalue: error.message, traceback: traceback(error, cells, request.code) }
  if (!request.silent) publisher.send("error", parent, content)
  const { code = "CELL_FAILED", message, fix } = error
  const place = { cell: request.cell ?? count, ...cells.placeOf(error) }
  return {
    content: { status: "error", execution_count: count, ...content, user_expressions: {}, payload: [] },
    metadata: {
      kaon: {
        error: {
          code,
          message: code === "CELL_FAILED" ? `${error.name}: ${message}` : message,
          ...(fix === undefined ? {} : { fix }),
          ...place,
        },
      },
    },
    failed: true,
    output: null,
  }
}
